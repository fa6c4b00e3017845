import type { MarketId, TokenId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

export type LeaderEventKind = 'buy' | 'sell' | 'split' | 'merge' | 'redeem' | 'conversion';

/** Sources that report the same trades; the core counts them against each other. */
export type LeaderFeed = 'rtds.trades' | 'rtds.orders_matched' | 'data-api' | 'chain';

/** One row of what a wallet did, as one feed reported it. */
export interface LeaderEvent {
  readonly wallet: WalletAddress;
  readonly kind: LeaderEventKind;
  readonly marketId: MarketId;
  /** Set for buys and sells; `null` where the venue names no outcome (split, merge, redeem). */
  readonly tokenId: TokenId | null;
  /** Shares. */
  readonly quantity: Quantity;
  /** `null` for kinds without a price. */
  readonly price: Price | null;
  /** Dollars as the venue counted them, else price × quantity. */
  readonly notional: Money;
  readonly transaction: string;
  /** The venue's time, often whole seconds. */
  readonly tradedAtMs: AtMs;
  readonly feed: LeaderFeed;
  /**
   * Which of several equal rows this is, from 0, where a feed delivers snapshots or log indexes;
   * `null` where a stream delivers each row once, in which case arrivals are counted.
   */
  readonly occurrence: number | null;
  readonly title: string;
  readonly slug: string;
  readonly eventSlug: string;
}

/**
 * What makes two rows the same trade for all feeds. Price is left out: feeds round it differently.
 * `true twins` share it and are told apart by their occurrence.
 */
export function leaderEventKey(event: LeaderEvent): string {
  return [
    event.transaction,
    event.wallet,
    event.kind,
    event.tokenId ?? event.marketId,
    event.quantity,
  ].join('|');
}
