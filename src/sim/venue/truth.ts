import type { Chance } from '../chance.ts';
import type { TemplateKind } from './catalogue.ts';

/** What a market starts with and what it ends with. */
export interface Truth {
  /** Of outcome 0, what everybody believes at first. */
  readonly probability: number;
  /** The outcome that will win; `null` for a void. */
  readonly winner: 0 | 1 | null;
}

const PROBABILITY_MIN = 0.05;
/** Room for an outcome that no market of an exclusive event names. */
const NAMED_SHARE = 0.97;

/** The hidden outcomes of one event's markets: a bound is passed only if those below it are. */
export function drawTruths(chance: Chance, kind: TemplateKind, count: number): readonly Truth[] {
  const luck = chance.next();
  if (kind === 'exclusive') return exclusive(drawWeights(chance, count), luck);
  const first = kind === 'single' ? 0.14 + 0.72 * chance.next() : 0.5 + 0.35 * chance.next();
  const step = 0.1 + 0.12 * chance.next();
  return Array.from({ length: count }, (_, index) => {
    const probability = Math.max(PROBABILITY_MIN, first - step * index);
    return { probability, winner: luck < probability ? 0 : 1 };
  });
}

function drawWeights(chance: Chance, count: number): readonly number[] {
  const weights = Array.from({ length: count }, () => 0.15 + chance.next());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight / sum) * NAMED_SHARE);
}

function exclusive(weights: readonly number[], luck: number): readonly Truth[] {
  let below = 0;
  return weights.map((probability) => {
    const wins = luck >= below && luck < below + probability;
    below += probability;
    return { probability, winner: wins ? 0 : 1 };
  });
}
