import type { BookSide } from '../market-event.ts';
import { MICRO } from '../values/micro.ts';

/** `ladder`: one slot per tick, fast, for markets of live interest. `sorted`: small, for the rest. */
export type BookLayout = 'ladder' | 'sorted';

export type LevelVisitor = (price: number, quantity: number) => void;

/**
 * One side of a book. Prices are micro-dollars strictly inside 0..1 and on the grid; the caller
 * guarantees it. Both layouts behave the same.
 */
export interface LevelSide {
  /** Best price, or {@link emptyBest} when nothing rests. */
  readonly best: number;
  /** How many levels rest. */
  readonly count: number;
  /** Replaces the quantity at a price, zero removes it; tells whether anything changed. */
  set(price: number, quantity: number): boolean;
  quantityAt(price: number): number;
  clear(): void;
  /** Visits up to `limit` levels, best first. */
  visit(limit: number, visitor: LevelVisitor): void;
  /** Visits every level, best last. */
  visitBestLast(visitor: LevelVisitor): void;
}

/** What `best` is on an empty side: a price at which nothing can rest, and its own mirror image. */
export function emptyBest(side: BookSide): number {
  return side === 'bid' ? 0 : MICRO;
}
