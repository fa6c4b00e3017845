import type { Effect } from '../../src/engine/core/effects.ts';
import type { EffectResult } from '../../src/engine/domain/input.ts';
import type { ModelAnswer, ModelFailure, ModelTerms } from '../../src/engine/domain/model.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';

export const MODEL: ModelTerms = {
  name: 'test-model',
  inputPrice: dollars(3),
  outputPrice: dollars(15),
};

const USAGE = { inputTokens: 900, outputTokens: 60 };

/** A model that says the same each time: `accept`, `shrink 40 words`, `reject words`, `fails timeout`, `says TEXT`, `silent`. */
export class ScriptedModel {
  words: readonly string[] = ['accept'];
  /** How often it was asked. */
  asked = 0;

  onEffect(effect: Effect): EffectResult | null {
    if (effect.kind !== 'askModel') return null;
    this.asked += 1;
    const answer = this.#answer();
    return answer === null
      ? null
      : { kind: 'modelAnswered', questionId: effect.question.id, answer };
  }

  #answer(): ModelAnswer | null {
    const [verb = '', ...rest] = this.words;
    const request = 'a request';
    if (verb === 'silent') return null;
    if (verb === 'fails') {
      const failure = rest[0] as ModelFailure;
      return { kind: 'failed', failure, detail: '', request, usage: USAGE };
    }
    const text = verb === 'says' ? rest.join(' ') : proposal(verb, rest);
    return { kind: 'answered', text, model: 'test-model-1', request, usage: USAGE };
  }
}

function proposal(verdict: string, words: readonly string[]): string {
  const [size = '', ...reason] = verdict === 'shrink' ? words : ['', ...words];
  const sizePercent = verdict === 'shrink' ? Number(size) : verdict === 'accept' ? 100 : 0;
  const told = reason.join(' ') || 'nothing against it';
  return JSON.stringify({ verdict, sizePercent, confidence: 0.8, reason: told });
}
