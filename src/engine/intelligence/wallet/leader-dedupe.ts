import type { LeaderTrade } from '../../domain/change.ts';
import { type LeaderEvent, type LeaderFeed, leaderEventKey } from '../../domain/leader.ts';
import { SNAPSHOT_WINDOW_MS } from '../../domain/snapshot.ts';
import { type AtMs, MINUTE_MS } from '../../domain/time.ts';

/** Keys held at most. Beyond it the oldest goes, and rows as old as it are refused from then on. */
export const DEDUPE_KEYS_MAX = 100_000;
/** Equal rows of one transaction counted at most. */
export const TWINS_MAX = 100;
/** How far two feeds may lie apart in the venue time of one trade; block and match times differ. */
export const VENUE_TIME_SPREAD_MS = MINUTE_MS;

export interface DedupeCounts {
  readonly counted: number;
  /** Rows that showed nothing new. */
  readonly repeated: number;
  /** Rows refused because their repetitions may be forgotten already. */
  readonly tooOld: number;
  /** Rows refused beyond {@link TWINS_MAX}. */
  readonly tooMany: number;
  /** Keys forgotten because of {@link DEDUPE_KEYS_MAX}. */
  readonly evicted: number;
}

export interface FeedCoverage {
  readonly trades: number;
  readonly shownBy: ReadonlyMap<LeaderFeed, number>;
}

interface Seen {
  readonly tradedAtMs: AtMs;
  readonly receivedAtMs: AtMs;
  readonly byFeed: Map<LeaderFeed, number>;
  counted: number;
}

/**
 * Counts a trade as often as the one feed that shows it most often, so that several feeds of the
 * same trade make one and true twins stay two.
 *
 * After a restart nobody knows which feed had shown a restored trade, so each feed may show it
 * again without effect; a twin beyond what was restored counts.
 */
export class LeaderDedupe {
  readonly #seen = new Map<string, Seen>();
  readonly #counts = { counted: 0, repeated: 0, tooOld: 0, tooMany: 0, evicted: 0 };
  #newestReceiptAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #evictedUntilMs: AtMs = Number.NEGATIVE_INFINITY;

  get counts(): DedupeCounts {
    return { ...this.#counts };
  }

  /**
   * Trades received within a span, and by which feeds each was shown: what one feed had and another
   * missed. Restored trades, whose feeds are not known, are left out.
   */
  coverage(fromMs: AtMs, untilMs: AtMs): FeedCoverage {
    const shownBy = new Map<LeaderFeed, number>();
    let trades = 0;
    for (const { receivedAtMs, byFeed } of this.#seen.values()) {
      if (receivedAtMs < fromMs || receivedAtMs >= untilMs || byFeed.size === 0) continue;
      trades += 1;
      for (const feed of byFeed.keys()) shownBy.set(feed, (shownBy.get(feed) ?? 0) + 1);
    }
    return { trades, shownBy };
  }

  /** Keys held now. */
  get size(): number {
    return this.#seen.size;
  }

  /**
   * The trades that this row is the first to show: none or one for a row of a stream; for the row
   * `occurrence` = n of a snapshot all up to n that were missing.
   */
  observe(event: LeaderEvent, receivedAtMs: AtMs): readonly LeaderTrade[] {
    this.#advance(receivedAtMs);
    if (event.tradedAtMs < this.#oldestAcceptedMs()) {
      this.#counts.tooOld += 1;
      return [];
    }
    const key = leaderEventKey(event);
    const shown = this.#seen.get(key)?.byFeed.get(event.feed) ?? 0;
    const count = event.occurrence === null ? shown + 1 : Math.max(shown, event.occurrence + 1);
    if (count > TWINS_MAX) {
      this.#counts.tooMany += 1;
      return [];
    }
    const seen = this.#hold(key, event.tradedAtMs, receivedAtMs);
    seen.byFeed.set(event.feed, count);
    return this.#countUpTo(count, seen, { key, event, receivedAtMs });
  }

  /** Takes over what was counted before a restart, in order of receipt. */
  restore(trades: readonly LeaderTrade[]): void {
    for (const { key, ordinal, event, receivedAtMs } of trades) {
      this.#advance(receivedAtMs);
      const seen = this.#hold(key, event.tradedAtMs, receivedAtMs);
      seen.counted = Math.max(seen.counted, ordinal + 1);
    }
  }

  #countUpTo(count: number, seen: Seen, trade: Omit<LeaderTrade, 'ordinal'>): LeaderTrade[] {
    const fresh: LeaderTrade[] = [];
    while (seen.counted < count) {
      fresh.push({ ...trade, ordinal: seen.counted });
      seen.counted += 1;
    }
    this.#counts.counted += fresh.length;
    if (fresh.length === 0) this.#counts.repeated += 1;
    return fresh;
  }

  #oldestAcceptedMs(): AtMs {
    return Math.max(this.#newestReceiptAtMs - SNAPSHOT_WINDOW_MS, this.#evictedUntilMs + 1);
  }

  #hold(key: string, tradedAtMs: AtMs, receivedAtMs: AtMs): Seen {
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const seen: Seen = { tradedAtMs, receivedAtMs, byFeed: new Map(), counted: 0 };
    this.#seen.set(key, seen);
    if (this.#seen.size > DEDUPE_KEYS_MAX) this.#evictOldest();
    return seen;
  }

  /** Forgets what no accepted row can repeat any more. */
  #advance(receivedAtMs: AtMs): void {
    if (receivedAtMs <= this.#newestReceiptAtMs) return;
    this.#newestReceiptAtMs = receivedAtMs;
    const keptFromMs = receivedAtMs - SNAPSHOT_WINDOW_MS - VENUE_TIME_SPREAD_MS;
    for (const [key, seen] of this.#seen) {
      if (seen.tradedAtMs >= keptFromMs) break;
      this.#seen.delete(key);
    }
  }

  #evictOldest(): void {
    for (const [key, seen] of this.#seen) {
      this.#seen.delete(key);
      this.#counts.evicted += 1;
      // A venue time in the future must not shut out the present.
      const atMs = Math.min(seen.tradedAtMs, seen.receivedAtMs) + VENUE_TIME_SPREAD_MS;
      this.#evictedUntilMs = Math.max(this.#evictedUntilMs, atMs);
      return;
    }
  }
}
