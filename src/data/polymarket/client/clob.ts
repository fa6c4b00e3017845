import { z } from 'zod';
import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { BookSnapshot } from '../../../engine/domain/market-event.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import { converted, secondsNumber } from '../../fields.ts';
import type { JsonHttp, ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { paddedConditionId } from '../condition-id.ts';
import { parseBook } from '../parse-book.ts';
import { historyRowSchema } from '../schema-history.ts';
import { listOf, malformed } from './data-envelope.ts';
import { isAbsent } from './errors.ts';
import { chunksOf } from './pages.ts';
import { type ClobMarket, clobMarketSchema } from './parse-clob-market.ts';

/** Books asked for in one request. */
export const BOOKS_PER_REQUEST = 100;
/** Points of a price history taken at most: two weeks of minutes. */
export const HISTORY_POINTS_MAX = 20_160;
/** Longest answer of {@link Clob.books}, in bytes: many levels of many books. */
const BOOKS_BYTES_MAX = 32 * 1024 * 1024;

const HISTORY_ENDPOINT = 'clob.prices-history';

export type HistoryInterval = '1h' | '6h' | '1d' | '1w' | '1m' | 'max';

/** What of a price history is asked for. */
export type HistorySpan =
  | { readonly interval: HistoryInterval }
  | { readonly startAtMs: AtMs; readonly endAtMs: AtMs; readonly fidelityMinutes: number };

export interface PricePoint {
  readonly atMs: AtMs;
  readonly price: Price;
}

/** Where the venue's clock stands against ours. */
export interface ClockSkew {
  /** Positive when the venue is ahead. */
  readonly skewMs: number;
  /** The truth lies within this much to either side: whole seconds, and half of the round trip. */
  readonly uncertaintyMs: number;
}

export interface BooksRead {
  readonly books: readonly BookSnapshot[];
  /** Asked for and not answered, or not readable. */
  readonly missing: readonly TokenId[];
  readonly problems: readonly Problem[];
}

/** A book as the venue sent it, and what it says. */
export interface BookRow {
  readonly row: Row;
  readonly book: BookSnapshot;
}

export interface BookRowsRead {
  readonly rows: readonly BookRow[];
  /** Asked for and not answered, or not readable. */
  readonly missing: readonly TokenId[];
  readonly problems: readonly Problem[];
}

/** Public reads of the CLOB. Every method throws VenueError. */
export class Clob {
  readonly #http: JsonHttp;
  readonly #runtime: HttpRuntime;

  constructor(http: JsonHttp, runtime: HttpRuntime) {
    this.#http = http;
    this.#runtime = runtime;
  }

  /** Whether the venue says that it is well. */
  async isOk(options: ReadOptions = {}): Promise<boolean> {
    const get = { ...options, endpoint: 'clob.ok', groups: ['total'], path: '/ok' };
    return /^"?OK"?$/.test((await this.#http.getText(get)).trim());
  }

  /** The newest version of orders that the venue takes. */
  async version(options: ReadOptions = {}): Promise<number> {
    const endpoint = 'clob.version';
    const get = { ...options, endpoint, groups: ['total'], path: '/version' };
    const read = versionSchema.safeParse(await this.#http.getJson(get));
    if (!read.success) throw malformed(endpoint, 'version: a whole number');
    return read.data.version;
  }

  async clockSkew(options: ReadOptions = {}): Promise<ClockSkew> {
    const endpoint = 'clob.time';
    const sentAtMs = this.#runtime.nowMs();
    const get = { ...options, endpoint, groups: ['total'], path: '/time' };
    const venue = secondsNumber.safeParse(await this.#http.getJson(get));
    const receivedAtMs = this.#runtime.nowMs();
    if (!venue.success) throw malformed(endpoint, 'a time that is no Unix seconds');
    const halfSecondMs = SECOND_MS / 2;
    return {
      skewMs: venue.data + halfSecondMs - (sentAtMs + receivedAtMs) / 2,
      uncertaintyMs: halfSecondMs + Math.abs(receivedAtMs - sentAtMs) / 2,
    };
  }

  /** The book of one token, `null` when the venue has none (yet). */
  async book(tokenId: TokenId, options: ReadOptions = {}): Promise<BookSnapshot | null> {
    const endpoint = 'clob.book';
    const reader = new FrameReader(endpoint);
    const body = await this.#orAbsent({
      ...options,
      endpoint,
      groups: ['total', 'book'],
      path: '/book',
      query: [['token_id', tokenId]],
    });
    if (body === null) return null;
    const book = isRow(body) ? parseBook(body, 'poll', reader) : reader.refuse('frame', 'a book');
    if (book?.tokenId === tokenId) return book;
    if (book !== null) reader.refuse('asset_id', 'the token that was asked for');
    throw this.#unreadable(endpoint, reader);
  }

  async books(tokenIds: readonly TokenId[], options: ReadOptions = {}): Promise<BooksRead> {
    const { rows, missing, problems } = await this.bookRows(tokenIds, options);
    return { books: rows.map(({ book }) => book), missing, problems };
  }

  /** Like {@link books}, with the venue's own rows. */
  async bookRows(tokenIds: readonly TokenId[], options: ReadOptions = {}): Promise<BookRowsRead> {
    const endpoint = 'clob.books';
    const reader = new FrameReader(endpoint);
    const missing = new Set(tokenIds);
    const rows: BookRow[] = [];
    for (const chunk of chunksOf([...missing], BOOKS_PER_REQUEST)) {
      const body = await this.#http.postJson({
        ...options,
        endpoint,
        groups: ['total', 'books'],
        path: '/books',
        body: chunk.map((tokenId) => ({ token_id: tokenId })),
        isIdempotent: true,
        bytesMax: BOOKS_BYTES_MAX,
      });
      for (const row of listOf(endpoint, body)) {
        if (!isRow(row)) {
          reader.refuse('frame', 'a book');
          continue;
        }
        const book = parseBook(row, 'poll', reader);
        if (book === null) continue;
        if (missing.delete(book.tokenId)) rows.push({ row, book });
        else reader.refuse('asset_id', 'a token that was asked for, once');
      }
    }
    const problems = counted(reader.problems, this.#http.metrics, endpoint);
    return { rows, missing: [...missing], problems };
  }

  /** The trading rules of a market, `null` when the CLOB does not know it (yet). */
  async market(marketId: MarketId, options: ReadOptions = {}): Promise<ClobMarket | null> {
    const endpoint = 'clob.market';
    const path = `/clob-markets/${marketId}`;
    const body = await this.#orAbsent({ ...options, endpoint, groups: ['total'], path });
    if (body === null) return null;
    return this.#read(endpoint, clobMarketSchema(marketId), body);
  }

  /** The market of a token, `null` when the CLOB does not know it (yet). */
  async marketOf(tokenId: TokenId, options: ReadOptions = {}): Promise<MarketId | null> {
    const endpoint = 'clob.market-by-token';
    const path = `/markets-by-token/${tokenId}`;
    const body = await this.#orAbsent({ ...options, endpoint, groups: ['total'], path });
    if (body === null) return null;
    return this.#read(endpoint, tokenMarketSchema, body).condition_id;
  }

  /** Past prices of a token, oldest first. */
  async priceHistory(
    tokenId: TokenId,
    over: HistorySpan,
    options: ReadOptions = {},
  ): Promise<readonly PricePoint[]> {
    const body = await this.#history(tokenId, over, options);
    const points = this.#read(HISTORY_ENDPOINT, historySchema, body);
    return [...points].sort((a, b) => a.atMs - b.atMs);
  }

  /** Like {@link priceHistory}, the venue's own rows as they came. */
  async priceHistoryRows(
    tokenId: TokenId,
    over: HistorySpan,
    options: ReadOptions = {},
  ): Promise<readonly unknown[]> {
    const body = await this.#history(tokenId, over, options);
    return this.#read(HISTORY_ENDPOINT, historyRowsSchema, body).history;
  }

  #history(tokenId: TokenId, over: HistorySpan, options: ReadOptions): Promise<unknown> {
    const span: readonly (readonly [string, string])[] =
      'interval' in over
        ? [['interval', over.interval]]
        : [
            ['startTs', String(Math.floor(over.startAtMs / SECOND_MS))],
            ['endTs', String(Math.ceil(over.endAtMs / SECOND_MS))],
            ['fidelity', String(over.fidelityMinutes)],
          ];
    return this.#http.getJson({
      ...options,
      endpoint: HISTORY_ENDPOINT,
      groups: ['total', 'prices-history'],
      path: '/prices-history',
      query: [['market', tokenId], ...span],
    });
  }

  #read<T>(endpoint: string, schema: z.ZodType<T>, body: unknown): T {
    const reader = new FrameReader(endpoint);
    const read = reader.read(schema, body);
    if (read === null) throw this.#unreadable(endpoint, reader);
    return read;
  }

  async #orAbsent(get: Parameters<JsonHttp['getJson']>[0]): Promise<unknown> {
    try {
      return await this.#http.getJson(get);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  #unreadable(endpoint: string, reader: FrameReader): Error {
    const [first] = counted(reader.problems, this.#http.metrics, endpoint);
    return malformed(endpoint, `${first?.field ?? 'frame'}: ${first?.expected ?? 'another shape'}`);
  }
}

const versionSchema = z.object({ version: z.int() });

const tokenMarketSchema = z.object({
  condition_id: converted(z.string(), 'a condition id', paddedConditionId),
});

const historyRowsSchema = z.object({ history: z.array(z.unknown()).max(HISTORY_POINTS_MAX) });

const historySchema: z.ZodType<readonly PricePoint[]> = z
  .object({ history: z.array(historyRowSchema).max(HISTORY_POINTS_MAX) })
  .transform(({ history }) => history);
