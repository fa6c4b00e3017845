import type { WeighedSums } from '../record.ts';

/** The weighed mean, `null` without any weight. */
export function meanOf(sums: WeighedSums): number | null {
  return sums.weight > 0 ? sums.sum / sums.weight : null;
}

/**
 * How many markets of today these are worth: Σw, because one of a half-life ago tells half as much.
 * Kish's (Σw)² ÷ Σw² bounds it, should a weight ever be above one.
 */
export function effectiveCount(sums: WeighedSums): number {
  return sums.weight > 0 ? Math.min(sums.weight, kishCount(sums)) : 0;
}

/**
 * Sample variance of one market's value around the mean, at least `least`: few markets look more
 * alike than they are.
 */
export function varianceOf(sums: WeighedSums, least: number): number {
  const mean = meanOf(sums);
  const count = kishCount(sums);
  if (mean === null || count <= 1) return least;
  const around = Math.max(0, sums.squares / sums.weight - mean * mean);
  return Math.max(least, (around * count) / (count - 1));
}

/** Kish's count of markets of equal weight that scatter like these. */
export function kishCount({ weight, weightSquares }: WeighedSums): number {
  return weightSquares > 0 ? (weight * weight) / weightSquares : 0;
}
