import type { MarketId, TokenId } from './ids.ts';
import type { Side } from './order.ts';
import type { SettlementStatus } from './settlement-state.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

/**
 * What a venue says of an order that it has. `live` rests in the book, `delayed` waits for its match,
 * `matched` has nothing left to fill, `canceled` and `invalid` fill nothing more.
 */
export type VenueOrderStatus = 'live' | 'delayed' | 'matched' | 'canceled' | 'invalid';

/** Shares and dollars of an order that met others. */
export interface Matched {
  readonly quantity: Quantity;
  /** Before the fee. */
  readonly notional: Money;
}

/**
 * Why a venue certainly did not take an order; the same bytes may go again:
 * - `notSent`: no byte of it left.
 * - `restarting`: 425, the matching engine comes back, at first for post-only orders.
 * - `postOnly`, `cancelOnly`, `disabled`: the venue's modes (503).
 * - `rateLimited`: 429. `notReady`: the market, or the match, is not ready yet.
 * - `beforeBook`: it timed out before it reached the book, which the venue says is safe.
 * - `unauthorized`: 401, credentials were made anew.
 */
export type NotAcceptedCause =
  | 'notSent'
  | 'restarting'
  | 'postOnly'
  | 'cancelOnly'
  | 'disabled'
  | 'rateLimited'
  | 'notReady'
  | 'beforeBook'
  | 'unauthorized';

/** Why a venue will never take this order. */
export type RefusalCause =
  /** It breaks a rule of the market or of the venue: tick, size, price, expiry, post-only. */
  | 'invalid'
  /** Not enough money, shares or allowance. */
  | 'balance'
  /** The account: banned, closed only, foreign key. */
  | 'account'
  /** The place of this host. */
  | 'blocked'
  /** Signed for another protocol version. */
  | 'version'
  /** Our own last check before the socket. */
  | 'safety';

/** What became of one sending of an order. */
export type PostAnswer =
  | {
      readonly kind: 'accepted';
      readonly status: 'live' | 'delayed' | 'matched' | 'unmatched';
      /** What it met at once; `null` when the venue did not say. */
      readonly matched: Matched | null;
    }
  /** It is there already: an earlier sending landed. */
  | { readonly kind: 'duplicate'; readonly text: string }
  /** A FOK or FAK order found nothing to match with: it is over, and filled nothing. */
  | { readonly kind: 'unfilled'; readonly text: string }
  | { readonly kind: 'refused'; readonly cause: RefusalCause; readonly text: string }
  | {
      readonly kind: 'notAccepted';
      readonly cause: NotAcceptedCause;
      readonly text: string;
      readonly retryAfterMs: number | null;
    }
  /** Kill, or another stop of ours, was read right before the socket write. */
  | { readonly kind: 'stopped'; readonly text: string }
  /** Timeout, reset, 5xx, nothing, or what cannot be read: it may have landed. */
  | { readonly kind: 'unknown'; readonly text: string };

/** One execution of the account, as the venue's trade tells it. */
export interface VenueFill {
  /** The venue's id of the trade. */
  readonly tradeId: string;
  /** The order of the account that took part; not necessarily one of ours. */
  readonly orderHash: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  /** Average, rounded against us. */
  readonly price: Price;
  readonly quantity: Quantity;
  /** Dollars before the fee, exact over all that was met. */
  readonly notional: Money;
  readonly role: 'taker' | 'maker';
  readonly settlement: SettlementStatus;
  /** Of the chain; left out while the venue tells none. */
  readonly transaction?: string;
  readonly atMs: AtMs;
}

/** All that the venue knows of one order, asked by its hash. */
export interface OrderLookup {
  /** `null` where no list of the venue has it. */
  readonly order: {
    readonly status: VenueOrderStatus;
    /** Shares matched so far; `null` when the venue left it out. */
    readonly matched: Quantity | null;
  } | null;
  readonly fills: readonly VenueFill[];
  /** Every list was asked and answered: only then does absence mean something. */
  readonly complete: boolean;
  /** Why it is not complete; empty when it is. */
  readonly problem: string;
}

/** What became of one request to cancel. Only a lookup tells what the order filled before. */
export type CancelAnswer =
  | { readonly kind: 'canceled' }
  /** The venue's reason: matched, canceled already, not found. */
  | { readonly kind: 'notCanceled'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** What became of canceling everything. */
export interface CancelAllAnswer {
  /** The venue listed no open order, twice in a row. */
  readonly proven: boolean;
  readonly canceled: readonly string[];
  /** Hashes still listed at the last look; empty when that was not answered. */
  readonly stillOpen: readonly string[];
  readonly problem: string;
}

/** An order of the account that rests at the venue. */
export interface VenueOpenOrder {
  readonly hash: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly matched: Quantity;
}

/** The account as the venue has it at one moment. */
export interface AccountReading {
  readonly openOrders: readonly VenueOpenOrder[];
  /** Executions since the moment asked for, oldest first. */
  readonly fills: readonly VenueFill[];
  /** Dollars of collateral. */
  readonly balance: Money;
  /** Shares of the tokens asked for. */
  readonly holdings: readonly { readonly tokenId: TokenId; readonly quantity: Quantity }[];
}
