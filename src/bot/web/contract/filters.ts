import { z } from 'zod';
import { atMs, count, durationMs, list, marketRef, price, ratio } from './values.ts';

export const filterType = z.enum(['category', 'market', 'keyword']);

export const filter = z.strictObject({
  type: filterType,
  action: z.enum(['allow', 'deny']),
  value: z.string(),
  words: z.string().describe('the market’s question where the value is its id'),
});

/** Rules about which markets may be entered, oldest first. */
export const filters = z.strictObject({
  atMs,
  filters: list(filter),
  categories: list(z.string()).describe('of known markets, those of most markets first'),
  hasCategoryList: z.boolean().describe('some category is allowed, so all others are closed'),
});

export const marketsQuery = z.strictObject({
  q: z.string().min(1).max(200).describe('link, slug, id, or words'),
  limit: z.coerce.number().int().min(1).max(20).default(5),
});

/** A market found by words, with what the filters and the gates say of it. */
export const market = z.strictObject({
  market: marketRef,
  venue: z.enum(['polymarket', 'kalshi']),
  status: z.enum(['open', 'closed', 'resolved']),
  categories: list(z.string()),
  closesAtMs: atMs.nullable(),
  sides: list(
    z.strictObject({
      tokenId: z.string(),
      label: z.string(),
      bid: price.nullable(),
      ask: price.nullable(),
      stops: list(z.string()).describe('gates that would stop a copy now, in words'),
    }),
  ),
  bookAgeMs: durationMs.nullable(),
  trusted: z.boolean(),
  quality: ratio.nullable(),
  allowed: z.boolean(),
  verdict: z.string().describe('what the filters say, in words'),
});

export const markets = z.strictObject({ atMs, markets: list(market), count });

export type Filter = z.infer<typeof filter>;
export type Filters = z.infer<typeof filters>;
export type MarketsQuery = z.infer<typeof marketsQuery>;
export type Market = z.infer<typeof market>;
export type Markets = z.infer<typeof markets>;
