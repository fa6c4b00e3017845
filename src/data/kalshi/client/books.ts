import type { MarketId } from '../../../engine/domain/ids.ts';
import type { BookSnapshot } from '../../../engine/domain/market-event.ts';
import { MINUTE_MS } from '../../../engine/domain/time.ts';
import { decimalFromMicro } from '../../../engine/domain/values/micro.ts';
import { complement, type Price, type Quantity } from '../../../engine/domain/values/money.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { isUnauthorized, malformed } from '../errors.ts';
import { parseKalshiBooks } from '../parse-book.ts';
import type { MarketTop } from '../parse-market.ts';
import type { KalshiHttp } from './kalshi-http.ts';
import type { KalshiMarkets } from './markets.ts';
import { chunksOf } from './pages.ts';

/** Books asked for in one request. */
export const BOOKS_PER_REQUEST = 100;
/** Books of one answer may be deep, in bytes. */
const BOOKS_BYTES_MAX = 32 * 1024 * 1024;
/** So long after the venue refused whole books they are asked for again. */
export const BOOKS_RETRY_MS = 10 * MINUTE_MS;
/** Refusals of a signature in a row that are taken for good; one may be a clock that is a little off. */
export const SIGNED_REFUSALS_MAX = 3;

/** `full`: every level. `top`: the best level of each side, of the list of markets. */
export type BookBasis = 'full' | 'top';

/** A book as a frame of `kalshi.book`, and what it says. */
export interface KalshiBookRow {
  readonly row: Row;
  readonly basis: BookBasis;
  /** The book as each outcome sees it. */
  readonly snapshots: readonly BookSnapshot[];
}

export interface KalshiBooksRead {
  readonly books: readonly KalshiBookRow[];
  /** Asked for and not answered, or not readable. */
  readonly missing: readonly MarketId[];
  readonly problems: readonly Problem[];
}

/** How the venue gives out whole books, as far as it has shown. */
export type BookAccess = 'unsigned' | 'signed' | 'topOnly';

/**
 * Order books. Sources differ on whether whole books need a key, so the venue is asked: without a
 * signature, then with one, and else the best prices of its list of markets stand for the book. Every
 * method throws VenueError.
 */
export class KalshiBooks {
  readonly #http: KalshiHttp;
  readonly #markets: KalshiMarkets;
  readonly #runtime: HttpRuntime;
  #access: BookAccess = 'unsigned';
  #signedRefusals = 0;
  #refusedMs = Number.NEGATIVE_INFINITY;

  constructor(http: KalshiHttp, markets: KalshiMarkets, runtime: HttpRuntime) {
    this.#http = http;
    this.#markets = markets;
    this.#runtime = runtime;
  }

  get access(): BookAccess {
    return this.#access;
  }

  /** The book of one market; `null` when the venue has none. */
  async getOrderbook(id: MarketId, options: ReadOptions = {}): Promise<KalshiBookRow | null> {
    const endpoint = 'kalshi.orderbook';
    const path = `/markets/${id}/orderbook`;
    const body = await this.#whole((isSigned) =>
      this.#http.getOrAbsent({ ...options, endpoint, path, isSigned }),
    );
    if (body === 'refused') return (await this.#tops([id], options)).books[0] ?? null;
    if (body === null) return null;
    if (!isRow(body)) throw malformed(endpoint, 'an answer without an order book');
    return this.#http.value(endpoint, (reader) => this.#rowOf({ ...body, ticker: id }, reader));
  }

  async getOrderbooks(
    ids: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<KalshiBooksRead> {
    const endpoint = 'kalshi.orderbooks';
    const missing = new Set(ids);
    const books: KalshiBookRow[] = [];
    const reader = new FrameReader(endpoint);
    for (const chunk of chunksOf([...missing], BOOKS_PER_REQUEST)) {
      const body = await this.#whole((isSigned) =>
        this.#http.get({
          ...options,
          endpoint,
          path: '/markets/orderbooks',
          query: chunk.map((id) => ['tickers', id] as const),
          bytesMax: BOOKS_BYTES_MAX,
          isSigned,
        }),
      );
      // A refusal holds for the chunks after it too.
      if (body === 'refused') return this.#tops(ids, options);
      for (const row of rowsOf(endpoint, body)) {
        const book = isRow(row) ? this.#rowOf(row, reader) : reader.refuse('frame', 'a book');
        if (book !== null && isWanted(book, missing, reader)) books.push(book);
      }
    }
    const problems = counted(reader.problems, this.#http.metrics, endpoint);
    return { books, missing: [...missing], problems };
  }

  /** What `ask` answers in the way that works; `refused` when none does. */
  async #whole<T>(ask: (isSigned: boolean) => Promise<T>): Promise<T | 'refused'> {
    this.#reconsider();
    if (this.#access === 'unsigned') {
      try {
        return await ask(false);
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
        this.#refused(this.#http.hasKey ? 'signed' : 'topOnly');
      }
    }
    if (this.#access === 'topOnly') return 'refused';
    try {
      const answer = await ask(true);
      this.#signedRefusals = 0;
      return answer;
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      this.#signedRefusals += 1;
      if (this.#signedRefusals >= SIGNED_REFUSALS_MAX) this.#refused('topOnly');
      return 'refused';
    }
  }

  #refused(access: BookAccess): void {
    this.#access = access;
    this.#signedRefusals = 0;
    this.#refusedMs = this.#runtime.monotonicMs();
  }

  #reconsider(): void {
    const isOld = this.#runtime.monotonicMs() - this.#refusedMs >= BOOKS_RETRY_MS;
    if (this.#access === 'topOnly' && isOld) this.#access = 'unsigned';
  }

  async #tops(ids: readonly MarketId[], options: ReadOptions): Promise<KalshiBooksRead> {
    const read = await this.#markets.getMarketsByTicker(ids, options);
    const reader = new FrameReader('kalshi.orderbooks');
    const missing: MarketId[] = [...read.missing];
    const books: KalshiBookRow[] = [];
    for (const { listing } of read.rows) {
      const { id } = listing.market;
      const top = topBook(listing.top);
      const row = top === null ? null : { ticker: id, basis: 'top', orderbook_fp: top };
      if (row === null) reader.refuse('yes_bid_size_fp', 'what rests at the best prices');
      const book = row === null ? null : this.#rowOf(row, reader);
      if (book === null) missing.push(id);
      else books.push(book);
    }
    counted(reader.problems, this.#http.metrics, 'kalshi.orderbooks');
    return { books, missing, problems: [...read.problems, ...reader.problems] };
  }

  #rowOf(venueRow: Row, reader: FrameReader): KalshiBookRow | null {
    const row = { ...venueRow, at_ms: this.#runtime.nowMs() };
    const own = new FrameReader(reader.source);
    parseKalshiBooks(row, own, null);
    for (const { reason, field, expected } of own.problems) reader.note(reason, field, expected);
    const snapshots = own.events.filter((event) => event.kind === 'bookSnapshot');
    if (snapshots.length === 0) return null;
    return { row, basis: venueRow['basis'] === 'top' ? 'top' : 'full', snapshots };
  }
}

/** Whether it was asked for and is there for the first time; it is not missing any more then. */
function isWanted(book: KalshiBookRow, missing: Set<MarketId>, reader: FrameReader): boolean {
  const id = book.snapshots[0]?.marketId;
  if (id !== undefined && missing.delete(id)) return true;
  reader.refuse('ticker', 'a market that was asked for, once');
  return false;
}

function rowsOf(endpoint: string, body: unknown): readonly unknown[] {
  const rows = isRow(body) ? body['orderbooks'] : body;
  if (Array.isArray(rows) && rows.length <= BOOKS_PER_REQUEST) return rows;
  throw malformed(endpoint, 'an answer without a list of order books');
}

type TopLevel = readonly (readonly [string, string])[];

/** A book of one level a side, in the venue's shape; `null` where the list tells no sizes. */
function topBook(
  top: MarketTop,
): { readonly yes_dollars: TopLevel; readonly no_dollars: TopLevel } | null {
  const noBid = top.yesAsk === null ? null : complement(top.yesAsk);
  const yes = levelOf(top.yesBid, top.yesBidSize);
  const no = levelOf(noBid, top.yesAskSize);
  return yes === null || no === null ? null : { yes_dollars: yes, no_dollars: no };
}

function levelOf(price: Price | null, size: Quantity | null): TopLevel | null {
  if (price === null || size === 0) return [];
  return size === null ? null : [[decimalFromMicro(price), decimalFromMicro(size)]];
}
