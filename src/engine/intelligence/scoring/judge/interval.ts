import type { Estimate } from '../../../domain/wallet-score.ts';

/** Standard errors from the middle to the ends of a 90 % interval of a normal distribution. */
export const ERRORS_90 = 1.644_853_626_951_472_2;

export interface Spread {
  /** Standard error. */
  readonly error: number;
  readonly least: number;
  readonly most: number;
}

/** A value with its 90 % interval, all within what is possible. */
export function estimate(value: number, { error, least, most }: Spread): Estimate {
  const within = (number: number) => Math.min(most, Math.max(least, number));
  const reach = ERRORS_90 * error;
  const middle = within(value);
  return { value: middle, low: within(middle - reach), high: within(middle + reach) };
}

/**
 * What is left of two independent uncertainties about one number, as variances: 1 ÷ (1/a + 1/b).
 * `b` is `null` where nothing was seen. It falls with everything that is seen.
 */
export function variancesJoined(a: number, b: number | null): number {
  if (b === null || a === 0) return a;
  return a / (1 + a / b);
}
