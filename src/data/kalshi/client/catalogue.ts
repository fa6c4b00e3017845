import type { z } from 'zod';
import type { ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { malformed } from '../errors.ts';
import {
  type EventFeeChange,
  eventFeeChangeSchema,
  eventSchema,
  type KalshiEvent,
  type KalshiSeries,
  type SeriesFeeChange,
  seriesFeeChangeSchema,
  seriesSchema,
} from '../schema-event.ts';
import type { KalshiHttp, Query } from './kalshi-http.ts';
import { type KalshiMarketRow, type ListOptions, readMarketRows } from './markets.ts';
import { listOf, type PagedRead, walkPages } from './pages.ts';

/** Events of one page; the most that the venue gives. */
export const EVENT_PAGE_ROWS = 200;
const FEE_PAGE_ROWS = 1_000;
/** The venue lists its series in one answer: 14,000 in 2026. */
const SERIES_MAX = 100_000;
const SERIES_BYTES_MAX = 128 * 1024 * 1024;
/** An event may hold hundreds of markets, in bytes of one page. */
const EVENTS_BYTES_MAX = 64 * 1024 * 1024;
const FEE_CHANGES_MAX = 100_000;

export interface EventFilter {
  readonly status?: 'unopened' | 'open' | 'closed' | 'settled';
  readonly seriesTicker?: string;
}

/** An event as the venue sent it, without its markets, and what it says. */
export interface KalshiEventRow {
  readonly row: Row;
  readonly event: KalshiEvent;
  /** Its markets; each row carries the event, as `kalshi.markets` frames do. */
  readonly markets: readonly KalshiMarketRow[];
}

/** Events, series and what they charge. Every method throws VenueError. */
export class KalshiCatalogue {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  /** Events with their markets; combinations are left out by the venue. */
  getEvents(
    filter: EventFilter = {},
    options: ListOptions = {},
  ): Promise<PagedRead<KalshiEventRow>> {
    const endpoint = 'kalshi.events';
    const { pagesMax, ...readOptions } = options;
    const { status, seriesTicker } = filter;
    return walkPages<KalshiEventRow>({
      endpoint,
      list: 'events',
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: (cursor) =>
        this.#http.get({
          ...readOptions,
          endpoint,
          path: '/events',
          query: [
            ['limit', String(EVENT_PAGE_ROWS)],
            ['with_nested_markets', 'true'],
            ...(status === undefined ? [] : [['status', status] as const]),
            ...(seriesTicker === undefined ? [] : [['series_ticker', seriesTicker] as const]),
            ...(cursor === null ? [] : [['cursor', cursor] as const]),
          ],
          bytesMax: EVENTS_BYTES_MAX,
        }),
      read: (rows) => {
        const reader = new FrameReader(endpoint);
        const events = rows.flatMap((row) => eventRow(row, reader) ?? []);
        return { rows: events, problems: counted(reader.problems, this.#http.metrics, endpoint) };
      },
    });
  }

  /** One event with its markets, `null` when there is none of that ticker. */
  async getEvent(ticker: string, options: ReadOptions = {}): Promise<KalshiEventRow | null> {
    const endpoint = 'kalshi.event';
    const body = await this.#http.getOrAbsent({
      ...options,
      endpoint,
      path: `/events/${encodeURIComponent(ticker)}`,
      query: [['with_nested_markets', 'true']],
      bytesMax: EVENTS_BYTES_MAX,
    });
    if (body === null) return null;
    return this.#http.value(endpoint, (reader) =>
      eventRow(isRow(body) ? body['event'] : null, reader),
    );
  }

  /** One series, `null` when there is none of that ticker. */
  async getSeries(
    ticker: string,
    options: ReadOptions = {},
  ): Promise<{ readonly row: Row; readonly series: KalshiSeries } | null> {
    const endpoint = 'kalshi.series';
    const path = `/series/${encodeURIComponent(ticker)}`;
    const body = await this.#http.getOrAbsent({ ...options, endpoint, path });
    if (body === null) return null;
    const row = isRow(body) ? body['series'] : null;
    if (!isRow(row)) throw malformed(endpoint, 'an answer without a series');
    const series = this.#http.value(endpoint, (reader) => reader.read(seriesSchema, row));
    return { row, series };
  }

  /** All series, or those of one category in the venue's own spelling, capitals included. */
  getSeriesList(
    category: string | null,
    options: ReadOptions = {},
  ): Promise<{ readonly rows: readonly KalshiSeries[]; readonly problems: readonly Problem[] }> {
    return this.#wholeList(seriesSchema, 'series', {
      ...options,
      endpoint: 'kalshi.series-list',
      path: '/series',
      query: category === null ? [] : [['category', category]],
    });
  }

  /** Fees of series that changed or will. */
  getFeeChanges(
    seriesTicker: string | null = null,
    options: ReadOptions = {},
  ): Promise<{ readonly rows: readonly SeriesFeeChange[]; readonly problems: readonly Problem[] }> {
    return this.#wholeList(seriesFeeChangeSchema, 'series_fee_change_arr', {
      ...options,
      endpoint: 'kalshi.series-fee-changes',
      path: '/series/fee_changes',
      query: seriesTicker === null ? [] : [['series_ticker', seriesTicker]],
    });
  }

  /** Overrides of events that changed or will. */
  getEventFeeChanges(
    eventTicker: string | null = null,
    options: ListOptions = {},
  ): Promise<PagedRead<EventFeeChange>> {
    const endpoint = 'kalshi.event-fee-changes';
    const { pagesMax, ...readOptions } = options;
    return walkPages<EventFeeChange>({
      endpoint,
      list: 'event_fee_changes',
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: (cursor) =>
        this.#http.get({
          ...readOptions,
          endpoint,
          path: '/events/fee_changes',
          query: [
            ['limit', String(FEE_PAGE_ROWS)],
            ...(eventTicker === null ? [] : [['event_ticker', eventTicker] as const]),
            ...(cursor === null ? [] : [['cursor', cursor] as const]),
          ],
        }),
      read: (rows) => {
        const reader = new FrameReader(endpoint);
        const read = rows.flatMap((row) => reader.read(eventFeeChangeSchema, row) ?? []);
        return { rows: read, problems: counted(reader.problems, this.#http.metrics, endpoint) };
      },
    });
  }

  /** A list that the venue does not cut into pages. */
  async #wholeList<T>(
    schema: z.ZodType<T>,
    list: string,
    get: ReadOptions & { readonly endpoint: string; readonly path: string; readonly query: Query },
  ): Promise<{ readonly rows: readonly T[]; readonly problems: readonly Problem[] }> {
    const { endpoint } = get;
    const body = await this.#http.get({ ...get, bytesMax: SERIES_BYTES_MAX });
    const reader = new FrameReader(endpoint);
    const rowsMax = list === 'series' ? SERIES_MAX : FEE_CHANGES_MAX;
    const rows = listOf({ endpoint, name: list, rowsMax }, body).flatMap(
      (row) => reader.read(schema, row) ?? [],
    );
    return { rows, problems: counted(reader.problems, this.#http.metrics, endpoint) };
  }
}

/** An event of the venue; its markets are rows of their own that carry it. */
function eventRow(raw: unknown, reader: FrameReader): KalshiEventRow | null {
  const event = reader.read(eventSchema, raw);
  if (event === null || !isRow(raw)) return null;
  const { markets, ...row } = raw;
  const nested = Array.isArray(markets) ? markets : [];
  const read = readMarketRows(
    reader.source,
    nested.map((market: unknown) => (isRow(market) ? { ...market, event: row } : market)),
  );
  for (const { reason, field, expected } of read.problems) {
    reader.note(reason, `markets.${field}`, expected);
  }
  return { row, event, markets: read.rows };
}
