import { UsageError } from '../command.ts';
import { asTyped } from './line.ts';
import { nearest } from './nearest.ts';

/** Who or what, what to do, and with which values. */
export interface ObjectVerb<Verb extends string> {
  readonly object: string | null;
  readonly verb: Verb | null;
  readonly value: readonly string[];
}

/** The reserved words of a command: each verb with its other spellings. */
export type Verbs<Verb extends string> = Readonly<Record<Verb, readonly string[]>>;

function verbOf<Verb extends string>(word: string, verbs: Verbs<Verb>): Verb | null {
  const lower = word.toLowerCase();
  for (const verb of Object.keys(verbs) as Verb[]) {
    if (verb.toLowerCase() === lower || verbs[verb].includes(lower)) return verb;
  }
  return null;
}

/** Whether a word is reserved, so that no wallet may be called like it. */
export function isVerb(word: string, verbs: Verbs<string>): boolean {
  return verbOf(word, verbs) !== null;
}

/**
 * Object, verb, value, with object and verb in either order; `set` may stand before a verb.
 * @throws UsageError when a second word is no verb, with the line that was probably meant.
 */
export function readObjectVerb<Verb extends string>(
  command: string,
  words: readonly string[],
  verbs: Verbs<Verb>,
): ObjectVerb<Verb> {
  const plain = words.filter((word, index) => index > 1 || word.toLowerCase() !== 'set');
  const [first, second, ...rest] = plain;
  if (first === undefined) return { object: null, verb: null, value: [] };
  const verbFirst = verbOf(first, verbs);
  if (second === undefined) {
    return verbFirst === null
      ? { object: first, verb: null, value: [] }
      : { object: null, verb: verbFirst, value: [] };
  }
  if (verbFirst !== null) return { object: second, verb: verbFirst, value: rest };
  const verbSecond = verbOf(second, verbs);
  if (verbSecond !== null) return { object: first, verb: verbSecond, value: rest };
  throw unknownVerb(command, [first, second, ...rest], verbs);
}

function unknownVerb(
  command: string,
  [first, second, ...rest]: readonly [string, string, ...string[]],
  verbs: Verbs<string>,
): UsageError {
  const known = Object.entries(verbs).flatMap(([verb, others]) => [verb, ...others]);
  const value = rest.map(asTyped);
  const swapped = nearest(first, known);
  const meant = nearest(second, known);
  if (meant === null && swapped !== null) {
    const line = [`/${command}`, swapped, asTyped(second), ...value].join(' ');
    return new UsageError(`No rule "${first}". Did you mean ${swapped}?`, line);
  }
  if (meant === null) {
    return new UsageError(
      `No rule "${second}". There are ${Object.keys(verbs).join(', ')}; see /help ${command}`,
    );
  }
  const line = [`/${command}`, asTyped(first), meant, ...value].join(' ');
  return new UsageError(`No rule "${second}". Did you mean ${[meant, ...value].join(' ')}?`, line);
}
