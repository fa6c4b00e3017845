import { z } from 'zod';
import { atMs, list, marketRef, price, quantity } from './values.ts';

export const kalshiQuery = z.strictObject({
  q: z.string().min(1).max(200).describe('ticker, link, or words'),
  limit: z.coerce.number().int().min(1).max(20).default(10),
});

/** A market of Kalshi that people look at: nothing is copied or ordered there. */
export const kalshiMarket = z.strictObject({
  market: marketRef,
  ticker: z.string(),
  category: z.string().nullable(),
  status: z.string(),
  stage: z.string().nullable().describe('what it is when it does not trade; null while it does'),
  pause: z.string().nullable(),
  bid: price.nullable().describe('of the yes side'),
  bidQuantity: quantity.nullable(),
  ask: price.nullable(),
  askQuantity: quantity.nullable(),
  readAtMs: atMs.nullable().describe('null: prices are those of the list'),
  strike: z.string().describe('what has to come true'),
  rules: z.string(),
  sources: z.string(),
  early: z.string(),
  fee: z.string(),
  opensAtMs: atMs.nullable(),
  closesAtMs: atMs,
  expectedExpirationAtMs: atMs.nullable(),
  twin: z
    .strictObject({ market: marketRef, pair: z.int().nullable(), state: z.string() })
    .nullable()
    .describe('the same question on Polymarket'),
});

export const kalshi = z.strictObject({
  available: z.boolean().describe('false: Kalshi is not read here'),
  atMs,
  markets: list(kalshiMarket),
});

export type KalshiQuery = z.infer<typeof kalshiQuery>;
export type KalshiMarket = z.infer<typeof kalshiMarket>;
export type Kalshi = z.infer<typeof kalshi>;
