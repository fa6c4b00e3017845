import type { MarketId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { KEPT_BOOK_MS } from './kept-book.ts';

/** Markets of which something is remembered; beyond it nothing older than now is used at all. */
export const ENTRIES_MAX = 1_000;
/** Between two deletions of one market's entry; it is not written again either meanwhile. */
export const DELETE_INTERVAL_MS = SECOND_MS;

interface Entry {
  /** The venue's time of what lies in the state store; `null` when nothing is known to. */
  keptVenueAtMs: AtMs | null;
  /** What was read then or before is not to be used. */
  readFloorMs: AtMs;
  deletedAtMs: AtMs;
  /** After that nothing that it tells matters. */
  overAtMs: AtMs;
}

/**
 * What this process knows of the books in the state store: of which markets there is one, and which
 * are not to be used any more even if deleting them failed.
 */
export class KeptEntries {
  readonly #entries = new Map<MarketId, Entry>();
  /** Of all markets. */
  #readFloorMs: AtMs = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#entries.size;
  }

  /** Whether a book that was read, or asked for, at `atMs` may still be used. */
  isUsable(marketId: MarketId, atMs: AtMs): boolean {
    const floorMs = this.#entries.get(marketId)?.readFloorMs ?? Number.NEGATIVE_INFINITY;
    return atMs > Math.max(floorMs, this.#readFloorMs);
  }

  /** Whether a book may be written now: not where one was just deleted. */
  mayWrite(marketId: MarketId, nowMs: AtMs): boolean {
    const entry = this.#entries.get(marketId);
    return entry === undefined || nowMs - entry.deletedAtMs >= DELETE_INTERVAL_MS;
  }

  /** There is an entry: it was just written, or found. */
  kept(marketId: MarketId, venueAtMs: AtMs, nowMs: AtMs): void {
    this.#touch(marketId, nowMs).keptVenueAtMs = venueAtMs;
  }

  /** Whether an entry is known that is older than this. Asked with every change of every book. */
  isOutrun(marketId: MarketId, venueAtMs: AtMs): boolean {
    const keptVenueAtMs = this.#entries.get(marketId)?.keptVenueAtMs ?? null;
    return keptVenueAtMs !== null && keptVenueAtMs < venueAtMs;
  }

  /** Nothing that was read until now is used any more; tells whether an entry is to be deleted. */
  invalidate(marketId: MarketId, nowMs: AtMs): boolean {
    const isKnown = (this.#entries.get(marketId)?.overAtMs ?? 0) > nowMs;
    const entry = this.#touch(marketId, nowMs);
    const isKept = isKnown && entry.keptVenueAtMs !== null;
    entry.readFloorMs = nowMs;
    entry.keptVenueAtMs = null;
    if (!isKept || nowMs - entry.deletedAtMs < DELETE_INTERVAL_MS) return false;
    entry.deletedAtMs = nowMs;
    return true;
  }

  #touch(marketId: MarketId, nowMs: AtMs): Entry {
    const entry = this.#entries.get(marketId) ?? {
      keptVenueAtMs: null,
      readFloorMs: Number.NEGATIVE_INFINITY,
      deletedAtMs: Number.NEGATIVE_INFINITY,
      overAtMs: 0,
    };
    entry.overAtMs = nowMs + KEPT_BOOK_MS;
    // Those that were touched last stand last.
    this.#entries.delete(marketId);
    this.#makeRoom(nowMs);
    this.#entries.set(marketId, entry);
    return entry;
  }

  #makeRoom(nowMs: AtMs): void {
    for (const [marketId, { overAtMs }] of this.#entries) {
      const isOver = overAtMs <= nowMs;
      if (!isOver && this.#entries.size < ENTRIES_MAX) return;
      this.#entries.delete(marketId);
      if (!isOver) this.#readFloorMs = nowMs;
    }
  }
}
