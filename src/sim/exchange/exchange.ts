import type { Venue, VenueHappening, VenueMarket, VenueSide } from '../venue/venue.ts';
import type { AllowedToken } from './allowances.ts';
import type { ChainAccounts } from './chain-accounts.ts';

/** The venue's `orderType`. */
export type ExchangeOrderKind = 'GTC' | 'GTD' | 'FOK' | 'FAK';

/** An order whose owner, signature and hash the wire has verified. Amounts in micro-units. */
export interface OrderSubmission {
  /** EIP-712 hash of the order, its id. */
  readonly hash: string;
  /** Id of the API key that posted it. */
  readonly owner: string;
  /** Lower case; where money and shares are. */
  readonly maker: string;
  readonly signer: string;
  readonly signatureType: number;
  readonly market: VenueMarket;
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  /** What the order gives and takes, as signed. */
  readonly makerAmount: number;
  readonly takerAmount: number;
  readonly kind: ExchangeOrderKind;
  readonly postOnly: boolean;
  /** Seconds, 0 for none. */
  readonly expirationS: number;
  readonly atMs: number;
}

export type ExchangeOrderStatus = 'LIVE' | 'DELAYED' | 'MATCHED' | 'CANCELED' | 'UNMATCHED';

/** An order that the exchange took. */
export interface ExchangeOrder extends OrderSubmission {
  /** Worst price of `outcome` it accepts. */
  readonly price: number;
  /** Shares asked for. */
  readonly size: number;
  /** A FOK or FAK buy spends dollars, so that it may get more shares than `size`. */
  readonly matched: number;
  readonly status: ExchangeOrderStatus;
  /** The venue's words for an end without a full match; empty otherwise. */
  readonly reason: string;
  readonly tradeIds: readonly string[];
}

export type TradeStatus =
  | 'MATCHED'
  | 'MATCHED_NOT_BROADCASTED'
  | 'MINED'
  | 'CONFIRMED'
  | 'RETRYING'
  | 'FAILED';

/** A match in which an account of ours took part, as taker or among the makers. */
export interface ExchangeTrade {
  readonly id: string;
  readonly market: VenueMarket;
  readonly takerHash: string;
  readonly takerOwner: string;
  readonly takerMaker: string;
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  /** Average of the taker. */
  readonly price: number;
  readonly size: number;
  readonly fee: number;
  readonly makers: readonly TradeMaker[];
  readonly status: TradeStatus;
  readonly transaction: string;
  readonly matchedAtMs: number;
  readonly updatedAtMs: number;
}

/** One resting order in a trade; it may be in the other outcome. */
export interface TradeMaker {
  readonly hash: string;
  readonly owner: string;
  readonly address: string;
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  readonly price: number;
  readonly matched: number;
}

export type SubmitAnswer =
  | {
      readonly kind: 'taken';
      readonly status: 'live' | 'matched' | 'delayed' | 'unmatched';
      /** Matched at once, micro-units; zero when nothing was. */
      readonly making: number;
      readonly taking: number;
      readonly tradeIds: readonly string[];
      readonly transactions: readonly string[];
    }
  /** Status and words of the venue (facts, section 4.6). */
  | { readonly kind: 'refused'; readonly status: number; readonly text: string };

export type ExchangeEvent =
  | {
      readonly kind: 'order';
      readonly type: 'PLACEMENT' | 'UPDATE' | 'CANCELLATION';
      readonly order: ExchangeOrder;
    }
  /** A trade, or its next status. */
  | { readonly kind: 'trade'; readonly trade: ExchangeTrade };

/** Micro-dollars of collateral or of what it is made of, or micro-shares of a token. */
export type Funding =
  | { readonly dollars: number }
  | { readonly usdce: number }
  | { readonly tokenId: string; readonly shares: number };

/** An allowance that nothing uses up. */
export const UNLIMITED = Number.MAX_SAFE_INTEGER;

/**
 * Where accounts trade against the world's books: balances, resting orders, matches and their
 * settlement. It knows no wire and no signature, and no clock: wall time comes with each call.
 */
export interface Exchange {
  /** When something of its own is due next, in wall time; infinite when nothing is. */
  readonly nextAtMs: number;
  /**
   * Does what is due by `nowMs`: delayed matches, expirations, settlement. Called before the world
   * is stepped, often enough that {@link nextAtMs} is met; what the world's own traders do to orders
   * of accounts is dated with the newest moment told. {@link submit} and {@link cancel} do it too.
   */
  advance(nowMs: number): void;
  /** The same accounts for contracts of the chain. */
  readonly chainAccounts: ChainAccounts;
  /** Gives an address something, and every allowance. */
  fund(address: string, of: Funding): void;
  /** Gives an address something; what may be taken of it, it has to allow on the chain. */
  fundBare(address: string, of: Funding): void;
  /** Sets the allowance of all tokens, in micro-units: zero makes the venue refuse. */
  setAllowance(address: string, spender: string, amount: number): void;
  submit(order: OrderSubmission): SubmitAnswer;
  /** `null` when it was canceled, otherwise the venue's reason. */
  cancel(owner: string, hash: string, atMs: number): string | null;
  order(hash: string): ExchangeOrder | null;
  /** Newest first. */
  ordersOf(owner: string): readonly ExchangeOrder[];
  /** Newest first. */
  tradesOf(owner: string): readonly ExchangeTrade[];
  /** Micro-dollars, or micro-shares of a token; what is matched counts at once. */
  balance(address: string, tokenId: string | null): number;
  /** Of collateral unless told; {@link UNLIMITED} once it was funded and nobody took it away. */
  allowance(address: string, spender: string, token?: AllowedToken): number;
  /** In the order in which things happen; the state is always that after the newest event. */
  onEvent(listener: (event: ExchangeEvent) => void): void;
  /**
   * What calls of the exchange did to the world's books, at the end of the call, as
   * {@link Venue.step} returns what the world does by itself.
   */
  onHappenings(listener: (happenings: readonly VenueHappening[]) => void): void;
}

/** A world with an exchange in it. */
export interface TradingVenue extends Venue {
  readonly exchange: Exchange;
}
