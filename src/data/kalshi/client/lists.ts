import type { MarketId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import { isRow, type Row } from '../../parsed.ts';
import { EVENT_PAGE_ROWS } from './catalogue.ts';
import type { KalshiGet, KalshiHttp } from './kalshi-http.ts';
import { MARKET_PAGE_ROWS, type MarketFilter, marketQuery, PAGE_BYTES_MAX } from './markets.ts';
import { cursorOf, listOf } from './pages.ts';

/** Series of one category at most: the largest had 4,000 in 2026. */
const SERIES_ROWS_MAX = 50_000;
const SERIES_BYTES_MAX = 64 * 1024 * 1024;

/** One page of a list as the venue sent it: whoever asked reads its rows, a few at a time. */
export interface RawPage {
  readonly rows: readonly unknown[];
  /** Where the next page begins, `null` behind the last. */
  readonly cursor: string | null;
}

export interface EventListFilter {
  readonly status?: 'open';
  /** At most a page of them. */
  readonly tickers?: readonly string[];
  /** Only what changed since. */
  readonly updatedFromMs?: AtMs;
}

/**
 * Long lists, page by page and unread: all open markets are 80,000 rows, which nobody holds or reads
 * at once. Every method throws VenueError.
 */
export class KalshiLists {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  marketPage(
    filter: MarketFilter,
    cursor: string | null,
    options: ReadOptions = {},
  ): Promise<RawPage> {
    return this.#page('markets', cursor, {
      ...options,
      endpoint: 'kalshi.market-page',
      path: '/markets',
      query: [['limit', String(MARKET_PAGE_ROWS)], ...marketQuery(filter)],
      bytesMax: PAGE_BYTES_MAX,
    });
  }

  /** Events without their markets. */
  eventPage(
    filter: EventListFilter,
    cursor: string | null,
    options: ReadOptions = {},
  ): Promise<RawPage> {
    const { status, tickers, updatedFromMs } = filter;
    return this.#page('events', cursor, {
      ...options,
      endpoint: 'kalshi.event-page',
      path: '/events',
      query: [
        ['limit', String(EVENT_PAGE_ROWS)],
        ...(status === undefined ? [] : [['status', status] as const]),
        ...(tickers === undefined ? [] : [['tickers', tickers.join(',')] as const]),
        ...(updatedFromMs === undefined
          ? []
          : [['min_updated_ts', String(Math.floor(updatedFromMs / SECOND_MS))] as const]),
      ],
    });
  }

  /** Series of one category in the venue's own spelling, capitals included. */
  async seriesRows(category: string, options: ReadOptions = {}): Promise<readonly unknown[]> {
    const endpoint = 'kalshi.series-list';
    const body = await this.#http.get({
      ...options,
      endpoint,
      path: '/series',
      query: [['category', category]],
      bytesMax: SERIES_BYTES_MAX,
    });
    return listOf({ endpoint, name: 'series', rowsMax: SERIES_ROWS_MAX }, body);
  }

  /** A market that lists do not show any more, from the venue's archive; `null` for none. */
  async archivedMarket(id: MarketId, options: ReadOptions = {}): Promise<Row | null> {
    const body = await this.#http.getOrAbsent({
      ...options,
      endpoint: 'kalshi.archived-market',
      path: `/historical/markets/${id}`,
    });
    const row = isRow(body) ? body['market'] : null;
    return isRow(row) ? row : null;
  }

  async #page(list: string, cursor: string | null, get: KalshiGet): Promise<RawPage> {
    const query = [...(get.query ?? []), ...(cursor === null ? [] : [['cursor', cursor] as const])];
    const body = await this.#http.get({ ...get, query });
    const { endpoint } = get;
    return { rows: listOf({ endpoint, name: list }, body), cursor: cursorOf(endpoint, body) };
  }
}
