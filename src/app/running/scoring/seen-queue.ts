import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { LeaderEvent } from '../../../engine/domain/leader.ts';
import type { Market, Resolution } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Print } from '../../../engine/intelligence/scoring/record.ts';

/** What waits to be counted at most; what comes then is dropped, and said. */
export const SEEN_MAX = 20_000;
/** Taken places are cut off the front of the array in pieces of at least this many. */
const COMPACT_FROM = 1_024;

/** Something that scores are made of, as it passed. */
export type Seen =
  /** A row of a wallet that nobody follows: it may be a repetition. */
  | { readonly kind: 'row'; readonly event: LeaderEvent; readonly receivedAtMs: AtMs }
  /** A trade of a followed wallet, counted by the engine. */
  | { readonly kind: 'trade'; readonly trade: LeaderTrade }
  | { readonly kind: 'market'; readonly market: Market }
  | { readonly kind: 'resolution'; readonly resolution: Resolution; readonly atMs: AtMs }
  | { readonly kind: 'print'; readonly print: Print };

/** First in, first out, and bounded: who puts in never waits. */
export class SeenQueue {
  readonly #lengthMax: number;
  #items: (Seen | null)[] = [];
  #head = 0;
  #dropped = 0;

  constructor(lengthMax = SEEN_MAX) {
    this.#lengthMax = lengthMax;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** What found no room, ever. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Tells whether there was room. */
  push(seen: Seen): boolean {
    if (this.size >= this.#lengthMax) {
      this.#dropped += 1;
      return false;
    }
    this.#items.push(seen);
    return true;
  }

  shift(): Seen | null {
    const seen = this.#items[this.#head] ?? null;
    if (seen === null) return null;
    this.#items[this.#head] = null;
    this.#head += 1;
    if (this.#head >= COMPACT_FROM && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return seen;
  }
}
