import type { IntentId, LedgerId, MarketId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { OrderStatus } from './order-state.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

export type Side = 'buy' | 'sell';
/** `first` and `second` open an arbitrage, `unwind` sells what its second leg missed. */
export type Leg = 'entry' | 'exit' | 'first' | 'second' | 'unwind';

/** Whether orders of this leg put money at risk. */
export function opensRisk(leg: Leg): boolean {
  return leg === 'entry' || leg === 'first' || leg === 'second';
}

/** Whether it is a part of an arbitrage, which has an order of work of its own. */
export function isRunLeg(leg: Leg): boolean {
  return leg === 'first' || leg === 'second' || leg === 'unwind';
}

/** Every order of ours carries a limit price; `FAK` drops what does not match at once. */
export type TimeInForce = 'FAK' | 'GTD';

/** One order that we decided to send, before any venue knows it. */
export interface OrderIntent {
  /** From (signal, leg, ledger, attempt): a retry of the same attempt is the same order. */
  readonly id: IntentId;
  readonly signalId: SignalId;
  readonly leg: Leg;
  readonly attempt: number;
  readonly ledger: LedgerId;
  /** Whose copy this is; `null` for a person's own order. */
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly timeInForce: TimeInForce;
  /** Most paid for a share when buying, least taken when selling. */
  readonly limitPrice: Price;
  /** Shares: to sell; when buying, what `spend` buys at the limit. */
  readonly quantity: Quantity;
  /** Dollars at most, before fees; zero when selling. */
  readonly spend: Money;
  readonly createdAtMs: AtMs;
  /** After this moment it is not sent any more. */
  readonly expiresAtMs: AtMs;
  /** When a GTD order leaves the book; `null` for what never rests. */
  readonly restsUntilMs: AtMs | null;
  readonly settingsVersion: number;
}

/** An intent and what became of it. */
export interface Order {
  readonly intent: OrderIntent;
  readonly status: OrderStatus;
  /** The venue's id, known before sending: order hash, client order id, or our own on paper. */
  readonly externalId: string;
  /** The exact bytes that go to the venue, written down before they go; `null` before and on paper. */
  readonly body: string | null;
  readonly filledQuantity: Quantity;
  /** Dollars of all fills, before fees. */
  readonly filledNotional: Money;
  readonly fees: Money;
  /** Dollars held for it while it is not terminal, fees included; zero when selling. */
  readonly reserved: Money;
  /** The venue's words, or our reason, for an end without a full fill. */
  readonly reason: string | null;
  readonly updatedAtMs: AtMs;
}

/** One thing that happened to an order on its way: signed, sent, answered, looked up, ended. */
export interface OrderEvent {
  readonly intentId: IntentId;
  /** Grows within the order: milliseconds since it was made, moved on where two fall together. */
  readonly ordinal: number;
  readonly kind: OrderEventName;
  /** The venue's words, or ours. */
  readonly detail: string;
  readonly atMs: AtMs;
}

export type OrderEventName =
  | 'signed'
  | 'notSigned'
  | 'sent'
  | 'accepted'
  | 'notAccepted'
  | 'unknown'
  | 'lookedUp'
  | 'cancelAsked'
  | 'filled'
  | 'ended';
