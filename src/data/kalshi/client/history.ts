import { z } from 'zod';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { PublicTrade } from '../../../engine/domain/market-event.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import { atMsIso, text } from '../../fields.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { tradeSchema } from '../schema.ts';
import {
  type CandleMinutes,
  historicalCandleSchema,
  type KalshiCandle,
  liveCandleSchema,
} from '../schema-candles.ts';
import type { KalshiHttp } from './kalshi-http.ts';
import type { ListOptions } from './markets.ts';
import { listOf, type PagedRead, walkPages } from './pages.ts';

/** Trades of one page; the most that the venue gives. */
export const TRADE_PAGE_ROWS = 1_000;
/** Candles of one request; the venue gives no more. */
export const CANDLES_MAX = 5_000;
/** From here on the venue keeps trades and candles under other addresses. */
const cutoffSchema = z
  .object({ market_settled_ts: atMsIso, trades_created_ts: atMsIso })
  .transform((raw) => ({
    marketsSettledMs: raw.market_settled_ts,
    tradesCreatedMs: raw.trades_created_ts,
  }));

/** What is older than these is read from the venue's archive. */
export type HistoricalCutoff = z.output<typeof cutoffSchema>;

/** A trade as the venue sent it, and what it says. */
export interface KalshiTradeRow {
  readonly row: Row;
  readonly tradeId: string;
  readonly trade: PublicTrade;
}

export interface TradeSpan {
  readonly marketId?: MarketId;
  /** Whole seconds are sent. */
  readonly fromMs?: AtMs;
  readonly untilMs?: AtMs;
  /** Reads the archive. */
  readonly isHistorical?: boolean;
}

export interface CandleSpan {
  /** The archive knows markets without their series. */
  readonly seriesTicker: string;
  readonly marketId: MarketId;
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
  readonly minutes: CandleMinutes;
  readonly isHistorical?: boolean;
}

export interface CandlesRead {
  /** Oldest first. */
  readonly candles: readonly KalshiCandle[];
  readonly problems: readonly Problem[];
}

/** Trades and candles of the past. Every method throws VenueError. */
export class KalshiHistory {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  async getHistoricalCutoff(options: ReadOptions = {}): Promise<HistoricalCutoff> {
    const endpoint = 'kalshi.historical-cutoff';
    const body = await this.#http.get({ ...options, endpoint, path: '/historical/cutoff' });
    return this.#http.value(endpoint, (reader) => reader.read(cutoffSchema, body));
  }

  /** Public trades, newest first; one that comes again on a later page is there once. */
  getTrades(span: TradeSpan = {}, options: ListOptions = {}): Promise<PagedRead<KalshiTradeRow>> {
    const endpoint = 'kalshi.trades';
    const { pagesMax, ...readOptions } = options;
    const seen = new Set<string>();
    return walkPages<KalshiTradeRow>({
      endpoint,
      list: 'trades',
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: (cursor) =>
        this.#http.get({
          ...readOptions,
          endpoint,
          path: span.isHistorical === true ? '/historical/trades' : '/markets/trades',
          query: [
            ['limit', String(TRADE_PAGE_ROWS)],
            ...(span.marketId === undefined ? [] : [['ticker', span.marketId] as const]),
            ...(span.fromMs === undefined ? [] : [['min_ts', secondsOf(span.fromMs)] as const]),
            ...(span.untilMs === undefined ? [] : [['max_ts', secondsOf(span.untilMs)] as const]),
            ...(cursor === null ? [] : [['cursor', cursor] as const]),
          ],
        }),
      read: (rows) => {
        const reader = new FrameReader(endpoint);
        const trades = rows
          .flatMap((row) => tradeRow(row, reader) ?? [])
          .filter(({ tradeId }) => !seen.has(tradeId) && seen.add(tradeId));
        return { rows: trades, problems: counted(reader.problems, this.#http.metrics, endpoint) };
      },
    });
  }

  /** @throws InvariantError for a span of more than {@link CANDLES_MAX} candles */
  async getCandlesticks(span: CandleSpan, options: ReadOptions = {}): Promise<CandlesRead> {
    const { seriesTicker, marketId, fromMs, untilMs, minutes, isHistorical = false } = span;
    const count = (untilMs - fromMs) / (minutes * MINUTE_MS);
    invariant(count >= 0 && count <= CANDLES_MAX, `a span holds at most ${CANDLES_MAX} candles`);
    const endpoint = isHistorical ? 'kalshi.historical-candlesticks' : 'kalshi.candlesticks';
    const market = `/markets/${marketId}/candlesticks`;
    const body = await this.#http.get({
      ...options,
      endpoint,
      path: isHistorical
        ? `/historical${market}`
        : `/series/${encodeURIComponent(seriesTicker)}${market}`,
      query: [
        ['start_ts', secondsOf(fromMs)],
        ['end_ts', secondsOf(untilMs)],
        ['period_interval', String(minutes)],
      ],
    });
    const reader = new FrameReader(endpoint);
    const schema = isHistorical ? historicalCandleSchema : liveCandleSchema;
    const rows = listOf({ endpoint, name: 'candlesticks', rowsMax: CANDLES_MAX + 1 }, body);
    const candles = rows.flatMap((row) => reader.read(schema, row) ?? []);
    const problems = counted(reader.problems, this.#http.metrics, endpoint);
    return { candles: candles.sort((a, b) => a.endsAtMs - b.endsAtMs), problems };
  }
}

const tradeIdSchema = z.object({ trade_id: text.min(1) });

function tradeRow(row: unknown, reader: FrameReader): KalshiTradeRow | null {
  const named = reader.read(tradeIdSchema, row);
  const trade = named === null ? null : reader.read(tradeSchema, row);
  return named === null || trade === null || !isRow(row)
    ? null
    : { row, tradeId: named.trade_id, trade };
}

function secondsOf(atMs: AtMs): string {
  return String(Math.floor(atMs / SECOND_MS));
}
