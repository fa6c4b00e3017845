import type { BookTrust } from '../domain/book/depth.ts';
import type { GateResult } from '../domain/decision.ts';
import type { LedgerId, TokenId } from '../domain/ids.ts';
import type { Market, Venue } from '../domain/market.ts';
import type { MarketAnalysis } from '../domain/market-analysis.ts';
import type { FilterVerdict } from '../domain/market-filter.ts';
import type { PairRelation, PairState } from '../domain/market-pair.ts';
import type { FairPoint } from '../domain/price-lag.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money, Price, Quantity } from '../domain/values/money.ts';

/** Shares of one side that one ledger holds. */
export interface HeldShares {
  readonly ledger: LedgerId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  readonly cost: Money;
  /** At the bid; `null` where nobody buys. */
  readonly value: Money | null;
}

/**
 * What the rules would make of a leader with default rules who bought a side just now at its best
 * price, if nothing were held yet.
 */
export interface CopyOutlook {
  /** The gates that would stop it, first one first; empty when it would be entered. */
  readonly stops: readonly GateResult[];
  /** Of its size, 0 to 1, what a wild market and a doubtful payout leave. */
  readonly share: number;
}

export interface MarketSide {
  readonly tokenId: TokenId;
  readonly label: string;
  readonly bid: Price | null;
  readonly ask: Price | null;
  /** Shares that the newest quote shows are held by us, over all ledgers. */
  readonly held: number;
  /** `null` while there is no book to judge by. */
  readonly copy: CopyOutlook | null;
}

/** What is most like it at the other venue, of the pairs that were not rejected. */
export interface MarketTwin {
  readonly venue: Venue;
  /** Number of the pair, and how the other's yes stands to our first side. */
  readonly pair: number;
  readonly relation: PairRelation;
  readonly state: PairState;
  readonly question: string;
  readonly url: string | null;
  /** Of the side that pays with our first one; of its yes where none does. */
  readonly bid: Price | null;
  readonly ask: Price | null;
}

/** What one side is worth by the spot price that decides it. */
export interface SpotFair {
  readonly tokenId: TokenId;
  readonly fair: Price;
  /** How far that may be off. */
  readonly band: Price;
  /** Another price than the one that decides was seen. */
  readonly estimated: boolean;
}

export interface MarketView {
  readonly market: Market;
  readonly url: string | null;
  readonly outcomes: readonly MarketSide[];
  readonly bookAgeMs: number | null;
  readonly trusted: boolean;
  /** Why the book is not trusted; `null` when it is, or there is none. */
  readonly distrust: BookTrust['reason'];
  /** `kept`: followed event by event; `read`: asked of the venue for this look; `null` without one. */
  readonly bookFrom: 'kept' | 'read' | null;
  /** By ledger and side; empty where nothing is held. */
  readonly holdings: readonly HeldShares[];
  /** For the first side; `null` while there is no book. */
  readonly analysis: MarketAnalysis | null;
  /** 0 to 1 by the weights that the user set; `null` like `analysis`. */
  readonly quality: number | null;
  /** What the filters say of it. */
  readonly filter: FilterVerdict;
  /** Left out where no spot price decides, or too little of it was seen. */
  readonly fair?: SpotFair;
  /** Left out while no pair with another venue is known. */
  readonly twin?: MarketTwin;
}

/**
 * How a market was meant: `this` one (by link, slug or id), as one of an `event`, or by `words`.
 */
export type MarketFit = 'this' | 'event' | 'words';

export interface FoundMarket extends MarketView {
  readonly fit: MarketFit;
}

/** A price of one side at one time. */
export interface PricePoint {
  readonly atMs: AtMs;
  readonly price: Price;
}

/** A side's price beside its worth, since its market is watched. */
export interface SpotFairs {
  /** The first side. */
  readonly tokenId: TokenId;
  /** At most about 120, oldest first. */
  readonly points: readonly FairPoint[];
}

/** A market looked at closely: its book is asked of the venue where none is kept. */
export interface MarketLook extends MarketView {
  /** Of the first side over the span, oldest first; `null` when the venue does not answer. */
  readonly prices: readonly PricePoint[] | null;
  /** Left out where no spot price decides, or nothing was recorded yet. */
  readonly fairs?: SpotFairs;
}
