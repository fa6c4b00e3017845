import type { ArbitrageEvent, ArbitrageFound } from '../../domain/arbitrage.ts';
import type { MarketId } from '../../domain/ids.ts';
import type { Venue } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import { type Money, price } from '../../domain/values/money.ts';
import type { ArbitrageBook } from './ask-book.ts';
import { type ArbitrageGap, gapOf } from './best-gap.ts';
import { MarketSight } from './market-sight.ts';
import { type ArbitrageOptions, DEFAULT_ARBITRAGE_OPTIONS } from './options.ts';
import type { ArbitrageWatch } from './watch.ts';
import { type LookTerms, WatchSight } from './watch-sight.ts';

/** Most watches that are kept; listing more is refused, never silently slower. */
export const WATCHES_MAX = 5_000;

/** Watches that one market may belong to: its pairs, its set, its ladder. */
export const WATCHES_A_MARKET_MAX = 50;

interface Listed {
  readonly sight: MarketSight;
  /** Where it is part of, and its place there. */
  readonly watches: Map<WatchSight, number>;
}

const NONE: readonly ArbitrageEvent[] = [];

/**
 * Finds sides that cost less together than they are certain to pay. A book looks at its own watches
 * alone. Pure: time comes with every call, and events go back to the caller.
 */
export class ArbitrageDetector {
  #terms: LookTerms;
  readonly #cash = new Map<Venue, Money>();
  readonly #watches = new Map<string, WatchSight>();
  readonly #markets = new Map<MarketId, Listed>();

  constructor(options: ArbitrageOptions = DEFAULT_ARBITRAGE_OPTIONS) {
    this.#terms = { options, cash: (venue) => this.#cash.get(venue) ?? null };
  }

  /** Holds from the next look on. */
  setOptions(options: ArbitrageOptions): void {
    this.#terms = { ...this.#terms, options };
  }

  /** What is free at a venue, from the next look on; before the first word it is no limit. */
  setCash(venue: Venue, money: Money): void {
    this.#cash.set(venue, money);
  }

  get size(): number {
    return this.#watches.size;
  }

  watches(marketId: MarketId): boolean {
    return this.#markets.has(marketId);
  }

  /**
   * Watches something, or takes its new terms; `null` when there is no room for another. What was
   * told goes on only where nothing but fees, ticks and times is new; otherwise it ends as `unpaired`.
   */
  list(watch: ArbitrageWatch, atMs: AtMs): readonly ArbitrageEvent[] | null {
    const known = this.#watches.get(watch.id);
    if (known === undefined && !this.#hasRoom(watch)) return null;
    if (known !== undefined && bindingOf(known.watch) === bindingOf(watch)) {
      for (const [index, market] of watch.markets.entries()) {
        const sight = known.sights[index];
        if (sight !== undefined) sight.market = market;
      }
      return known.look(null, this.#terms, atMs);
    }
    const events = known === undefined ? NONE : this.drop(watch.id, atMs, 'unpaired');
    const listed = watch.markets.map((market) => this.#listed(market));
    const sight = new WatchSight(
      watch,
      listed.map((each) => each.sight),
    );
    for (const [place, { watches }] of listed.entries()) watches.set(sight, place);
    this.#watches.set(watch.id, sight);
    return [...events, ...sight.look(null, this.#terms, atMs)];
  }

  /** Stops watching: its markets are over, or it is no pair any more. */
  drop(
    id: string,
    atMs: AtMs,
    why: 'marketOver' | 'unpaired' = 'marketOver',
  ): readonly ArbitrageEvent[] {
    const sight = this.#watches.get(id);
    if (sight === undefined) return NONE;
    this.#watches.delete(id);
    for (const { market } of sight.sights) {
      const listed = this.#markets.get(market.marketId);
      listed?.watches.delete(sight);
      if (listed?.watches.size === 0) this.#markets.delete(market.marketId);
    }
    return sight.lose(why, this.#terms, atMs);
  }

  /** The newest asks of a market. */
  onBook(marketId: MarketId, book: ArbitrageBook, atMs: AtMs): readonly ArbitrageEvent[] {
    const listed = this.#markets.get(marketId);
    if (listed === undefined) return NONE;
    const { sight } = listed;
    sight.take(book);
    const events = this.#look(listed, atMs);
    return sight.tellsMirror() ? [...events, mirrorAlarm(listed, atMs)] : events;
  }

  /** The book of a market may not be used any more. */
  loseBook(marketId: MarketId, atMs: AtMs): readonly ArbitrageEvent[] {
    const listed = this.#markets.get(marketId);
    if (listed === undefined) return NONE;
    listed.sight.distrust();
    return this.#look(listed, atMs);
  }

  /** Its venue does not trade a market for now, or does again. */
  setPaused(marketId: MarketId, isPaused: boolean, atMs: AtMs): readonly ArbitrageEvent[] {
    const listed = this.#markets.get(marketId);
    if (listed === undefined) return NONE;
    listed.sight.isPaused = isPaused;
    return this.#look(listed, atMs);
  }

  /** Looks at everything: finds what persisted and ends what went stale while nothing came. About once a second. */
  onTime(atMs: AtMs): readonly ArbitrageEvent[] {
    const events: ArbitrageEvent[] = [];
    const terms = this.#terms;
    for (const [id, sight] of this.#watches) {
      const found = sight.isOver(atMs) ? this.drop(id, atMs) : sight.look(null, terms, atMs);
      for (const event of found) events.push(event);
    }
    return events.length === 0 ? NONE : events;
  }

  /** The verified pair with the best return at the best prices, also of those below the thresholds. */
  best(atMs: AtMs): ArbitrageGap | null {
    let best: ArbitrageGap | null = null;
    for (const sight of this.#watches.values()) {
      if (sight.watch.pair === null || !sight.watch.isVerified) continue;
      const gap = gapOf(sight, this.#terms, atMs);
      if (gap !== null && (best === null || gap.roi > best.roi)) best = gap;
    }
    return best;
  }

  /** What a watch costs now; `null` where that is not known. */
  gap(id: string, atMs: AtMs): ArbitrageGap | null {
    const sight = this.#watches.get(id);
    return sight === undefined ? null : gapOf(sight, this.#terms, atMs);
  }

  /** What was told and is not over, in the order of the watches. */
  opportunities(): readonly ArbitrageFound[] {
    return [...this.#watches.values()].flatMap((sight) => sight.open);
  }

  #look({ watches }: Listed, atMs: AtMs): readonly ArbitrageEvent[] {
    const terms = this.#terms;
    let events: readonly ArbitrageEvent[] = NONE;
    for (const [sight, place] of watches) {
      const found = sight.look(place, terms, atMs);
      if (found.length > 0) events = events.length === 0 ? found : [...events, ...found];
    }
    return events;
  }

  #hasRoom({ markets }: ArbitrageWatch): boolean {
    if (this.#watches.size >= WATCHES_MAX) return false;
    return markets.every(
      ({ marketId }) => (this.#markets.get(marketId)?.watches.size ?? 0) < WATCHES_A_MARKET_MAX,
    );
  }

  #listed(market: ArbitrageWatch['markets'][number]): Listed {
    const known = this.#markets.get(market.marketId);
    if (known !== undefined) {
      known.sight.market = market;
      return known;
    }
    const listed = { sight: new MarketSight(market), watches: new Map<WatchSight, number>() };
    this.#markets.set(market.marketId, listed);
    return listed;
  }
}

/** All that makes a watch what it is; fees, ticks and times may change without ending what was told. */
function bindingOf(watch: ArbitrageWatch): string {
  const tokens = watch.markets.map(({ marketId, yes, no }) => [marketId, yes, no]);
  return JSON.stringify({ ...watch, markets: tokens });
}

function mirrorAlarm({ sight, watches }: Listed, atMs: AtMs): ArbitrageEvent {
  const [first] = watches.keys();
  const { watch } = first ?? { watch: null };
  return {
    kind: 'arbitrageAlarm',
    alarm: 'mirror',
    watchId: watch?.id ?? '',
    pair: watch?.pair ?? null,
    marketId: sight.market.marketId,
    prices: [sight.ask('yes') ?? price(0), sight.ask('no') ?? price(0)],
    atMs,
  };
}
