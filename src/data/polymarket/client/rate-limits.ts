import type { RateLimit } from '../../http/token-bucket.ts';

/**
 * The venue's limits per address, as documented; how much of them we use is the limiter's matter.
 * Each endpoint counts in its own group and in its host's `total`.
 */
const WINDOW_MS = 10_000;
const per10Seconds = (requests: number): RateLimit => ({ requests, windowMs: WINDOW_MS });

export const GAMMA_LIMITS = {
  total: per10Seconds(4_000),
  events: per10Seconds(500),
  markets: per10Seconds(300),
  search: per10Seconds(350),
} as const;

export const CLOB_LIMITS = {
  total: per10Seconds(9_000),
  book: per10Seconds(1_500),
  books: per10Seconds(500),
  'prices-history': per10Seconds(1_000),
} as const;

/** Data API; `activity` is not documented apart, and was measured clean at this rate. */
export const DATA_LIMITS = {
  total: per10Seconds(1_000),
  activity: per10Seconds(400),
  trades: per10Seconds(200),
  positions: per10Seconds(150),
} as const;

/** Nothing is documented for the website; one look per start and per hour is all we need. */
export const SITE_LIMITS = { total: per10Seconds(20) } as const;
