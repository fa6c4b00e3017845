import { MICRO, microFromDecimal } from '../../domain/values/micro.ts';
import type { Comparator } from './contract.ts';

/** What a number is compared with, in micro-units. `gt`, `ge` have a floor, `lt`, `le` a cap. */
export interface Bound {
  readonly comparator: Comparator;
  readonly floor: number | null;
  readonly cap: number | null;
}

const NUMBER = '(-?\\$?-?\\d[\\d,]*(?:\\.\\d+)?(?: ?(?:k|m|b|mn|bn|million|billion|trillion)\\b)?)';
const UNIT = '(?: ?(?:%|percent|degrees|° ?f?|f|bps|basis points|points|usd))?';
const AMOUNT = `${NUMBER}${UNIT}`;
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  trillion: 1e12,
};

type Shape = readonly [RegExp, Comparator];

const BETWEEN: readonly RegExp[] = [
  new RegExp(`\\bbetween ${AMOUNT} ?(?:and|to|-) ?${AMOUNT}`),
  new RegExp(`(?:^|\\s)${AMOUNT} (?:to|through) ${AMOUNT}`),
  new RegExp(`(?:^|\\s)${AMOUNT}-${AMOUNT}(?=\\s|$|\\?)`),
];
/** In this order: the longer wording first. */
const ONE_SIDED: readonly Shape[] = [
  [new RegExp(`${AMOUNT} or (?:above|higher|more|greater)\\b`), 'ge'],
  [new RegExp(`${AMOUNT} or (?:below|lower|less|fewer)\\b`), 'le'],
  [new RegExp(`(?:at least|no less than|minimum of|>=|≥) ?${AMOUNT}`), 'ge'],
  [new RegExp(`(?:at most|no more than|up to|<=|≤) ?${AMOUNT}`), 'le'],
  [new RegExp(`(?:above|over|greater than|more than|higher than|exceeds?|>) ?${AMOUNT}`), 'gt'],
  [new RegExp(`(?:below|under|less than|fewer than|lower than|<) ?${AMOUNT}`), 'lt'],
  [new RegExp(`${AMOUNT}\\+`), 'ge'],
  [new RegExp(`(?:exactly|equal to) ${AMOUNT}`), 'eq'],
];

/** Micro-units of `$150k`, `81,400`, `5.50%` or `25 million`; `null` when it is no number. */
export function microOf(text: string): number | null {
  const match = /^(-?)\$?(-?)([\d,]+(?:\.\d+)?) ?([a-z]+)?/.exec(text.trim());
  if (match === null) return null;
  const plain = microFromDecimal((match[3] ?? '').replaceAll(',', ''));
  if (plain === null) return null;
  const scaled = plain * (SCALES[match[4] ?? ''] ?? 1);
  if (!Number.isSafeInteger(scaled)) return null;
  return match[1] === '-' || match[2] === '-' ? -scaled : scaled;
}

/** The comparison that a folded text names; `null` when it names none. */
export function findBound(text: string): Bound | null {
  for (const pattern of BETWEEN) {
    const match = pattern.exec(text);
    const [floor, cap] = [microOf(match?.[1] ?? ''), microOf(match?.[2] ?? '')];
    if (floor !== null && cap !== null && floor <= cap)
      return { comparator: 'between', floor, cap };
  }
  for (const [pattern, comparator] of ONE_SIDED) {
    const value = microOf(pattern.exec(text)?.[1] ?? '');
    if (value !== null) return boundOf(comparator, value);
  }
  return null;
}

/** A comparison with one number. */
export function boundOf(comparator: Comparator, value: number): Bound {
  const isFloor = comparator === 'gt' || comparator === 'ge';
  const isBoth = comparator === 'eq' || comparator === 'between';
  return {
    comparator,
    floor: isFloor || isBoth ? value : null,
    cap: isFloor ? null : value,
  };
}

/** `> 79999.99` and `>= 80000` are one question on prices in cents: the former is how Kalshi says it. */
export function withoutNines(bound: Bound): Bound {
  const { comparator, floor, cap } = bound;
  const roundFloor = floor === null ? null : afterNines(floor);
  const roundCap = cap === null ? null : afterNines(cap);
  if (comparator === 'gt' && roundFloor !== null) return boundOf('ge', roundFloor);
  if (comparator === 'le' && roundCap !== null) return boundOf('lt', roundCap);
  if (comparator === 'between' && roundCap !== null) return { comparator, floor, cap: roundCap };
  return bound;
}

/** The whole number after `x.99` or `x.9999`; `null` for any other. */
function afterNines(micro: number): number | null {
  const rest = micro % MICRO;
  if (rest !== 990_000 && rest !== 999_000 && rest !== 999_900) return null;
  return micro - rest + MICRO;
}

/** Whole numbers only: "above 55" is "at least 56". */
export function ofIntegers(bound: Bound): Bound {
  const { comparator, floor, cap } = bound;
  if (comparator === 'gt' && floor !== null && floor % MICRO === 0) {
    return boundOf('ge', floor + MICRO);
  }
  if (comparator === 'lt' && cap !== null && cap % MICRO === 0) return boundOf('le', cap - MICRO);
  return bound;
}
