import type { RateLimit } from '../../http/token-bucket.ts';

/**
 * The venue's limits per address for what an account reads, as documented; how much of them we use is
 * the limiter's matter. Writes are counted by signer, see `signer-budget`.
 */
const WINDOW_MS = 10_000;
const per10Seconds = (requests: number): RateLimit => ({ requests, windowMs: WINDOW_MS });

export const TRADING_LIMITS = {
  total: per10Seconds(9_000),
  auth: per10Seconds(100),
  orders: per10Seconds(500),
  trades: per10Seconds(500),
  balance: per10Seconds(200),
  'balance-update': per10Seconds(50),
} as const;
