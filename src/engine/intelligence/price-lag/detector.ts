import type { MarketId } from '../../domain/ids.ts';
import type { LagEnd, PriceLagEvent, SpotTick } from '../../domain/price-lag.ts';
import type { SpotRange } from '../../domain/spot-range.ts';
import type { AtMs } from '../../domain/time.ts';
import { cents, type Price } from '../../domain/values/money.ts';
import { coinOfPair } from './coins.ts';
import { type FairResult, fairProbability } from './fair.ts';
import { type LagMarket, type LagOptions, LagWatch } from './lag-watch.ts';
import type { BookTop } from './quote-watch.ts';
import { SymbolGroup } from './symbol-group.ts';
import type { NoState } from './window-state.ts';

/** Used where a caller says nothing else. */
export const DEFAULT_LAG_OPTIONS: LagOptions = { reactionMs: 1_000, edgeMin: cents(1) };

/** Most markets that are watched; listing more is refused, never silently slower. */
export const MARKETS_MAX = 5_000;
/** Most looks that one price may cost; the rest of the round follows with the next prices. */
export const LOOKS_A_TICK_MAX = 128;

export type MarketFair =
  | FairResult
  | { readonly ok: false; readonly reason: NoState | 'notWatched' };

const NONE: readonly PriceLagEvent[] = [];

/**
 * Finds sides of crypto markets that did not follow the spot price. A tick looks at the markets of its
 * own coin alone, and only when the price moved or a quarter of a second passed; a book looks at its
 * own market alone. Pure: time comes with every call, and events go back to the caller.
 */
export class PriceLagDetector {
  #options: LagOptions;
  readonly #groups = new Map<string, SymbolGroup>();
  readonly #watches = new Map<MarketId, LagWatch>();

  constructor(options: LagOptions = DEFAULT_LAG_OPTIONS) {
    this.#options = options;
  }

  /** Holds from the next look on. */
  setOptions(options: LagOptions): void {
    this.#options = options;
  }

  get size(): number {
    return this.#watches.size;
  }

  /** Watches a market, or replaces its rule or fee; `false` when there is no room for another. */
  list(market: LagMarket): boolean {
    const known = this.#watches.get(market.marketId);
    if (known !== undefined) {
      if (JSON.stringify(known.market) === JSON.stringify(market)) return true;
      this.#groups.get(known.market.rule.symbol)?.remove(known);
    } else if (this.#watches.size >= MARKETS_MAX) return false;
    const watch = new LagWatch(market);
    this.#watches.set(market.marketId, watch);
    this.#group(market.rule.symbol).add(watch);
    return true;
  }

  /** Stops watching a market, such as a resolved one. */
  drop(marketId: MarketId, atMs: AtMs): readonly PriceLagEvent[] {
    const watch = this.#watches.get(marketId);
    if (watch === undefined) return NONE;
    this.#forget(watch);
    return watch.lose('marketOver', atMs);
  }

  /** What a coin did since its markets opened, for those that were listed later. */
  onRange(range: SpotRange): void {
    this.#groups.get(coinOfPair(range.symbol))?.seed(range);
  }

  /** A price of a coin. Coins without a market are not kept. */
  onSpot(tick: SpotTick, atMs: AtMs): readonly PriceLagEvent[] {
    const group = this.#groups.get(tick.symbol);
    if (group === undefined) return NONE;
    group.take(tick, atMs);
    return this.#look(group, group.next(LOOKS_A_TICK_MAX), atMs);
  }

  /** The newest best prices of a market. */
  onBook(marketId: MarketId, book: BookTop, atMs: AtMs): readonly PriceLagEvent[] {
    const watch = this.#watches.get(marketId);
    if (watch === undefined) return NONE;
    watch.quotes.take(book, atMs);
    const group = this.#groups.get(watch.market.rule.symbol);
    return group === undefined ? NONE : watch.look(group.spot, this.#options, atMs);
  }

  /** The book of a market may not be used any more. */
  loseBook(marketId: MarketId, atMs: AtMs): readonly PriceLagEvent[] {
    const why: LagEnd = 'bookUnusable';
    const watch = this.#watches.get(marketId);
    watch?.quotes.distrust();
    return watch?.lose(why, atMs) ?? NONE;
  }

  /** Looks at everything: ends what expired or went stale while nothing came. About once a second. */
  onTime(atMs: AtMs): readonly PriceLagEvent[] {
    const events: PriceLagEvent[] = [];
    for (const group of this.#groups.values()) {
      group.begin(atMs);
      events.push(...this.#look(group, group.next(MARKETS_MAX), atMs));
    }
    return events.length === 0 ? NONE : events;
  }

  /** What the first side of a market costs now, for a chart; `null` where that is not known. */
  middle(marketId: MarketId, atMs: AtMs): Price | null {
    return this.#watches.get(marketId)?.quotes.middleAt(atMs) ?? null;
  }

  /** What the first side of a market is worth now, for a page or a chart; never a reason to trade. */
  fair(marketId: MarketId, atMs: AtMs): MarketFair {
    const watch = this.#watches.get(marketId);
    const group = watch === undefined ? undefined : this.#groups.get(watch.market.rule.symbol);
    if (watch === undefined || group === undefined) return { ok: false, reason: 'notWatched' };
    const state = watch.window.peek(group.spot, atMs);
    if (typeof state === 'string') return { ok: false, reason: state };
    return fairProbability(watch.market.rule, state, atMs);
  }

  #look(group: SymbolGroup, watches: readonly LagWatch[], atMs: AtMs): readonly PriceLagEvent[] {
    let events: PriceLagEvent[] | null = null;
    for (const watch of watches) {
      const found = watch.look(group.spot, this.#options, atMs);
      if (atMs >= watch.market.rule.closesAtMs) this.#forget(watch);
      if (found.length === 0) continue;
      events ??= [];
      events.push(...found);
    }
    return events ?? NONE;
  }

  #group(symbol: string): SymbolGroup {
    let group = this.#groups.get(symbol);
    if (group === undefined) {
      group = new SymbolGroup(symbol);
      this.#groups.set(symbol, group);
    }
    return group;
  }

  #forget(watch: LagWatch): void {
    this.#watches.delete(watch.market.marketId);
    // The coin's price is followed on: its next market needs what was seen until now.
    this.#groups.get(watch.market.rule.symbol)?.remove(watch);
  }
}
