import type { BookSide } from '../market-event.ts';
import { MICRO } from '../values/micro.ts';
import { emptyBest, type LevelSide, type LevelVisitor } from './level-side.ts';

/** One slot per tick and a cursor on the best price: an update costs the same at any depth. */
export class LadderSide implements LevelSide {
  best: number;
  count = 0;
  readonly #quantities: Float64Array;
  readonly #tick: number;
  /** Towards worse prices: −1 for bids, +1 for asks. */
  readonly #step: number;
  readonly #empty: number;

  constructor(side: BookSide, tick: number) {
    this.#quantities = new Float64Array(MICRO / tick + 1);
    this.#tick = tick;
    this.#step = side === 'bid' ? -1 : 1;
    this.#empty = emptyBest(side);
    this.best = this.#empty;
  }

  set(price: number, quantity: number): boolean {
    const slot = price / this.#tick;
    const before = this.#quantities[slot];
    if (before === quantity) return false;
    this.#quantities[slot] = quantity;
    if (before === 0) {
      this.count += 1;
      if ((this.best - price) * this.#step > 0) this.best = price;
    } else if (quantity === 0) {
      this.count -= 1;
      if (price === this.best) this.best = this.#nextBest(slot);
    }
    return true;
  }

  #nextBest(from: number): number {
    if (this.count === 0) return this.#empty;
    let slot = from + this.#step;
    while (this.#quantities[slot] === 0) slot += this.#step;
    return slot * this.#tick;
  }

  quantityAt(price: number): number {
    return this.#quantities[price / this.#tick] ?? 0;
  }

  clear(): void {
    this.#quantities.fill(0);
    this.count = 0;
    this.best = this.#empty;
  }

  visit(limit: number, visitor: LevelVisitor): void {
    let left = Math.min(limit, this.count);
    for (let slot = this.best / this.#tick; left > 0; slot += this.#step) {
      const quantity = this.#quantities[slot] ?? 0;
      if (quantity === 0) continue;
      visitor(slot * this.#tick, quantity);
      left -= 1;
    }
  }

  visitBestLast(visitor: LevelVisitor): void {
    const slots = this.#quantities.length;
    const best = this.best / this.#tick;
    for (let slot = this.#step < 0 ? 0 : slots - 1; slot !== best; slot -= this.#step) {
      const quantity = this.#quantities[slot] ?? 0;
      if (quantity !== 0) visitor(slot * this.#tick, quantity);
    }
    if (this.count > 0) visitor(this.best, this.#quantities[best] ?? 0);
  }
}
