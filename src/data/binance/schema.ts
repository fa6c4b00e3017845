import { z } from 'zod';
import { converted, spotText } from '../fields.ts';

/** Times in microseconds (`timeUnit=MICROSECOND`) have 16 digits, in milliseconds 13. */
export const MICROSECONDS_MIN = 1e14;
/** Between 2001 and 2286: what has 13 digits in milliseconds. */
export const AT_MS_MIN = 1e12;
export const AT_MS_MAX = 9_999_999_999_999;
/** Longest symbol, in characters. */
export const SYMBOL_LENGTH_MAX = 32;

/** Milliseconds of either unit; `null` for anything else. */
export function atMsOf(raw: unknown): number | null {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw)) return null;
  const atMs = raw >= MICROSECONDS_MIN ? Math.floor(raw / 1_000) : raw;
  return atMs >= AT_MS_MIN && atMs <= AT_MS_MAX ? atMs : null;
}

const atMs = converted(z.number(), '13 digits of milliseconds or 16 of microseconds', atMsOf);
const symbol = z.string().min(1).max(SYMBOL_LENGTH_MAX);
/** Ids of trades and of book updates count up per symbol; recordings of others may leave them out. */
const id = z.number().int().min(0).optional();

/** `<symbol>@trade`. A price of zero is seen from a feed that just started; it is refused. */
export const tradeSchema = z.object({
  e: z.literal('trade'),
  s: symbol,
  t: id,
  p: spotText,
  T: atMs,
});

/** `<symbol>@aggTrade`: the trades of one taker at one price; `a` has no gaps. */
export const aggTradeSchema = z.object({
  e: z.literal('aggTrade'),
  s: symbol,
  a: id,
  p: spotText,
  T: atMs,
});

/** `<symbol>@bookTicker` has neither an event type nor a time. */
export const bookTickerSchema = z.object({ s: symbol, u: id, b: spotText, a: spotText });

/** `<symbol>@kline_1s`: the second so far; without trades its prices are old ones. */
export const candleSchema = z.object({
  e: z.literal('kline'),
  E: atMs,
  s: symbol,
  k: z.object({ c: spotText, n: z.number().int().min(0) }),
});

/** `/api/v3/ticker/bookTicker` carries no time: prices are as old as the answer. */
export const tickerRowSchema = z.object({ symbol, bidPrice: spotText, askPrice: spotText });

/** `/api/v3/ticker/price`. */
export const priceRowSchema = z.object({ symbol, price: spotText });

/** `/api/v3/time`. */
export const timeSchema = z.object({ serverTime: atMs });

/** A row of `/api/v3/klines`; what follows the number of trades is of no use to us. */
export const klineRowSchema = z.tuple(
  [
    atMs,
    spotText,
    spotText,
    spotText,
    spotText,
    z.string(),
    atMs,
    z.string(),
    z.number().int().min(0),
  ],
  z.unknown(),
);
