import type { MarketId } from '../../domain/ids.ts';
import { type MarketGroup, marketsOf } from '../../domain/market-group.ts';
import { groupWatch } from '../../intelligence/arbitrage/group-watch.ts';
import type { TradedMarket } from '../../intelligence/arbitrage/traded-market.ts';
import type { ArbitrageWatch } from '../../intelligence/arbitrage/watch.ts';
import type { Turn } from '../turn.ts';

/** Groups that are kept; more are not taken in. */
export const GROUPS_KEPT_MAX = 200;

export interface MarketGroupParts {
  traded(id: MarketId): TradedMarket | null;
  /** Watches it from now on, or takes its newest terms; `false` without room. */
  list(watch: ArbitrageWatch, turn: Turn): boolean;
  drop(watchId: string, turn: Turn): void;
  /** Its book is needed from now on. */
  need(id: MarketId, turn: Turn): void;
}

/** Sets and ladders of one venue's events, under the same detector as pairs. */
export class MarketGroups {
  readonly #parts: MarketGroupParts;
  readonly #groups = new Map<string, MarketGroup>();
  readonly #idsOf = new Map<MarketId, Set<string>>();
  /** What the detector calls those that it watches. */
  readonly #watched = new Map<string, string>();

  constructor(parts: MarketGroupParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#groups.size;
  }

  get watchedCount(): number {
    return this.#watched.size;
  }

  /** What is known of a group, for the first time or anew. */
  onGroup(group: MarketGroup, turn: Turn): void {
    this.#forget(group.id);
    if (group.kind === 'none') {
      this.#drop(group.id, turn);
      return;
    }
    if (this.#groups.size >= GROUPS_KEPT_MAX) return;
    this.#groups.set(group.id, group);
    for (const id of marketsOf(group)) {
      this.#idsOf.set(id, (this.#idsOf.get(id) ?? new Set()).add(group.id));
    }
    this.#watch(group, turn);
  }

  /** The terms of a market are new, or it is over. */
  onMarket(id: MarketId, turn: Turn): void {
    for (const groupId of this.#idsOf.get(id) ?? []) {
      const group = this.#groups.get(groupId);
      if (group !== undefined) this.#watch(group, turn);
    }
  }

  /** Looks at all of them: those that could not be watched yet, or must not be any more. */
  onTime(isWanted: boolean, turn: Turn): void {
    for (const group of this.#groups.values()) {
      if (!isWanted) this.#drop(group.id, turn);
      else if (!this.#watched.has(group.id)) this.#watch(group, turn);
    }
  }

  #watch(group: MarketGroup, turn: Turn): void {
    const watch = groupWatch(group, (id) => this.#parts.traded(id));
    if (watch === null) {
      this.#drop(group.id, turn);
      return;
    }
    if (!this.#parts.list(watch, turn)) return;
    if (this.#watched.has(group.id)) return;
    this.#watched.set(group.id, watch.id);
    for (const id of marketsOf(group)) this.#parts.need(id, turn);
  }

  #drop(id: string, turn: Turn): void {
    const watchId = this.#watched.get(id);
    if (watchId === undefined) return;
    this.#watched.delete(id);
    this.#parts.drop(watchId, turn);
  }

  #forget(id: string): void {
    const known = this.#groups.get(id);
    if (known === undefined) return;
    this.#groups.delete(id);
    for (const marketId of marketsOf(known)) {
      const ids = this.#idsOf.get(marketId);
      ids?.delete(id);
      if (ids?.size === 0) this.#idsOf.delete(marketId);
    }
  }
}
