import type { MarketId } from '../domain/ids.ts';
import type { Market } from '../domain/market.ts';

/** Markets known at most. */
export const MARKETS_MAX = 200_000;

/**
 * Markets by id, bounded: when it is full the oldest resolved one makes room, and where none is
 * resolved a new one is not taken, so that it counts as unknown.
 */
export class MarketMap<Value> extends Map<MarketId, Value> {
  readonly #marketOf: (value: Value) => Market | null;
  readonly #max: number;

  constructor(marketOf: (value: Value) => Market | null, max = MARKETS_MAX) {
    super();
    this.#marketOf = marketOf;
    this.#max = max;
  }

  override set(id: MarketId, value: Value): this {
    if (this.size < this.#max || this.has(id) || this.#makeRoom()) super.set(id, value);
    return this;
  }

  #makeRoom(): boolean {
    for (const [id, value] of this) {
      if (this.#marketOf(value)?.status === 'resolved') return this.delete(id);
    }
    return false;
  }
}
