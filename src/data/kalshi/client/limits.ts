import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { RateLimit } from '../../http/token-bucket.ts';
import type { AccountLimits } from '../schema-account.ts';

/** What most requests cost of a bucket. */
export const TOKENS_PER_REQUEST = 10;
/** Limits are counted over so long; the venue's buckets hold two seconds of their refill. */
const WINDOW_MS = 10 * SECOND_MS;
/** Requests without a key are limited by address; no source says by how much. */
const ANONYMOUS_PER_SECOND = 10;
/** The lowest tier, before what the account has was read. */
const BASIC_READ_TOKENS_PER_SECOND = 200;

/** Groups of requests: with a key they count for the account, without one for the address. */
export type LimitGroup = 'anonymous' | 'account';

/** How much of the venue's limits there is; how much of it we use is the limiter's matter. */
export function limitsOf(account: AccountLimits | null): Readonly<Record<LimitGroup, RateLimit>> {
  const tokens = account?.read.tokensPerSecond ?? BASIC_READ_TOKENS_PER_SECOND;
  return {
    anonymous: perSecond(ANONYMOUS_PER_SECOND),
    account: perSecond(tokens / TOKENS_PER_REQUEST),
  };
}

function perSecond(requests: number): RateLimit {
  return { requests: (requests * WINDOW_MS) / SECOND_MS, windowMs: WINDOW_MS };
}
