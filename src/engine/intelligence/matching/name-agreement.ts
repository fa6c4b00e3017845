/** Whether two spellings mean the same; `unclear` when one may be a part of the other. */
export type Agreement = 'same' | 'different' | 'unclear';

/** A slip in a shorter word makes another word of it. */
const SLIP_LENGTH_MIN = 6;

/**
 * Names of people, films or firms, folded. One letter may differ in a long word while all others are
 * the same: `gadi eizenkot`, `gadi eisenkot`.
 */
export function agreeNames(a: string, b: string): Agreement {
  if (a === b || a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 'same';
  const [one, other] = [a.split(' '), b.split(' ')];
  if (isSlip(one, other)) return 'same';
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short.every((word) => long.includes(word)) ? 'unclear' : 'different';
}

/** Words of two texts: the same set, one within the other, some of them, or none. */
export function agreeWords(a: string, b: string): Agreement {
  if (a === b) return 'same';
  const [one, other] = [new Set(a.split(' ')), new Set(b.split(' '))];
  const shared = [...one].filter((word) => other.has(word)).length;
  if (shared === one.size && shared === other.size) return 'same';
  return shared === Math.min(one.size, other.size) ? 'unclear' : 'different';
}

/** Of what both say, how much is the same; 0 to 1. */
export function sharedWords(a: string, b: string): number {
  const [one, other] = [new Set(a.split(' ')), new Set(b.split(' '))];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (one.size + other.size - shared);
}

function isSlip(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length || one.length < 2) return false;
  const differing = one.flatMap((word, index) => {
    const beside = other[index] ?? '';
    return word === beside ? [] : [[word, beside] as const];
  });
  const [pair, ...more] = differing;
  if (pair === undefined || more.length > 0) return false;
  const [word, beside] = pair;
  if (/\d/.test(word) || /\d/.test(beside)) return false;
  return Math.min(word.length, beside.length) >= SLIP_LENGTH_MIN && isOneEdit(word, beside);
}

/** Whether one letter was changed, added or left out. */
function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = short.length === long.length ? at + 1 : at;
  return short.slice(rest) === long.slice(at + 1);
}
