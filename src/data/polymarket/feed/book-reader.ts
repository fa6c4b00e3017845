import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { BOOKS_PER_REQUEST, type BookRow, type Clob } from '../client/clob.ts';
import { DueQueue } from './due-queue.ts';
import { troubleOf } from './feed-trouble.ts';
import type { ReadBooks } from './kept-book.ts';

/** Markets that come within this time are read together. */
export const BOOKS_JOIN_MS = 20;
/** Between two requests for books: a tenth of the venue's limit. */
export const BOOKS_SPACING_MS = 200;
/** Requests at the same time at most. */
const BOOK_READS_MAX = 4;
/** Markets of one request: two books each. */
export const BOOK_MARKETS_MAX = BOOKS_PER_REQUEST / 2;
/** Attempts to read a market's books, about two minutes; then whoever needs them asks again. */
export const BOOK_ATTEMPTS_MAX = 10;

export interface BookReaderHealth {
  readonly reads: number;
  readonly failures: number;
  readonly books: number;
  /** Markets given up after {@link BOOK_ATTEMPTS_MAX} attempts. */
  readonly givenUp: number;
  /** Markets still to be read. */
  readonly waiting: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
}

interface Wish {
  readonly tokenIds: readonly TokenId[];
  attempts: number;
}

/** Reads whole books where the stream brought none. */
export class BookReader {
  readonly #clob: Pick<Clob, 'bookRows'>;
  readonly #deliver: (books: ReadBooks) => void;
  readonly #runtime: HttpRuntime;
  readonly #wishes = new Map<MarketId, Wish>();
  readonly #queue: DueQueue<MarketId>;
  readonly #counts = { reads: 0, failures: 0, books: 0, givenUp: 0 };
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;

  constructor(
    clob: Pick<Clob, 'bookRows'>,
    deliver: (books: ReadBooks) => void,
    runtime: HttpRuntime,
  ) {
    this.#clob = clob;
    this.#deliver = deliver;
    this.#runtime = runtime;
    this.#queue = new DueQueue<MarketId>({
      runtime,
      spacingMs: BOOKS_SPACING_MS,
      joinMs: BOOKS_JOIN_MS,
      batchMax: BOOK_MARKETS_MAX,
      runsMax: BOOK_READS_MAX,
      run: (ids, signal) => this.#read(ids, signal),
      failed: (ids, error) => this.#failed(ids, troubleOf(error)),
    });
  }

  /** Reads the books of a market's tokens soon; what is being read at this moment is not enough. */
  reread(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    this.#wishes.set(marketId, { tokenIds, attempts: 0 });
    this.#queue.schedule(marketId, BOOKS_JOIN_MS);
  }

  /** Nobody needs them any more: what is being read of them is not delivered. */
  forget(marketId: MarketId): void {
    this.#wishes.delete(marketId);
    this.#queue.remove(marketId);
  }

  snapshot(): BookReaderHealth {
    return {
      ...this.#counts,
      waiting: this.#wishes.size,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
    };
  }

  /** Stops; resolves when no request is under way and no timer is left. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #read(ids: readonly MarketId[], signal: AbortSignal): Promise<void> {
    this.#counts.reads += 1;
    const wishes = new Map(this.#wishes);
    const tokenIds = ids.flatMap((id) => wishes.get(id)?.tokenIds ?? []);
    const sentAtMs = this.#runtime.nowMs();
    const read = await this.#clob.bookRows(tokenIds, { priority: 'entry', signal });
    if (signal.aborted) return;
    this.#lastSuccessAtMs = this.#runtime.nowMs();
    for (const id of ids) {
      if (!this.#wishes.has(id)) continue;
      const rows = read.rows.filter(({ book }) => book.marketId === id);
      this.#bring(id, rows, sentAtMs);
      const wish = wishes.get(id);
      // Asked for again meanwhile: what was read is older than that.
      if (this.#wishes.get(id) !== wish) continue;
      if (rows.length < (wish?.tokenIds.length ?? 0)) this.#failed([id], 'a book is missing');
      else this.#wishes.delete(id);
    }
  }

  #bring(marketId: MarketId, rows: readonly BookRow[], sentAtMs: AtMs): void {
    if (rows.length === 0) return;
    this.#counts.books += rows.length;
    this.#deliver({
      marketId,
      tokenIds: rows.map(({ book }) => book.tokenId),
      rows: rows.map(({ row }) => row),
      sentAtMs,
      readAtMs: this.#runtime.nowMs(),
      venueAtMs: Math.min(...rows.map(({ book }) => book.venueAtMs)),
    });
  }

  #failed(ids: readonly MarketId[], trouble: string): void {
    this.#counts.failures += 1;
    this.#trouble = trouble;
    for (const id of ids) {
      const wish = this.#wishes.get(id);
      if (wish === undefined) continue;
      wish.attempts += 1;
      if (wish.attempts < BOOK_ATTEMPTS_MAX) {
        this.#queue.schedule(id, retryDelayMs(wish.attempts, null, this.#runtime.random));
      } else {
        this.#counts.givenUp += 1;
        this.#wishes.delete(id);
      }
    }
  }
}
