import type { MarketId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import {
  BOOKS_PER_REQUEST,
  type BookBasis,
  type KalshiBookRow,
  type KalshiBooks,
} from '../client/books.ts';
import { chunksOf } from '../client/pages.ts';
import { troubleOf } from './feed-trouble.ts';
import type { KalshiSink } from './frame-sink.ts';
import type { BookPollHealth } from './health.ts';
import type { KalshiPace } from './pace.ts';
import { Round } from './round.ts';
import { FRAME_ROWS } from './wanted-list.ts';

/** The tape's name of books that were asked for. */
export const BOOK_SOURCE = 'kalshi.book';
/** Books that come due within this time are asked for together. */
const JOIN_MS = 50;
/** Nothing is due: somebody's wish wakes it. */
const IDLE_MS = 60_000;
/** A book that the stream lost comes back by itself within this time, or it is asked for. */
export const STREAM_GRACE_MS = 3_000;
/** A book that is read every two seconds is late after so long. */
export const BOOK_STALE_MS = 10 * SECOND_MS;
/** The first retry comes after about half a second. */
const RETRIES_SKIPPED = 1;

/** One book that somebody wants. */
interface Wish {
  /** Monotonic. */
  readonly sinceMs: number;
  /** Monotonic time at which it is asked for; never while the stream brings it. */
  dueMs: number;
  /** Since when the stream brings it, in monotonic time; `null` while it does not. */
  streamedMs: number | null;
  /** Of the newest book that was read, monotonic. */
  readMs: number | null;
  basis: BookBasis | null;
  failuresInRow: number;
  trouble: string | null;
  /** The venue refused a request with it among others: it is asked for by itself. */
  isAlone: boolean;
}

export interface BookPollsOptions {
  readonly books: Pick<KalshiBooks, 'getOrderbooks' | 'access'>;
  readonly sink: KalshiSink;
  readonly runtime: HttpRuntime;
  readonly pace: KalshiPace;
}

/** Asks for wanted books that no stream brings: again and again, many in one request. */
export class BookPolls {
  readonly #options: BookPollsOptions;
  readonly #wishes = new Map<MarketId, Wish>();
  readonly #round: Round;
  readonly #counts = { reads: 0, failures: 0, books: 0, overtaken: 0 };
  #readAtMs: AtMs | null = null;
  #trouble: string | null = null;

  constructor(options: BookPollsOptions) {
    this.#options = options;
    this.#round = new Round({
      runtime: options.runtime,
      run: (signal) => this.#run(signal),
      failed: (error) => this.#failed(error),
    });
  }

  start(): void {
    this.#round.start();
  }

  has(id: MarketId): boolean {
    return this.#wishes.has(id);
  }

  /** Asks for the book from `delayMs` on. */
  want(id: MarketId, delayMs: number): void {
    if (this.#wishes.has(id)) return;
    const sinceMs = this.#nowMs();
    this.#wishes.set(id, {
      ...{ sinceMs, dueMs: sinceMs + delayMs, streamedMs: null, readMs: null, basis: null },
      ...{ failuresInRow: 0, trouble: null, isAlone: false },
    });
    this.#round.hasten(delayMs);
  }

  unwant(id: MarketId): void {
    this.#wishes.delete(id);
  }

  /** Somebody does not trust the book: it is asked for in `delayMs`, whoever brings it. */
  reread(id: MarketId, delayMs: number): void {
    const wish = this.#wishes.get(id);
    if (wish === undefined) return;
    wish.dueMs = Math.min(wish.dueMs, this.#nowMs() + delayMs);
    this.#round.hasten(Math.max(JOIN_MS, delayMs));
  }

  /** The stream brought the whole book, and brings every change from now on. */
  streamed(id: MarketId): void {
    const wish = this.#wishes.get(id);
    if (wish === undefined) return;
    wish.streamedMs = this.#nowMs();
    wish.dueMs = Number.POSITIVE_INFINITY;
    wish.basis = 'full';
    wish.failuresInRow = 0;
    wish.trouble = null;
  }

  /** The stream has lost the book. */
  lost(id: MarketId): void {
    const wish = this.#wishes.get(id);
    if (wish === undefined) return;
    if (wish.streamedMs !== null) wish.readMs = this.#nowMs();
    wish.streamedMs = null;
    wish.dueMs = Math.min(wish.dueMs, this.#nowMs() + STREAM_GRACE_MS);
    this.#round.hasten(STREAM_GRACE_MS);
  }

  /** How the book comes, and how old it is; `null` for one that nobody wants. */
  health(id: MarketId): {
    readonly isStreamed: boolean;
    readonly basis: BookBasis | null;
    readonly ageMs: number | null;
    readonly isStale: boolean;
    readonly trouble: string | null;
  } | null {
    const wish = this.#wishes.get(id);
    if (wish === undefined) return null;
    const { sinceMs, streamedMs, readMs, basis, trouble } = wish;
    const nowMs = this.#nowMs();
    // The stream tells each change: until it is lost the book is what the venue has.
    if (streamedMs !== null) return { isStreamed: true, basis, ageMs: 0, isStale: false, trouble };
    const ageMs = readMs === null ? null : nowMs - readMs;
    const isStale = nowMs - (readMs ?? sinceMs) > BOOK_STALE_MS;
    return { isStreamed: false, basis, ageMs, isStale, trouble };
  }

  snapshot(): BookPollHealth {
    const { access } = this.#options.books;
    return { ...this.#counts, access, readAtMs: this.#readAtMs, trouble: this.#trouble };
  }

  close(): Promise<void> {
    return this.#round.close();
  }

  async #run(signal: AbortSignal): Promise<number> {
    const due = this.#due();
    if (due.length > 0) await this.#read(due, signal);
    return this.#restMs();
  }

  /** The longest due first; one that spoilt a request for others is asked for by itself. */
  #due(): readonly MarketId[] {
    const nowMs = this.#nowMs();
    const due = [...this.#wishes]
      .filter(([, { dueMs }]) => dueMs <= nowMs)
      .sort(([, a], [, b]) => a.dueMs - b.dueMs);
    if (due[0]?.[1].isAlone === true) return due.slice(0, 1).map(([id]) => id);
    return due
      .filter(([, { isAlone }]) => !isAlone)
      .slice(0, BOOKS_PER_REQUEST)
      .map(([id]) => id);
  }

  #restMs(): number {
    const { bookRequestMs } = this.#options.pace;
    const nowMs = this.#nowMs();
    const dueMs = Math.min(...[...this.#wishes.values()].map((wish) => wish.dueMs - nowMs));
    return Math.max(bookRequestMs, Math.min(IDLE_MS, dueMs));
  }

  async #read(ids: readonly MarketId[], signal: AbortSignal): Promise<void> {
    const { books, runtime, pace } = this.#options;
    const askedMs = this.#nowMs();
    // Asked for again meanwhile: what is being read is older than that.
    for (const id of ids) this.#postpone(id, pace.bookMs);
    this.#counts.reads += 1;
    try {
      const read = await books.getOrderbooks(ids, { priority: 'entry', signal });
      if (signal.aborted) return;
      this.#readAtMs = runtime.nowMs();
      this.#trouble = null;
      this.#deliver(read.books, askedMs);
      for (const id of read.missing) this.#again(id, 'Kalshi sent no book that can be read');
    } catch (error) {
      const isRefused = error instanceof VenueError && error.kind === 'rejected';
      for (const id of ids) {
        const wish = this.#wishes.get(id);
        if (wish !== undefined) wish.isAlone = isRefused;
        this.#again(id, troubleOf(error));
      }
      throw error;
    }
  }

  #deliver(rows: readonly KalshiBookRow[], askedMs: number): void {
    const { sink, runtime } = this.#options;
    const fresh = rows.filter((row) => this.#took(row, askedMs));
    for (const part of chunksOf(fresh, FRAME_ROWS)) {
      const frame = part.map(({ row }) => row);
      sink.json(BOOK_SOURCE, frame, runtime.nowMs());
      this.#counts.books += part.length;
    }
  }

  /** Takes a book in, unless nobody wants it or the stream has had a newer one since. */
  #took({ snapshots, basis }: KalshiBookRow, askedMs: number): boolean {
    const id = snapshots[0]?.marketId;
    const wish = id === undefined ? undefined : this.#wishes.get(id);
    if (wish === undefined) return false;
    wish.failuresInRow = 0;
    wish.trouble = null;
    wish.isAlone = false;
    if (wish.streamedMs !== null && wish.streamedMs >= askedMs) {
      // The stream's book may hold what happened after this one was made.
      this.#counts.overtaken += 1;
      return false;
    }
    // The stream was asked for a whole book and brought none: until it does, this one counts.
    wish.streamedMs = null;
    wish.readMs = askedMs;
    wish.basis = basis;
    return true;
  }

  #postpone(id: MarketId, ms: number): void {
    const wish = this.#wishes.get(id);
    if (wish !== undefined) wish.dueMs = this.#nowMs() + ms;
  }

  #again(id: MarketId, trouble: string): void {
    const wish = this.#wishes.get(id);
    if (wish === undefined) return;
    wish.failuresInRow += 1;
    wish.trouble = trouble;
    const { random } = this.#options.runtime;
    wish.dueMs = this.#nowMs() + retryDelayMs(wish.failuresInRow + RETRIES_SKIPPED, null, random);
  }

  #failed(error: unknown): number {
    this.#counts.failures += 1;
    this.#trouble = troubleOf(error);
    return this.#restMs();
  }

  #nowMs(): number {
    return this.#options.runtime.monotonicMs();
  }
}
