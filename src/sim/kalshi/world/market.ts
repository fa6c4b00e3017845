import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import { CENTI } from '../fixed-point.ts';
import { type BookView, KalshiBook, type LevelChange, otherSide, type Side } from './book.ts';
import { Candles, type Tick } from './candles.ts';

export type FeeType =
  | 'quadratic'
  | 'quadratic_with_maker_fees'
  | 'quadratic_with_combo_maker_fees'
  | 'flat';

export interface Source {
  readonly name: string;
  readonly url: string;
}

export interface KalshiSeries {
  readonly ticker: string;
  readonly title: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly frequency: string;
  readonly sources: readonly Source[];
  feeType: FeeType;
  feeMultiplier: number;
  readonly shard: number;
  /** Its events are combinations of markets of others. */
  readonly isCombo: boolean;
  updatedAtMs: number;
}

export interface KalshiEvent {
  readonly ticker: string;
  readonly series: KalshiSeries;
  readonly title: string;
  readonly subTitle: string;
  /** At most one of its markets pays YES. */
  readonly isExclusive: boolean;
  readonly strikeAtMs: number | null;
  readonly markets: KalshiMarket[];
  feeOverride: { readonly type: FeeType; readonly multiplier: number } | null;
  updatedAtMs: number;
}

export type Strike =
  | { readonly type: 'greater' | 'greater_or_equal'; readonly floor: number | null }
  | { readonly type: 'less'; readonly cap: number }
  | { readonly type: 'between'; readonly floor: number; readonly cap: number }
  | { readonly type: 'custom' };

export interface ComboLeg {
  readonly event_ticker: string;
  readonly market_ticker: string;
  readonly side: Side;
}

/** What of a market stays as it was announced. */
export interface MarketTerms {
  readonly ticker: string;
  /** A UUID, as the websocket names markets. */
  readonly id: string;
  readonly title: string;
  readonly noSubTitle: string;
  readonly createdAtMs: number;
  readonly openAtMs: number;
  readonly latestAtMs: number;
  /** From the determination to the payout. */
  readonly settlementSeconds: number;
  readonly rulesPrimary: string;
  readonly rulesSecondary: string;
  readonly earlyClose: string | null;
  readonly customStrike: Readonly<Record<string, unknown>> | null;
  readonly legs: readonly ComboLeg[] | null;
  readonly collection: string | null;
}

export type MarketStatus =
  | 'initialized'
  | 'inactive'
  | 'active'
  | 'closed'
  | 'determined'
  | 'disputed'
  | 'finalized';

export interface Outcome {
  readonly result: Side | 'scalar';
  /** Dollars that a YES pays, in micro-dollars. */
  readonly value: number;
  /** What was measured, in the venue's words; empty when nothing was. */
  readonly measured: string;
}

/** What the people of the world think of a market, and how it ends. */
export interface Belief {
  /** Probability of YES; `null` while nobody quotes. */
  at(nowMs: number): number | null;
  /** `null` as long as it is not known. */
  outcome(nowMs: number): Outcome | null;
}

export interface Trade {
  /** Its place among all trades of the world. */
  order: number;
  readonly id: string;
  readonly atMs: number;
  /** Of YES. */
  readonly price: number;
  readonly count: number;
  readonly taker: Side;
  readonly isBlock: boolean;
}

/** Trades of one market that are kept. */
const TRADES_MAX = 5_000;
/** How old the book is that a stale answer shows. */
const OLD_BOOK_MS = 5_000;

interface OldBook {
  readonly atMs: number;
  readonly view: BookView;
}

export interface MarketStart {
  readonly terms: MarketTerms;
  readonly event: KalshiEvent;
  readonly belief: Belief;
  readonly strike: Strike;
  readonly yesSubTitle: string;
  readonly structure: string;
  readonly closeAtMs: number;
  readonly expectedAtMs: number;
  readonly order: number;
}

/** A market with all that is public of it. */
export class KalshiMarket {
  readonly terms: MarketTerms;
  readonly event: KalshiEvent;
  readonly belief: Belief;
  /** Its place in the order of listing. */
  readonly order: number;
  strike: Strike;
  yesSubTitle: string;
  structure: string;
  closeAtMs: number;
  expectedAtMs: number;
  updatedAtMs: number;
  status: MarketStatus = 'initialized';
  outcome: Outcome | null = null;
  determinedAtMs: number | null = null;
  settledAtMs: number | null = null;
  lastPrice = 0;
  lastCount = 0;
  volume = 0;
  dollarVolume = 0;
  openInterest = 0;
  /** Of a day ago. */
  previous = { price: 0, bid: 0, ask: 0 };
  readonly book = new KalshiBook();
  readonly candles = new Candles();
  readonly trades: Trade[] = [];
  #old: readonly [OldBook, OldBook] | null = null;

  constructor(start: MarketStart) {
    this.terms = start.terms;
    this.event = start.event;
    this.belief = start.belief;
    this.order = start.order;
    this.strike = start.strike;
    this.yesSubTitle = start.yesSubTitle;
    this.structure = start.structure;
    this.closeAtMs = start.closeAtMs;
    this.expectedAtMs = start.expectedAtMs;
    this.updatedAtMs = start.terms.createdAtMs;
  }

  get ticker(): string {
    return this.terms.ticker;
  }

  get shard(): number {
    return this.event.series.shard;
  }

  get isCombo(): boolean {
    return this.event.series.isCombo;
  }

  /** What YES is asked for; a dollar where nobody bids for NO. */
  get yesAsk(): number {
    return MICRO - (this.book.best('no')?.price ?? 0);
  }

  get yesBid(): number {
    return this.book.best('yes')?.price ?? 0;
  }

  /** Volume of the last day: all of it, as no market here is older than its world by much. */
  get volume24h(): number {
    return this.volume;
  }

  /** The book as it was some seconds ago. */
  get staleBook(): BookView {
    return this.#old?.[0].view ?? this.book.view();
  }

  quote(target: BookView, atMs: number): readonly LevelChange[] {
    this.#remember(atMs);
    const changes = this.book.become(target);
    if (changes.length > 0) this.candles.quote(this.#tick(atMs));
    return changes;
  }

  /** Somebody buys `side` from the best bid of the other one; `null` where there is none. */
  take(
    side: Side,
    of: { readonly chance: Chance; readonly order: number; readonly atMs: number },
  ): { readonly trade: Trade; readonly change: LevelChange } | null {
    const best = this.book.best(otherSide(side));
    if (best === null) return null;
    const { chance, order, atMs } = of;
    const wanted = chance.happens(0.5) ? CENTI * chance.whole(1, 120) : chance.whole(1, 60 * CENTI);
    const count = Math.min(best.size, wanted);
    const price = side === 'yes' ? MICRO - best.price : best.price;
    const change = this.book.take(otherSide(side), best.price, count);
    const trade = { order, id: uuid(chance), atMs, price, count, taker: side, isBlock: false };
    this.lastPrice = price;
    this.lastCount = count;
    this.volume += count;
    this.dollarVolume += price * count;
    if (chance.happens(0.6)) this.openInterest += count;
    this.candles.trade(this.#tick(atMs), price, count);
    this.trades.push(trade);
    if (this.trades.length >= 2 * TRADES_MAX) this.trades.splice(0, TRADES_MAX);
    return { trade, change };
  }

  #tick(atMs: number): Tick {
    return { atMs, bid: this.yesBid, ask: this.yesAsk, openInterest: this.openInterest };
  }

  #remember(atMs: number): void {
    const newest = this.#old?.[1];
    if (newest !== undefined && atMs - newest.atMs < OLD_BOOK_MS) return;
    const now = { atMs, view: this.book.view() };
    this.#old = [newest ?? now, now];
  }
}

/** A random version 4 UUID. */
export function uuid(chance: Chance): string {
  const hex = chance.hex(30);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`];
  return [...parts, `a${hex.slice(15, 18)}`, hex.slice(18)].join('-');
}
