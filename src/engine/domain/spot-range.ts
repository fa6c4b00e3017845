import type { AtMs } from './time.ts';

/**
 * What a coin did between two moments, by an exchange's candles. Floats, because they are compared,
 * never booked.
 */
export interface SpotRange {
  readonly kind: 'spotRange';
  /** Lower case, as in a spot price: `btcusdt`. */
  readonly symbol: string;
  /** The first candle opens then. */
  readonly fromMs: AtMs;
  /** Nothing after it is in here for sure. */
  readonly untilMs: AtMs;
  /** First price. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
}
