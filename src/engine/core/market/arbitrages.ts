import type { ArbitrageEvent, ArbitrageFound } from '../../domain/arbitrage.ts';
import type { MarketBook } from '../../domain/book/market-book.ts';
import type { MarketId, SignalId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { MarketListed } from '../../domain/market-event.ts';
import type { MarketGroup } from '../../domain/market-group.ts';
import { type MarketPair, stateOf } from '../../domain/market-pair.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import type { Money, Ppm } from '../../domain/values/money.ts';
import { arbitrageBookOf } from '../../intelligence/arbitrage/ask-book.ts';
import type { ArbitrageGap } from '../../intelligence/arbitrage/best-gap.ts';
import { ArbitrageDetector } from '../../intelligence/arbitrage/detector.ts';
import type { ArbitrageOptions } from '../../intelligence/arbitrage/options.ts';
import { planOf } from '../../intelligence/arbitrage/plan.ts';
import { type TradedMarket, tradedMarketOf } from '../../intelligence/arbitrage/traded-market.ts';
import { type ArbitrageWatch, pairWatch, pairWatchId } from '../../intelligence/arbitrage/watch.ts';
import type { Turn } from '../turn.ts';
import { MarketGroups } from './market-groups.ts';

/** Pairs whose books are kept for it: verified ones, and those that are only shown. */
export const VERIFIED_WATCHED_MAX = 150;
export const UNPROVEN_WATCHED_MAX = 50;
/** Kalshi's markets whose trading terms are remembered; the oldest are forgotten. */
const TERMS_KEPT_MAX = 20_000;
/** Between two looks at everything, which end what nothing else would. */
const LOOK_MS = SECOND_MS;
const TIMER = 'arbitrages';

/** How arbitrage is looked for, and what is free to pay for it; `null` when it is not. */
export type ArbitrageRules = () => {
  readonly options: ArbitrageOptions;
  readonly cash: Money;
} | null;

export interface ArbitrageParts {
  readonly rules: ArbitrageRules;
  market(id: MarketId): Market | null;
  book(id: MarketId): MarketBook | null;
  /** Its book is needed from now on. */
  watch(id: MarketId, turn: Turn): void;
}

/** Watches pairs of markets on the two venues, and tells each opportunity once as a signal. */
export class Arbitrages {
  readonly #parts: ArbitrageParts;
  readonly #detector = new ArbitrageDetector();
  readonly #pairs = new Map<number, MarketPair>();
  readonly #numbersOf = new Map<MarketId, Set<number>>();
  readonly #terms = new Map<MarketId, TradedMarket>();
  readonly #watched = new Set<number>();
  readonly #open = new Map<string, ArbitrageFound>();
  readonly #groups: MarketGroups;
  #isLooking = false;

  constructor(parts: ArbitrageParts) {
    this.#parts = parts;
    this.#groups = new MarketGroups({
      traded: (id) => this.#traded(id),
      list: (watch, turn) => this.#list(watch, turn),
      drop: (id, turn) => this.#tell(this.#detector.drop(id, turn.atMs, 'unpaired'), turn),
      need: (id, turn) => this.#need(id, turn),
    });
  }

  /** Opportunities that are not over. */
  get open(): readonly ArbitrageFound[] {
    return this.#detector.opportunities();
  }

  /** The verified pair with the best return, also of those that do not reach what it must be. */
  best(atMs: AtMs): ArbitrageGap | null {
    return this.#detector.best(atMs);
  }

  /** What both sides of a pair cost now; `null` where that is not known. */
  gap(number: number, atMs: AtMs): ArbitrageGap | null {
    return this.#detector.gap(pairWatchId(number), atMs);
  }

  get watchedCount(): number {
    return this.#watched.size;
  }

  /** Sets and ladders whose books are kept. */
  get groupCount(): number {
    return this.#groups.watchedCount;
  }

  /** What is known of a set or a ladder, for the first time or anew. */
  onGroup(group: MarketGroup, turn: Turn): void {
    this.#groups.onGroup(group, turn);
    this.#look(turn);
  }

  watches(marketId: MarketId): boolean {
    return this.#detector.watches(marketId);
  }

  /** How an opportunity would be bought now. */
  plan(
    { signalId, edgeKept }: { readonly signalId: SignalId; readonly edgeKept: Ppm },
    turn: Turn,
  ): void {
    const found = this.#detector.opportunities().find(({ id }) => id === signalId);
    const markets = new Map<MarketId, TradedMarket>();
    for (const { marketId } of found?.legs ?? []) {
      const traded = this.#traded(marketId);
      if (traded !== null) markets.set(marketId, traded);
    }
    const plan = found === undefined ? null : planOf(found, { markets, edgeKept, atMs: turn.atMs });
    turn.tell({ kind: 'plan', signalId, plan });
  }

  /** What is believed of a pair, for the first time or anew. */
  onPair(pair: MarketPair, turn: Turn): void {
    this.#pairs.set(pair.number, pair);
    for (const id of [pair.polymarketId, pair.kalshiId]) {
      this.#numbersOf.set(id, (this.#numbersOf.get(id) ?? new Set()).add(pair.number));
    }
    if (stateOf(pair) === 'rejected' || pair.settled !== null) this.#drop(pair, 'unpaired', turn);
    else this.#watch(pair, turn);
  }

  list(listed: MarketListed, turn: Turn): void {
    const { market, terms } = listed;
    if (market.venue === 'kalshi' && terms !== undefined) this.#keepTerms(listed);
    for (const pair of this.#pairsOf(market.id)) this.#watch(pair, turn);
    this.#groups.onMarket(market.id, turn);
  }

  onResolved(marketId: MarketId, turn: Turn): void {
    this.#terms.delete(marketId);
    this.#groups.onMarket(marketId, turn);
    for (const pair of this.#pairsOf(marketId)) {
      this.#drop(pair, 'marketOver', turn);
      // A pair whose market is over is of no use here any more.
      this.#pairs.delete(pair.number);
      for (const id of [pair.polymarketId, pair.kalshiId]) {
        const numbers = this.#numbersOf.get(id);
        numbers?.delete(pair.number);
        if (numbers?.size === 0) this.#numbersOf.delete(id);
      }
    }
  }

  onBook(marketId: MarketId, turn: Turn): void {
    const book = this.#parts.book(marketId);
    if (book === null || !this.#refresh()) {
      this.loseBook(marketId, turn);
      return;
    }
    this.#tell(this.#detector.onBook(marketId, arbitrageBookOf(book), turn.atMs), turn);
  }

  loseBook(marketId: MarketId, turn: Turn): void {
    this.#tell(this.#detector.loseBook(marketId, turn.atMs), turn);
  }

  /** Whether the timer was that of the regular look. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (timerId !== TIMER) return false;
    this.#isLooking = false;
    const isWanted = this.#refresh();
    for (const pair of this.#pairs.values()) {
      if (!isWanted) this.#drop(pair, 'unpaired', turn);
      else if (!this.#watched.has(pair.number)) this.#watch(pair, turn);
    }
    this.#groups.onTime(isWanted, turn);
    this.#tell(this.#detector.onTime(turn.atMs), turn);
    if (this.#pairs.size + this.#groups.size > 0) this.#look(turn);
    return true;
  }

  #watch(pair: MarketPair, turn: Turn): void {
    if (!this.#refresh()) {
      this.#look(turn);
      return;
    }
    const isNew = !this.#watched.has(pair.number);
    if (isNew && !this.#hasRoom(pair)) return;
    const polymarket = this.#traded(pair.polymarketId);
    const kalshi = this.#traded(pair.kalshiId);
    if (polymarket === null || kalshi === null) return;
    const watch = pairWatch(pair, { polymarket, kalshi });
    if (watch === null) {
      this.#drop(pair, 'unpaired', turn);
      return;
    }
    if (!this.#list(watch, turn)) return;
    this.#look(turn);
    if (!isNew) return;
    this.#watched.add(pair.number);
    for (const id of [pair.polymarketId, pair.kalshiId]) this.#need(id, turn);
  }

  /** Whether there was room. */
  #list(watch: ArbitrageWatch, turn: Turn): boolean {
    const events = this.#refresh() ? this.#detector.list(watch, turn.atMs) : null;
    if (events !== null) this.#tell(events, turn);
    return events !== null;
  }

  #need(id: MarketId, turn: Turn): void {
    this.#parts.watch(id, turn);
    if (this.#parts.book(id) !== null) this.onBook(id, turn);
  }

  #hasRoom(pair: MarketPair): boolean {
    const isVerified = stateOf(pair) === 'verified';
    let count = 0;
    for (const number of this.#watched) {
      const other = this.#pairs.get(number);
      if (other !== undefined && (stateOf(other) === 'verified') === isVerified) count += 1;
    }
    return count < (isVerified ? VERIFIED_WATCHED_MAX : UNPROVEN_WATCHED_MAX);
  }

  #traded(id: MarketId): TradedMarket | null {
    const market = this.#parts.market(id);
    if (market === null || market.status !== 'open') return null;
    return market.venue === 'kalshi' ? (this.#terms.get(id) ?? null) : tradedMarketOf({ market });
  }

  #keepTerms({ market, terms }: MarketListed): void {
    const traded = tradedMarketOf({ market, terms });
    this.#terms.delete(market.id);
    if (traded === null) return;
    this.#terms.set(market.id, traded);
    const [oldest] = this.#terms.keys();
    if (this.#terms.size > TERMS_KEPT_MAX && oldest !== undefined) this.#terms.delete(oldest);
  }

  #pairsOf(marketId: MarketId): readonly MarketPair[] {
    const numbers = this.#numbersOf.get(marketId);
    if (numbers === undefined) return [];
    return [...numbers].flatMap((number) => this.#pairs.get(number) ?? []);
  }

  #drop({ number }: MarketPair, why: 'marketOver' | 'unpaired', turn: Turn): void {
    if (!this.#watched.delete(number)) return;
    this.#tell(this.#detector.drop(pairWatchId(number), turn.atMs, why), turn);
  }

  /** Takes the settings of the moment; tells whether arbitrage is looked for. */
  #refresh(): boolean {
    const rules = this.#parts.rules();
    if (rules === null) return false;
    this.#detector.setOptions(rules.options);
    this.#detector.setCash('polymarket', rules.cash);
    this.#detector.setCash('kalshi', rules.cash);
    return true;
  }

  #look(turn: Turn): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    turn.timers.arm(TIMER, turn.atMs + LOOK_MS);
  }

  #tell(events: readonly ArbitrageEvent[], turn: Turn): void {
    for (const event of events) {
      switch (event.kind) {
        case 'arbitrageFound':
          this.#tellFound(event, turn);
          break;
        case 'arbitrageEnded': {
          const found = this.#open.get(event.id);
          this.#open.delete(event.id);
          if (found === undefined) break;
          turn.record({ kind: 'arbitrage', record: { found, ended: event } });
          break;
        }
        case 'arbitrageAlarm':
          turn.tell({ kind: 'arbitrageAlarm', alarm: event });
          break;
      }
    }
  }

  #tellFound(found: ArbitrageFound, turn: Turn): void {
    const first = found.legs.find(({ venue }) => venue === 'polymarket') ?? found.legs[0];
    if (first === undefined) return;
    this.#open.set(found.id, found);
    turn.record({ kind: 'arbitrage', record: { found, ended: null } });
    const { marketId, tokenId } = first;
    turn.tell({
      kind: 'signal',
      signal: {
        kind: 'arbitrage',
        id: found.id as SignalId,
        wallet: null,
        ...{ marketId, tokenId, evidence: found },
        ...{ tradedAtMs: found.crossedAtMs, receivedAtMs: turn.atMs },
      },
    });
  }
}
