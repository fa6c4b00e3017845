import type { AtMs } from './time.ts';

/** Prices of one stretch of time at an exchange; floats, because they are compared, never booked. */
export interface SpotCandle {
  /** Lower case, as in a spot price: `btcusdt`. */
  readonly symbol: string;
  readonly openAtMs: AtMs;
  /** The last millisecond of the stretch. */
  readonly closeAtMs: AtMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Trades within the stretch; without any the prices are that of the last trade before. */
  readonly trades: number;
}
