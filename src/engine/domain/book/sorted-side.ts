import type { BookSide } from '../market-event.ts';
import { emptyBest, type LevelSide, type LevelVisitor } from './level-side.ts';

/** Levels in two arrays, worst first, so that the busy end is the cheap one. */
export class SortedSide implements LevelSide {
  best: number;
  readonly #prices: number[] = [];
  readonly #quantities: number[] = [];
  /** +1 when a higher price is better. */
  readonly #sign: number;
  readonly #empty: number;

  constructor(side: BookSide) {
    this.#sign = side === 'bid' ? 1 : -1;
    this.#empty = emptyBest(side);
    this.best = this.#empty;
  }

  get count(): number {
    return this.#prices.length;
  }

  set(price: number, quantity: number): boolean {
    const at = this.#find(price);
    const rests = this.#prices[at] === price;
    if (rests && quantity !== 0) {
      if (this.#quantities[at] === quantity) return false;
      this.#quantities[at] = quantity;
      return true;
    }
    if (rests) {
      this.#prices.splice(at, 1);
      this.#quantities.splice(at, 1);
    } else {
      if (quantity === 0) return false;
      this.#prices.splice(at, 0, price);
      this.#quantities.splice(at, 0, quantity);
    }
    this.best = this.#prices[this.#prices.length - 1] ?? this.#empty;
    return true;
  }

  /** The position of `price`, or where it belongs. */
  #find(price: number): number {
    const prices = this.#prices;
    const sign = this.#sign;
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (((prices[middle] ?? 0) - price) * sign < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  quantityAt(price: number): number {
    const at = this.#find(price);
    return this.#prices[at] === price ? (this.#quantities[at] ?? 0) : 0;
  }

  clear(): void {
    this.#prices.length = 0;
    this.#quantities.length = 0;
    this.best = this.#empty;
  }

  visit(limit: number, visitor: LevelVisitor): void {
    const last = this.#prices.length - 1;
    const end = Math.max(0, this.#prices.length - limit);
    for (let at = last; at >= end; at -= 1) {
      visitor(this.#prices[at] ?? 0, this.#quantities[at] ?? 0);
    }
  }

  visitBestLast(visitor: LevelVisitor): void {
    for (let at = 0; at < this.#prices.length; at += 1) {
      visitor(this.#prices[at] ?? 0, this.#quantities[at] ?? 0);
    }
  }
}
