import { type Money, money as moneyOf, type Ppm } from '../../engine/domain/values/money.ts';
import type { Estimate } from '../../engine/domain/wallet-score.ts';
import { moneyShort, percent, score, signedPercent } from './amounts.ts';

/** A tenth of a percent, in ppm: finer says nothing of an estimate. */
const TENTH_PERCENT_PPM = 1_000;
const PPM = 1_000_000;
const MICRO = 1_000_000;
/** Larger ratios and dollars are no estimate of anything. */
const RATIO_MAX = 1e6;
const DOLLARS_MAX = 1e9;

const UNKNOWN = 'unknown';

/** A ratio with its sign as a percentage: `+6.2 %`; what is no number is `unknown`. */
export function signedRatio(value: number): string {
  const ppm = tenths(value);
  return ppm === null ? UNKNOWN : signedPercent(ppm);
}

/** A share as a percentage: `61 %`. */
export function share(value: number): string {
  const ppm = tenths(value);
  return ppm === null ? UNKNOWN : percent((Math.round(ppm / 10_000) * 10_000) as Ppm);
}

function tenths(value: number): Ppm | null {
  if (said(value) === null) return null;
  return (Math.round((value * PPM) / TENTH_PERCENT_PPM) * TENTH_PERCENT_PPM) as Ppm;
}

/** A number that can be said, `null` of what is none: what is not said is left out. */
export function said(value: number | null, most = RATIO_MAX): number | null {
  return value !== null && Math.abs(value) <= most ? value : null;
}

/** Where a column is narrow: a dash for what is not known. */
export function orDash(text: string): string {
  return text.startsWith(UNKNOWN) ? '–' : text;
}

/** `0.48 (0.35–0.61)`; without bounds that can be read the value alone. */
export function scoreRange({ value, low, high }: Estimate): string {
  const bounds = said(low) !== null && said(high) !== null;
  return bounds ? `${score(value)} (${score(low)}–${score(high)})` : score(value);
}

/** `+6.2 % (+1.9 % to +10.4 %)`. */
export function edgeRange({ value, low, high }: Estimate): string {
  const bounds = tenths(low) !== null && tenths(high) !== null;
  const range = bounds ? ` (${signedRatio(low)} to ${signedRatio(high)})` : '';
  return `${signedRatio(value)}${range}`;
}

/** Dollars that were never booked, only added up: `$140`, `$12.50`, `$1,240`. */
export function aboutDollars(value: number): string {
  const amount = moneyFromFloat(value);
  if (amount === null) return UNKNOWN;
  return moneyShort(Math.abs(amount) < 100 * MICRO ? amount : whole(amount));
}

function whole(amount: Money): Money {
  return moneyOf(Math.round(amount / MICRO) * MICRO);
}

function moneyFromFloat(value: number): Money | null {
  if (said(value, DOLLARS_MAX) === null) return null;
  return moneyOf(Math.round(value * 100) * (MICRO / 100));
}
