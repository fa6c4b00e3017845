import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { MarketEvent } from '../../../engine/domain/market-event.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { Clob } from '../client/clob.ts';
import { BookReader, type BookReaderHealth } from './book-reader.ts';
import type { FrameSink } from './frame-sink.ts';
import {
  KEPT_BOOK_MS,
  KEPT_SOURCE,
  type KeptBooks,
  type KeptFrame,
  keptKey,
  keptText,
  type ReadBooks,
  readKept,
} from './kept-book.ts';
import { KeptEntries } from './kept-entries.ts';
import { PatientState, type PatientStateCounts, type ValueStore } from './patient-state.ts';

/** The tape's name of books that were read this moment. */
const READ_SOURCE = 'polymarket.book';
/** Newest trades of leaders whose tokens are remembered until their market is asked for. */
export const TRADED_MAX = 256;

export interface BookCacheOptions {
  readonly clob: Pick<Clob, 'bookRows'>;
  readonly state: ValueStore;
  readonly sink: FrameSink;
  readonly runtime: HttpRuntime;
  /** The state store failed: it is slower without, and as right. */
  failed(error: unknown): void;
}

export interface BookCacheHealth extends BookReaderHealth, PatientStateCounts {
  /** First books that were found kept. */
  readonly hits: number;
  /** First books that had to be read. */
  readonly misses: number;
  /** Kept texts that nobody here wrote, or that came damaged. */
  readonly unreadable: number;
  /** Kept or just read, and too old for what has happened since. */
  readonly outrun: number;
  /** Too long to keep. */
  readonly tooLong: number;
  /** Markets whose stream has brought no book since they became wanted. */
  readonly unstreamed: number;
}

/** A market that became wanted and of which the stream has brought no book yet. */
interface Ask {
  readonly tokenIds: readonly TokenId[];
  /** Until then the core could make nothing of a book. */
  isListed: boolean;
  isBrought: boolean;
  /** What came before the market was listed. */
  held: { readonly frame: KeptFrame; readonly sentAtMs: AtMs } | null;
  /** The venue's time of the newest streamed change: a kept book that is older lacks it. */
  venueFloorMs: AtMs;
}

/**
 * First books of markets, before the stream brings them: what somebody read in the last seconds is
 * taken from the state store, else it is read over HTTP and kept there. One request a market is under
 * way, however many ask. Nothing waits for the state store longer than its patience.
 */
export class BookCache {
  readonly #options: BookCacheOptions;
  readonly #state: PatientState;
  readonly #reader: BookReader;
  readonly #entries = new KeptEntries();
  readonly #asks = new Map<MarketId, Ask>();
  readonly #traded = new Map<MarketId, TokenId>();
  readonly #counts = { hits: 0, misses: 0, unreadable: 0, outrun: 0, tooLong: 0 };

  constructor(options: BookCacheOptions) {
    this.#options = options;
    const { clob, state, runtime } = options;
    this.#state = new PatientState(state, runtime, (error) => options.failed(error));
    this.#reader = new BookReader(clob, (books) => this.#onRead(books), runtime);
  }

  /** A leader traded this: if its market becomes wanted, this is the token to ask for. */
  traded(marketId: MarketId, tokenId: TokenId): void {
    this.#traded.delete(marketId);
    this.#traded.set(marketId, tokenId);
    for (const oldest of this.#traded.keys()) {
      if (this.#traded.size <= TRADED_MAX) return;
      this.#traded.delete(oldest);
    }
  }

  /**
   * The market is wanted: its book is looked for at once where a token of it is known. One outcome's
   * is enough, as both are one book. `known` is what the core knows of it.
   */
  want(marketId: MarketId, known: Market | null): void {
    const traded = this.#traded.get(marketId);
    if (known?.status === 'open') {
      const tokenIds = known.outcomes.map(({ tokenId }) => tokenId);
      this.#ask(marketId, tokenIds, true);
    } else if (known === null && traded !== undefined) {
      this.#ask(marketId, [traded], false);
    }
  }

  /** The core knows the market from now on: it may be brought what was found. */
  listed(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    const ask = this.#asks.get(marketId);
    if (ask === undefined || !ask.tokenIds.some((tokenId) => tokenIds.includes(tokenId))) {
      this.#asks.delete(marketId);
      this.#ask(marketId, tokenIds, true);
      return;
    }
    ask.isListed = true;
    const { held } = ask;
    ask.held = null;
    if (held === null) return;
    if (this.#isFresh(marketId, held)) this.#bringKept(ask, held.frame);
    else this.#reader.reread(marketId, ask.tokenIds);
  }

  /** Nobody wants the market any more. */
  forget(marketId: MarketId): void {
    this.#asks.delete(marketId);
    this.#reader.forget(marketId);
  }

  /** Reads the books of a market's tokens over HTTP, whatever is kept. */
  reread(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    this.#reader.reread(marketId, tokenIds);
  }

  /** What was read until now is not to be used: we trade there, or the core does not trust it. */
  invalidate(marketId: MarketId): void {
    const nowMs = this.#options.runtime.nowMs();
    if (this.#entries.invalidate(marketId, nowMs)) this.#state.delete(keptKey(marketId));
    const ask = this.#asks.get(marketId);
    if (ask === undefined || ask.isBrought) return;
    ask.held = null;
    this.#reader.reread(marketId, ask.tokenIds);
  }

  /** What the stream brought is newer than what is kept. Called with every event. */
  seen(event: MarketEvent): void {
    if (event.kind === 'bookDelta') {
      this.#onChange(event.marketId, event.venueAtMs);
    } else if (event.kind === 'bookSnapshot' && event.source === 'stream') {
      this.#onChange(event.marketId, event.venueAtMs);
      // The stream leads from here; what is still being read would only be older.
      if (this.#asks.delete(event.marketId)) this.#reader.forget(event.marketId);
    } else if (event.kind === 'tickChange') {
      this.#outrun(event.marketId, event.venueAtMs);
      this.invalidate(event.marketId);
    }
  }

  /** Whether the stream still owes the market its first book. */
  isUnstreamed(marketId: MarketId): boolean {
    return this.#asks.has(marketId);
  }

  snapshot(): BookCacheHealth {
    return {
      ...this.#reader.snapshot(),
      ...this.#state.counts,
      ...this.#counts,
      unstreamed: this.#asks.size,
    };
  }

  /** Stops; resolves when no request is under way and no timer is left. */
  close(): Promise<void> {
    this.#asks.clear();
    this.#state.close();
    return this.#reader.close();
  }

  #ask(marketId: MarketId, tokenIds: readonly TokenId[], isListed: boolean): void {
    if (this.#asks.has(marketId)) return;
    const ask = {
      ...{ tokenIds, isListed },
      ...{ isBrought: false, held: null, venueFloorMs: Number.NEGATIVE_INFINITY },
    };
    this.#asks.set(marketId, ask);
    void this.#look(marketId, ask);
  }

  /** Never throws. */
  async #look(marketId: MarketId, ask: Ask): Promise<void> {
    const text = await this.#state.get(keptKey(marketId));
    // Given up, answered by the stream, or read meanwhile.
    if (this.#asks.get(marketId) !== ask || ask.isBrought || ask.held !== null) return;
    const kept = text === null ? null : this.#usable(marketId, ask, text);
    if (kept === null) {
      this.#counts.misses += 1;
      this.#reader.reread(marketId, ask.tokenIds);
      return;
    }
    this.#counts.hits += 1;
    this.#entries.kept(marketId, kept.venueAtMs, this.#options.runtime.nowMs());
    if (ask.isListed) this.#bringKept(ask, kept.frame);
    else ask.held = { frame: kept.frame, sentAtMs: kept.frame.readAtMs };
  }

  #usable(marketId: MarketId, ask: Ask, text: string): KeptBooks | null {
    const kept = readKept(marketId, text);
    if (kept === null || !kept.tokenIds.some((tokenId) => ask.tokenIds.includes(tokenId))) {
      this.#counts.unreadable += 1;
      return null;
    }
    const sentAtMs = kept.frame.readAtMs;
    const isNew = kept.venueAtMs >= ask.venueFloorMs;
    if (isNew && this.#isFresh(marketId, { ...kept, sentAtMs })) return kept;
    this.#counts.outrun += 1;
    return null;
  }

  /** Not too old, nothing of ours happened since, and not of a clock that runs ahead of this one. */
  #isFresh(
    marketId: MarketId,
    read: { readonly frame: KeptFrame; readonly sentAtMs: AtMs },
  ): boolean {
    const ageMs = this.#options.runtime.nowMs() - read.frame.readAtMs;
    return ageMs >= 0 && ageMs < KEPT_BOOK_MS && this.#entries.isUsable(marketId, read.sentAtMs);
  }

  /** The answer of the venue to whoever asked. */
  #onRead(books: ReadBooks): void {
    const { marketId, rows, readAtMs, sentAtMs } = books;
    const ask = this.#asks.get(marketId);
    const isUsable = this.#entries.isUsable(marketId, sentAtMs);
    if (isUsable) this.#keep(books);
    const isFirst = ask !== undefined && !ask.isBrought;
    if (isFirst && !isUsable) {
      this.#counts.outrun += 1; // It is read again: that was asked for with what made it too old.
    } else if (isFirst && !ask.isListed) {
      ask.held = { frame: { readAtMs, rows }, sentAtMs };
    } else {
      if (isFirst) ask.isBrought = true;
      this.#options.sink.json(READ_SOURCE, rows, readAtMs);
    }
  }

  #keep(books: ReadBooks): void {
    const { marketId, venueAtMs } = books;
    const nowMs = this.#options.runtime.nowMs();
    if (!this.#entries.mayWrite(marketId, nowMs)) return;
    const text = keptText(books);
    if (text === null) {
      this.#counts.tooLong += 1;
      return;
    }
    this.#entries.kept(marketId, venueAtMs, nowMs);
    this.#state.set(keptKey(marketId), text, KEPT_BOOK_MS);
  }

  #bringKept(ask: Ask, frame: KeptFrame): void {
    ask.isBrought = true;
    this.#options.sink.json(KEPT_SOURCE, frame, this.#options.runtime.nowMs());
  }

  #onChange(marketId: MarketId, venueAtMs: AtMs): void {
    this.#outrun(marketId, venueAtMs);
    if (this.#entries.isOutrun(marketId, venueAtMs)) this.invalidate(marketId);
  }

  #outrun(marketId: MarketId, venueAtMs: AtMs): void {
    const ask = this.#asks.get(marketId);
    if (ask !== undefined) ask.venueFloorMs = Math.max(ask.venueFloorMs, venueAtMs);
  }
}
