import type { Level } from './book/depth.ts';
import type { MarketId, TokenId, WalletAddress } from './ids.ts';
import type { KalshiTerms } from './kalshi-terms.ts';
import type { LeaderEvent } from './leader.ts';
import type { Market, Resolution } from './market.ts';
import type { IndexValue } from './settlement-index.ts';
import type { SettlementPrice } from './settlement-price.ts';
import type { SpotRange } from './spot-range.ts';
import type { AtMs } from './time.ts';
import type { Price, Quantity } from './values/money.ts';

export type BookSide = 'bid' | 'ask';

/** How a book source is judged: by hash and carried best prices, or by age alone. */
export type BookSource = 'stream' | 'poll';

/** A whole book of one token. Levels come in the venue's order; both orders are accepted. */
export interface BookSnapshot {
  readonly kind: 'bookSnapshot';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly tick: Price | null;
  readonly venueAtMs: AtMs;
  /** When it was read, if that was before its receipt: it was kept, and is as old as that. */
  readonly readAtMs?: AtMs;
  readonly source: BookSource;
  /** The venue's SHA-1 of the book, `null` where it sends none. */
  readonly hash: string | null;
  /** Fields of the venue's text that the hash covers besides the levels. */
  readonly hashFields: BookHashFields;
}

export interface BookHashFields {
  readonly minOrderSize: string | null;
  readonly negRisk: boolean | null;
  readonly lastTradePrice: string;
  readonly version: 'v2' | null;
}

/** One level of one token became `quantity`; zero removes it. */
export interface LevelChange {
  readonly tokenId: TokenId;
  readonly side: BookSide;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly bestBid: Price | null;
  readonly bestAsk: Price | null;
  readonly hash: string | null;
}

/** Frames that share `venueAtMs` are one engine event of the venue. */
export interface BookDelta {
  readonly kind: 'bookDelta';
  readonly marketId: MarketId;
  readonly venueAtMs: AtMs;
  readonly changes: readonly LevelChange[];
}

export interface TickChange {
  readonly kind: 'tickChange';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly tick: Price;
  readonly venueAtMs: AtMs;
}

/** Prices of one token over time, oldest first, as the venue keeps them. */
export interface PriceHistory {
  readonly kind: 'priceHistory';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly points: readonly { readonly atMs: AtMs; readonly price: Price }[];
}

/** Best prices without depth. `tokenId` may be unknown to the registry. */
export interface TopOfBook {
  readonly kind: 'topOfBook';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly bid: Price | null;
  readonly ask: Price | null;
  /** `null` where the source stamps nothing: then its age is the time since it last changed. */
  readonly venueAtMs: AtMs | null;
}

export interface PublicTrade {
  readonly kind: 'publicTrade';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly takerSide: 'buy' | 'sell';
  readonly price: Price;
  readonly quantity: Quantity;
  readonly venueAtMs: AtMs;
}

export interface MarketListed {
  readonly kind: 'marketListed';
  readonly market: Market;
  /** Its rules in full, where the source tells them; only read, never kept. */
  readonly rulesText?: string;
  /** What decides how it pays, where Kalshi lists it. */
  readonly terms?: KalshiTerms;
}

export interface MarketResolved {
  readonly kind: 'marketResolved';
  readonly resolution: Resolution;
  readonly venueAtMs: AtMs;
}

/** How far a market's resolution is that is not final: nothing pays yet, and it may turn. */
export type ResolutionStage = 'proposed' | 'disputed';

/** Somebody proposed an outcome, or somebody disputed the proposal. A new proposal is told anew. */
export interface ResolutionMoved {
  readonly kind: 'resolutionMoved';
  readonly marketId: MarketId;
  readonly stage: ResolutionStage;
  /** The venue's time where it tells one, otherwise when it was first read. */
  readonly venueAtMs: AtMs;
}

/** A reference price; a float, because it is compared and never booked. */
export interface SpotPrice {
  readonly kind: 'spotPrice';
  readonly source: 'binance' | 'chainlink' | 'rtds';
  readonly symbol: string;
  readonly price: number;
  readonly venueAtMs: AtMs;
}

export interface LeaderActed {
  readonly kind: 'leaderActed';
  readonly event: LeaderEvent;
}

/** What a wallet held when it was followed; it is not copied, and later sales are parts of it. */
export interface LeaderHeld {
  readonly kind: 'leaderHeld';
  readonly wallet: WalletAddress;
  readonly holdings: readonly {
    readonly marketId: MarketId;
    readonly tokenId: TokenId;
    /** Gross shares. */
    readonly quantity: Quantity;
  }[];
}

export type MarketEvent =
  | BookSnapshot
  | BookDelta
  | TickChange
  | TopOfBook
  | PriceHistory
  | PublicTrade
  | MarketListed
  | MarketResolved
  | ResolutionMoved
  | SpotPrice
  | SpotRange
  | SettlementPrice
  | IndexValue
  | LeaderActed
  | LeaderHeld;
