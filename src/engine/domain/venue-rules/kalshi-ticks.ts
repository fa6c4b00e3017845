import { invariant } from '../values/invariant.ts';
import { MICRO } from '../values/micro.ts';
import type { Price } from '../values/money.ts';

/**
 * Prices at which orders of a market may rest: every `step` from `start` to `end`, of the yes side.
 * Source: `price_ranges` of the market itself, never the name of its structure.
 */
export interface PriceRange {
  readonly start: Price;
  readonly end: Price;
  readonly step: Price;
}

/** Ranges of one market at most; the venue uses up to three. */
export const PRICE_RANGES_MAX = 20;

/** What is wrong with ranges, `null` when they are a grid: ascending, and whole steps in each. */
export function flawOfRanges(ranges: readonly PriceRange[]): string | null {
  if (ranges.length === 0) return 'at least one price range';
  if (ranges.length > PRICE_RANGES_MAX) return `at most ${PRICE_RANGES_MAX} price ranges`;
  let from = 0;
  for (const { start, end, step } of ranges) {
    if (step <= 0 || MICRO % step !== 0) return 'a step that divides one dollar';
    if (start < from || end <= start) return 'price ranges that ascend and do not overlap';
    if ((end - start) % step !== 0) return 'price ranges of whole steps';
    from = end;
  }
  return null;
}

/** A no price is on the grid where its complement is. 0 and 1 are no prices of an order. */
export function isOnGrid(ranges: readonly PriceRange[], at: Price): boolean {
  return at > 0 && at < MICRO && ranges.some((range) => floorIn(range, at) === at);
}

/** The highest allowed price not above `at`; `null` when there is none. */
export function floorToGrid(ranges: readonly PriceRange[], at: Price): Price | null {
  const below = Math.min(at, MICRO - 1) as Price;
  let best: Price | null = null;
  for (const range of ranges) {
    const found = floorIn(range, below);
    if (found !== null && found > 0 && (best === null || found > best)) best = found;
  }
  return best;
}

/** The lowest allowed price not below `at`; `null` when there is none. */
export function ceilToGrid(ranges: readonly PriceRange[], at: Price): Price | null {
  const above = Math.max(at, 1) as Price;
  let best: Price | null = null;
  for (const range of ranges) {
    const found = ceilIn(range, above);
    if (found !== null && found < MICRO && (best === null || found < best)) best = found;
  }
  return best;
}

/** Every price of the grid is a multiple of it, and it divides one dollar. */
export function finestStep(ranges: readonly PriceRange[]): Price {
  invariant(ranges.length > 0, 'a grid has at least one price range');
  let finest = MICRO;
  for (const { start, step } of ranges) finest = divisorOf(divisorOf(finest, step), start);
  return finest as Price;
}

function floorIn({ start, end, step }: PriceRange, at: Price): Price | null {
  if (at < start) return null;
  const inside = Math.min(at, end);
  return (inside - ((inside - start) % step)) as Price;
}

function ceilIn(range: PriceRange, at: Price): Price | null {
  if (at > range.end) return null;
  const inside = Math.max(at, range.start) as Price;
  const floor = floorIn(range, inside) ?? range.start;
  return (floor === inside ? floor : floor + range.step) as Price;
}

/** Euclid's greatest common divisor; 0 divides nothing away. */
function divisorOf(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
