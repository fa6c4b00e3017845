import type { AtMs } from './time.ts';

/** A price of the index that Polymarket's crypto windows settle by; a float, never booked. */
export interface SettlementPrice {
  readonly kind: 'settlementPrice';
  /** Such as `btc/usd`, as Chainlink's own prices are named. */
  readonly symbol: string;
  /** Dollars. */
  readonly price: number;
  /** Length of the time over which it is the mean; `null` for the price of one moment. */
  readonly meanOfMs: number | null;
  /** The moment, or the end of that time. */
  readonly venueAtMs: AtMs;
}
