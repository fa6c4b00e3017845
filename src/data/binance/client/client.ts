import type { SpotCandle } from '../../../engine/domain/spot-candle.ts';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import type { EndpointCounts } from '../../http/endpoint-metrics.ts';
import { JsonHttp, type ReadOptions } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { RateLimit } from '../../http/token-bucket.ts';
import { VenueError } from '../../http/venue-error.ts';
import { problemOf } from '../errors.ts';
import { klineRowSchema, timeSchema } from '../schema.ts';

/** The venue counts weight per address and minute. */
const WEIGHT_PER_MINUTE = 6_000;
/** The heaviest of the requests below (prices of several symbols); the others are lighter. */
const WEIGHT_MAX = 4;
const LIMITS = {
  total: { requests: WEIGHT_PER_MINUTE / WEIGHT_MAX, windowMs: MINUTE_MS },
} as const satisfies Readonly<Record<string, RateLimit>>;

const KLINES = 'binance.klines';
/** A price that comes later is not one. */
const TICKER_TIMEOUT_MS = 3_000;
/** Candles of one answer. */
export const CANDLES_MAX = 1_000;
/** Longest answers taken, in bytes: 100 rows of prices, and 1,000 candles. */
const TICKER_BYTES_MAX = 64 * 1_024;
const CANDLES_BYTES_MAX = 1_024 * 1_024;

export type CandleInterval = '1s' | '1m' | '5m' | '15m' | '1h' | '4h' | '1d';

export interface CandleRequest {
  readonly symbol: string;
  readonly interval: CandleInterval;
  /** The first candle opens then, or at the next whole interval. */
  readonly fromMs: AtMs;
  /** The last candle opens not after it. */
  readonly untilMs?: AtMs;
  readonly limit?: number;
}

/** The public prices of one host. Every method throws {@link VenueError} or the signal's reason. */
export class BinanceClient {
  readonly #http: JsonHttp;

  constructor(apiUrl: string, runtime: HttpRuntime) {
    this.#http = new JsonHttp({ baseUrl: apiUrl, limits: LIMITS, problemOf }, runtime);
  }

  /** The venue's clock. */
  async time(options: ReadOptions = {}): Promise<AtMs> {
    const endpoint = 'binance.time';
    const body = await this.#http.getJson({
      ...options,
      endpoint,
      groups: ['total'],
      path: '/api/v3/time',
      timeoutMs: TICKER_TIMEOUT_MS,
      attemptsMax: 1,
    });
    const parsed = timeSchema.safeParse(body);
    if (!parsed.success) throw malformed(endpoint, 'an answer without a time');
    return parsed.data.serverTime;
  }

  /**
   * Best prices, as the venue's own rows for the frame `binance.ticker`. One symbol that the host does
   * not trade fails them all with code `-1121`. Tried once: who asks will ask again.
   */
  async bookTickers(
    symbols: readonly string[],
    options: ReadOptions = {},
  ): Promise<readonly unknown[]> {
    invariant(symbols.length > 0, 'prices are asked for by symbol');
    const endpoint = 'binance.bookTicker';
    const names = symbols.map((symbol) => symbol.toUpperCase());
    const body = await this.#http.getJson({
      ...options,
      endpoint,
      groups: ['total'],
      path: '/api/v3/ticker/bookTicker',
      query: [['symbols', JSON.stringify(names)]],
      timeoutMs: TICKER_TIMEOUT_MS,
      bytesMax: TICKER_BYTES_MAX,
      attemptsMax: 1,
    });
    if (!Array.isArray(body)) throw malformed(endpoint, 'an answer that is no list');
    return body;
  }

  /** Candles, oldest first; the newest may still be growing. */
  async candles(request: CandleRequest, options: ReadOptions = {}): Promise<readonly SpotCandle[]> {
    const rows = await this.candleRows(request, options);
    return rows.map((row) => candleOf(request.symbol.toLowerCase(), row));
  }

  /** The same as the venue's own rows, for the frame `binance.candles`. */
  async candleRows(
    { symbol, interval, fromMs, untilMs, limit = CANDLES_MAX }: CandleRequest,
    options: ReadOptions = {},
  ): Promise<readonly unknown[]> {
    const body = await this.#http.getJson({
      ...options,
      endpoint: KLINES,
      groups: ['total'],
      path: '/api/v3/klines',
      query: [
        ['symbol', symbol.toUpperCase()],
        ['interval', interval],
        ['startTime', String(fromMs)],
        ...(untilMs === undefined ? [] : [['endTime', String(untilMs)] as const]),
        ['limit', String(Math.min(limit, CANDLES_MAX))],
      ],
      bytesMax: CANDLES_BYTES_MAX,
    });
    const isList = Array.isArray(body) && body.length <= CANDLES_MAX;
    if (!isList) throw malformed(KLINES, `an answer that is no list of up to ${CANDLES_MAX}`);
    return body;
  }

  metrics(): readonly EndpointCounts[] {
    return this.#http.metrics.snapshot();
  }
}

function candleOf(symbol: string, row: unknown): SpotCandle {
  const parsed = klineRowSchema.safeParse(row);
  if (!parsed.success) throw malformed(KLINES, 'a row that is no candle');
  const [openAtMs, open, high, low, close, , closeAtMs, , trades] = parsed.data;
  const isSound = low <= Math.min(open, close) && high >= Math.max(open, close);
  if (!isSound || closeAtMs < openAtMs) throw malformed(KLINES, 'a candle that contradicts itself');
  return { symbol, openAtMs, closeAtMs, open, high, low, close, trades };
}

function malformed(endpoint: string, text: string): VenueError {
  return new VenueError({ kind: 'malformed', endpoint, text });
}
