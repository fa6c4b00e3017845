import type { MarketId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { malformed } from '../errors.ts';
import type { KalshiListing } from '../parse-market.ts';
import { readListing } from '../parse-markets.ts';
import type { KalshiHttp, Query } from './kalshi-http.ts';
import { chunksOf, type PagedRead, walkPages } from './pages.ts';

/** Markets of one page; the most that the venue gives. */
export const MARKET_PAGE_ROWS = 1_000;
/** Tickers of one request: longer addresses are refused by proxies. */
export const TICKERS_PER_REQUEST = 100;
/** Longest page, in bytes: rules texts are long. */
export const PAGE_BYTES_MAX = 32 * 1024 * 1024;

/** What a request may ask for; objects that come back have statuses of their own. */
export type StatusFilter = 'unopened' | 'open' | 'paused' | 'closed' | 'settled';

export interface MarketFilter {
  readonly status?: StatusFilter;
  readonly eventTicker?: string;
  readonly seriesTicker?: string;
  /** Whole seconds are sent; the venue counts from the start of one. */
  readonly closesFromMs?: AtMs;
  readonly closesUntilMs?: AtMs;
  /** Only what changed since, prices aside; the venue takes no status, event or time beside it. */
  readonly updatedFromMs?: AtMs;
  /** Combinations of other markets; left out unless they are wanted. */
  readonly withCombos?: boolean;
}

export interface ListOptions extends ReadOptions {
  readonly pagesMax?: number;
}

/** A market as the venue sent it, and what it says. */
export interface KalshiMarketRow {
  readonly row: Row;
  readonly listing: KalshiListing;
}

export interface MarketsByTicker {
  readonly rows: readonly KalshiMarketRow[];
  /** Asked for and not answered, or not readable. */
  readonly missing: readonly MarketId[];
  readonly problems: readonly Problem[];
}

/** Lists of markets. Every method throws VenueError. */
export class KalshiMarkets {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  getMarkets(
    filter: MarketFilter = {},
    options: ListOptions = {},
  ): Promise<PagedRead<KalshiMarketRow>> {
    const endpoint = 'kalshi.markets';
    const { pagesMax, ...readOptions } = options;
    return walkPages<KalshiMarketRow>({
      endpoint,
      list: 'markets',
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: (cursor) =>
        this.#http.get({
          ...readOptions,
          endpoint,
          path: '/markets',
          query: [
            ['limit', String(MARKET_PAGE_ROWS)],
            ...marketQuery(filter),
            ...(cursor === null ? [] : [['cursor', cursor] as const]),
          ],
          bytesMax: PAGE_BYTES_MAX,
        }),
      read: (rows) => this.#read(endpoint, rows),
    });
  }

  /** Markets by their tickers, in pieces. */
  async getMarketsByTicker(
    ids: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<MarketsByTicker> {
    const endpoint = 'kalshi.markets-by-ticker';
    const missing = new Set(ids);
    const rows: KalshiMarketRow[] = [];
    const problems: Problem[] = [];
    for (const chunk of chunksOf([...missing], TICKERS_PER_REQUEST)) {
      const body = await this.#http.get({
        ...options,
        endpoint,
        path: '/markets',
        query: [
          ['limit', String(MARKET_PAGE_ROWS)],
          ['tickers', chunk.join(',')],
        ],
        bytesMax: PAGE_BYTES_MAX,
      });
      if (!isRow(body) || !Array.isArray(body['markets'])) {
        throw malformed(endpoint, 'an answer without a list of markets');
      }
      const read = this.#read(endpoint, body['markets']);
      problems.push(...read.problems);
      for (const row of read.rows) if (missing.delete(row.listing.market.id)) rows.push(row);
    }
    return { rows, missing: [...missing], problems };
  }

  /** One market, `null` when the venue has none of that ticker. */
  async getMarket(id: MarketId, options: ReadOptions = {}): Promise<KalshiMarketRow | null> {
    const endpoint = 'kalshi.market';
    const body = await this.#http.getOrAbsent({ ...options, endpoint, path: `/markets/${id}` });
    if (body === null) return null;
    const row = isRow(body) ? body['market'] : null;
    if (!isRow(row)) throw malformed(endpoint, 'an answer without a market');
    const listing = this.#http.value(endpoint, (reader) => readListing(row, reader));
    if (listing.market.id !== id) throw malformed(endpoint, 'another market than asked for');
    return { row, listing };
  }

  #read(endpoint: string, rows: readonly unknown[]) {
    const read = readMarketRows(endpoint, rows);
    counted(read.problems, this.#http.metrics, endpoint);
    return read;
  }
}

/** Rows that can be read; what is wrong with the others is a problem each. */
export function readMarketRows(
  endpoint: string,
  rows: readonly unknown[],
): { readonly rows: readonly KalshiMarketRow[]; readonly problems: readonly Problem[] } {
  const reader = new FrameReader(endpoint);
  const read: KalshiMarketRow[] = [];
  for (const row of rows) {
    const listing = readListing(row, reader);
    if (listing !== null && isRow(row)) read.push({ row, listing });
  }
  return { rows: read, problems: reader.problems };
}

/** A filter as the venue reads it. */
export function marketQuery(filter: MarketFilter): Query {
  const seconds = (atMs: AtMs): string => String(Math.floor(atMs / SECOND_MS));
  const { status, eventTicker, seriesTicker, closesFromMs, closesUntilMs, updatedFromMs } = filter;
  return [
    ...(status === undefined ? [] : [['status', status] as const]),
    ...(eventTicker === undefined ? [] : [['event_ticker', eventTicker] as const]),
    ...(seriesTicker === undefined ? [] : [['series_ticker', seriesTicker] as const]),
    ...(closesFromMs === undefined ? [] : [['min_close_ts', seconds(closesFromMs)] as const]),
    ...(closesUntilMs === undefined ? [] : [['max_close_ts', seconds(closesUntilMs)] as const]),
    ...(updatedFromMs === undefined ? [] : [['min_updated_ts', seconds(updatedFromMs)] as const]),
    ...(filter.withCombos === true ? [] : [['mve_filter', 'exclude'] as const]),
  ];
}
