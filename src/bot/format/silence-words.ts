import type { ModelSilence } from '../../engine/domain/model.ts';

const WORDS: Readonly<Record<ModelSilence, string>> = {
  timeout: 'it took too long',
  rateLimited: 'it was asked too often',
  overloaded: 'its servers are overloaded',
  refused: 'it refuses our requests',
  unreachable: 'it cannot be reached',
  malformed: 'its answer was not one',
  tooLong: 'its answer was too long',
  budget: 'its budget of today is used up',
  circuit: 'it failed too often and rests',
  busy: 'it is busy with other trades',
};

/** Why a model said nothing, in words; what an older version wrote stays as it is. */
export function silenceWords(silence: string | null): string {
  if (silence === null) return 'why is not known';
  return Object.hasOwn(WORDS, silence) ? WORDS[silence as ModelSilence] : silence;
}
