import type { MarketId } from '../../domain/ids.ts';
import { type MarketPair, type PairTold, pairKey, stateOf } from '../../domain/market-pair.ts';

/** Pairs that are kept in memory; those that are over make room first. */
export const PAIRS_MAX = 5_000;

/** Pairs by number, and where to find them. */
export class PairBook {
  readonly #byNumber = new Map<number, MarketPair>();
  readonly #numberOf = new Map<string, number>();
  readonly #numbersOf = new Map<MarketId, Set<number>>();
  #next = 1;

  get all(): readonly MarketPair[] {
    return [...this.#byNumber.values()];
  }

  get(number: number): MarketPair | null {
    return this.#byNumber.get(number) ?? null;
  }

  find(of: Pick<PairTold, 'polymarketId' | 'kalshiId'>): MarketPair | null {
    const number = this.#numberOf.get(pairKey(of));
    return number === undefined ? null : this.get(number);
  }

  of(marketId: MarketId): readonly MarketPair[] {
    return [...(this.#numbersOf.get(marketId) ?? [])].flatMap((number) => this.get(number) ?? []);
  }

  /** The number of a new pair; `null` while there is no room for one. */
  nextNumber(): number | null {
    if (this.#byNumber.size >= PAIRS_MAX && !this.#makeRoom()) return null;
    return this.#next;
  }

  put(pair: MarketPair): void {
    this.#byNumber.set(pair.number, pair);
    this.#numberOf.set(pairKey(pair), pair.number);
    for (const id of [pair.polymarketId, pair.kalshiId]) {
      const numbers = this.#numbersOf.get(id) ?? new Set();
      this.#numbersOf.set(id, numbers.add(pair.number));
    }
    this.#next = Math.max(this.#next, pair.number + 1);
  }

  #makeRoom(): boolean {
    for (const pair of this.#byNumber.values()) {
      const isOver = pair.settled?.agreed === true || stateOf(pair) === 'rejected';
      if (!isOver) continue;
      this.#byNumber.delete(pair.number);
      this.#numberOf.delete(pairKey(pair));
      for (const id of [pair.polymarketId, pair.kalshiId]) {
        const numbers = this.#numbersOf.get(id);
        numbers?.delete(pair.number);
        if (numbers?.size === 0) this.#numbersOf.delete(id);
      }
      return true;
    }
    return false;
  }
}
