import type { ArbitrageFound, ArbitrageRecord } from '../domain/arbitrage.ts';
import type { MarketId } from '../domain/ids.ts';
import type { Venue } from '../domain/market.ts';
import type { MarketPair, PairState } from '../domain/market-pair.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money, Ppm, Price } from '../domain/values/money.ts';
import type { MarketRef } from './views.ts';

/** One side that would be bought. */
export interface SideView {
  readonly venue: Venue;
  readonly marketId: MarketId;
  /** `YES`, `Paris`. */
  readonly side: string;
  readonly price: Price;
  readonly bookAtMs: AtMs;
}

/** What both sides of a pair cost now, whether that is worth anything or not. */
export interface GapView {
  readonly sides: readonly SideView[];
  /** One share of each, fees included, and what that is certain to leave; below zero it loses. */
  readonly unitCost: Money;
  readonly unitProfit: Money;
  readonly roi: Ppm;
  readonly yearly: Ppm | null;
  readonly paysAtMs: AtMs | null;
  /** Dollars that the books give without a loss; `null` where that is nothing. */
  readonly sized: { readonly cost: Money; readonly profit: Money } | null;
}

/** A pair with what its markets are called and cost. */
export interface PairView {
  readonly pair: MarketPair;
  /** The state that counts. */
  readonly state: PairState;
  readonly isArbitrage: boolean;
  readonly polymarket: MarketRef;
  readonly kalshi: MarketRef;
  /** `null` where a book is missing. */
  readonly gap: GapView | null;
}

/** An opportunity that is not over. */
export interface OpportunityView {
  readonly found: ArbitrageFound;
  readonly market: MarketRef;
  readonly sides: readonly SideView[];
}

export interface ArbitrageView {
  /** Those called arbitrage first, the most certain profit first. */
  readonly open: readonly OpportunityView[];
  /** The verified pair nearest to its threshold; `null` while no books of one are there. */
  readonly best: PairView | null;
  readonly counts: Readonly<Record<PairState, number>>;
  /** Pairs whose books are kept. */
  readonly watched: number;
  /** Sets and ladders of one venue, likewise. */
  readonly groups: number;
}

export interface PastOpportunityView extends ArbitrageRecord {
  readonly market: MarketRef;
}

/** Which pairs are meant; what is left out does not restrict. */
export interface PairScope {
  readonly limit: number;
  readonly state?: PairState;
}
