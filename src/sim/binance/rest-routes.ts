import type { SpotPath } from '../spot/spot-path.ts';
import { type SimCandle, stamp, type TimeUnit } from './frames.ts';
import { pastCandle, type SimMarket } from './market.ts';

/** A request that the exchange refuses with 400, in its words. */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal';
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

export interface RestMarkets {
  readonly path: SpotPath;
  /** By upper-case symbol. */
  readonly markets: ReadonlyMap<string, SimMarket>;
}

interface At {
  readonly nowMs: number;
  readonly unit: TimeUnit;
}

export interface RestRoute {
  readonly weight: number;
  /** @throws RestRefusal */
  answer(markets: RestMarkets, at: At): unknown;
}

const CANDLES_DEFAULT = 500;
const CANDLES_MAX = 1_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const INTERVALS: Readonly<Record<string, number>> = {
  '1s': SECOND_MS,
  '1m': MINUTE_MS,
  '3m': 3 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': 24 * HOUR_MS,
};
const BAD_SYMBOL = -1121;
const BAD_INTERVAL = -1120;
const MISSING = -1102;
const BAD_COMBINATION = -1128;
const DUPLICATE_SYMBOLS = -1151;
const ILLEGAL = -1100;

/** What answers a path, and what it weighs; `null` for an unknown one. */
export function restRoute(path: string, query: URLSearchParams): RestRoute | null {
  const isOne = query.has('symbol');
  switch (path) {
    case '/api/v3/ping':
      return { weight: 1, answer: () => ({}) };
    case '/api/v3/time':
      return { weight: 1, answer: (_markets, at) => ({ serverTime: stamp(at.nowMs, at.unit) }) };
    case '/api/v3/ticker/price':
      return { weight: isOne ? 2 : 4, answer: (markets) => rows(markets, query, priceRow) };
    case '/api/v3/ticker/bookTicker':
      return { weight: isOne ? 2 : 4, answer: (markets) => rows(markets, query, bestRow) };
    case '/api/v3/klines':
      return { weight: 2, answer: (markets, at) => candles(markets, query, at) };
    default:
      return null;
  }
}

function rows(
  { markets }: RestMarkets,
  query: URLSearchParams,
  row: (market: SimMarket) => object,
): unknown {
  const symbol = query.get('symbol');
  const symbols = query.get('symbols');
  if (symbol !== null && symbols !== null) {
    throw new RestRefusal(BAD_COMBINATION, 'Combination of optional parameters invalid.');
  }
  if (symbol !== null) return row(marketOf(markets, symbol));
  const wanted = symbols === null ? [...markets.keys()] : listOf(symbols);
  return wanted.map((name) => row(marketOf(markets, name)));
}

function listOf(text: string): readonly string[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    list = null;
  }
  const isSound = Array.isArray(list) && list.every((name) => typeof name === 'string');
  if (!isSound || text.includes(' ')) {
    throw new RestRefusal(ILLEGAL, "Illegal characters found in parameter 'symbols'.");
  }
  const names: readonly string[] = list as string[];
  if (new Set(names).size < names.length) {
    throw new RestRefusal(DUPLICATE_SYMBOLS, 'Symbol is present multiple times in the list.');
  }
  return names;
}

function marketOf(markets: RestMarkets['markets'], symbol: string): SimMarket {
  const market = markets.get(symbol);
  if (market === undefined) throw new RestRefusal(BAD_SYMBOL, 'Invalid symbol.');
  return market;
}

function priceRow(market: SimMarket): object {
  return { symbol: market.pair.symbol, price: market.lastPrice };
}

function bestRow({ best, pair }: SimMarket): object {
  return {
    symbol: pair.symbol,
    bidPrice: best.bid,
    bidQty: best.bidQuantity,
    askPrice: best.ask,
    askQty: best.askQuantity,
  };
}

function candles(of: RestMarkets, query: URLSearchParams, at: At): readonly unknown[] {
  const symbol = query.get('symbol');
  const interval = query.get('interval');
  for (const [name, value] of [['symbol', symbol] as const, ['interval', interval] as const]) {
    if (value !== null && value !== '') continue;
    const text = `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
    throw new RestRefusal(MISSING, text);
  }
  const { pair } = marketOf(of.markets, symbol ?? '');
  const lengthMs = INTERVALS[interval ?? ''];
  if (lengthMs === undefined) throw new RestRefusal(BAD_INTERVAL, 'Invalid interval.');
  const limit = Math.min(CANDLES_MAX, whole(query, 'limit') ?? CANDLES_DEFAULT);
  const endMs = Math.min(whole(query, 'endTime') ?? at.nowMs, at.nowMs);
  const firstMs = whole(query, 'startTime') ?? endMs - lengthMs * (limit - 1);
  const openings: number[] = [];
  for (let openAtMs = Math.ceil(firstMs / lengthMs) * lengthMs; ; openAtMs += lengthMs) {
    if (openAtMs > endMs || openings.length >= limit) break;
    openings.push(openAtMs);
  }
  return openings.map((openAtMs) =>
    row(pastCandle(pair, of.path, { openAtMs, lengthMs, untilMs: at.nowMs }), at.unit),
  );
}

function whole(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,16}$/.test(text)) {
    throw new RestRefusal(ILLEGAL, `Illegal characters found in parameter '${name}'.`);
  }
  return Number(text);
}

function row(candle: SimCandle, unit: TimeUnit): readonly unknown[] {
  return [
    stamp(candle.openAtMs, unit),
    candle.open,
    candle.high,
    candle.low,
    candle.close,
    candle.volume,
    stamp(candle.closeAtMs, unit),
    candle.quoteVolume,
    candle.trades,
    candle.volume,
    candle.quoteVolume,
    '0',
  ];
}
