import type { MarketId } from './domain/ids.ts';
import type { InputBody } from './domain/input.ts';
import type { MarketEvent } from './domain/market-event.ts';
import { invariant } from './domain/values/invariant.ts';

/** Frames waiting at most; beyond it the market with the oldest book frame loses its queued ones. */
export const FRAMES_MAX = 50_000;

/** Taken places are cut off the front of the array in pieces of at least this many. */
const COMPACT_FROM = 1_024;

/** One frame of a venue with what it was parsed into. */
export interface Frame {
  readonly source: string;
  /** As it was received; a recording keeps it. */
  readonly frame: unknown;
  readonly events: readonly MarketEvent[];
}

/** An input that must not overtake the frames before it. */
export interface Follower {
  readonly input: InputBody;
}

/**
 * Frames in order of arrival. Book frames conflate per market: a frame with snapshots of a whole
 * book replaces what waits for it. Everything else is never dropped.
 */
export class FrameQueue {
  #items: (Frame | Follower | null)[] = [];
  #head = 0;
  /** Absolute place of `#items[0]`. */
  #base = 0;
  readonly #places = new Map<MarketId, Set<number>>();
  #size = 0;
  #replaced = 0;
  #lost = 0;

  get size(): number {
    return this.#size;
  }

  /** Book frames that a newer whole book made needless: nothing of them is missed. */
  get replaced(): number {
    return this.#replaced;
  }

  /** Book frames dropped because the queue was full: their market waits for a snapshot. */
  get lost(): number {
    return this.#lost;
  }

  /** Returns a market whose frames had to be dropped, and whose book is therefore incomplete. */
  push(frame: Frame | Follower): MarketId | null {
    const market = conflatable(frame);
    if (market !== null) {
      if (isWholeBook(frame)) this.#replaced += this.#dropAll(market);
      const places = this.#places.get(market) ?? new Set();
      places.add(this.#base + this.#items.length);
      this.#places.set(market, places);
    }
    this.#items.push(frame);
    this.#size += 1;
    return this.#size > FRAMES_MAX ? this.#shed() : null;
  }

  shift(): Frame | Follower | null {
    while (this.#head < this.#items.length) {
      const frame = this.#items[this.#head] ?? null;
      const place = this.#base + this.#head;
      this.#items[this.#head] = null;
      this.#head += 1;
      this.#compact();
      if (frame === null) continue;
      this.#size -= 1;
      const market = conflatable(frame);
      if (market !== null) this.#forget(market, place);
      return frame;
    }
    return null;
  }

  #compact(): void {
    if (this.#head < COMPACT_FROM || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#base += this.#head;
    this.#head = 0;
  }

  #forget(market: MarketId, place: number): void {
    const places = this.#places.get(market);
    places?.delete(place);
    if (places?.size === 0) this.#places.delete(market);
  }

  /** Returns how many there were. */
  #dropAll(market: MarketId): number {
    const places = this.#places.get(market) ?? new Set();
    for (const place of places) this.#items[place - this.#base] = null;
    this.#size -= places.size;
    this.#places.delete(market);
    return places.size;
  }

  #shed(): MarketId {
    for (const market of this.#places.keys()) {
      this.#lost += this.#dropAll(market);
      return market;
    }
    invariant(false, 'frames that may not be dropped are read in time');
  }
}

/** The market whose book alone the frame is about, or `null` when it may never be dropped. */
function conflatable(item: Frame | Follower): MarketId | null {
  if ('input' in item) return null;
  let market: MarketId | null = null;
  for (const event of item.events) {
    if (event.kind !== 'bookSnapshot' && event.kind !== 'bookDelta') return null;
    if (market !== null && market !== event.marketId) return null;
    market = event.marketId;
  }
  return market;
}

/**
 * Whether the frame alone restores the book: snapshots of both outcomes, or of more. Books that were
 * kept may be older than what waits.
 */
function isWholeBook(item: Frame | Follower): boolean {
  if ('input' in item) return false;
  const tokens = new Set<string>();
  for (const event of item.events) {
    if (event.kind !== 'bookSnapshot' || event.readAtMs !== undefined) return false;
    tokens.add(event.tokenId);
  }
  return tokens.size > 1;
}
