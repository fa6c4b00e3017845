import { Reply } from '../reply.ts';
import { TokenBucket } from './token-bucket.ts';

const ORDERS = { perSecond: 40, burst: 60 };
const CANCELS = { perSecond: 80, burst: 120 };
const TIER = 'Standard';
export const TOO_MANY = { error: 'Too Many Requests' };

/** What a signer may still do, and the headers that tell of it. */
export class SignerLimits {
  readonly #orders = new Map<string, TokenBucket>();
  readonly #cancels = new Map<string, TokenBucket>();

  orders(address: string): TokenBucket {
    return bucketOf(this.#orders, address, ORDERS);
  }

  cancels(address: string): TokenBucket {
    return bucketOf(this.#cancels, address, CANCELS);
  }
}

function bucketOf(
  buckets: Map<string, TokenBucket>,
  address: string,
  size: typeof ORDERS,
): TokenBucket {
  const known = buckets.get(address) ?? new TokenBucket(size);
  buckets.set(address, known);
  return known;
}

export function limitHeaders(bucket: TokenBucket): Readonly<Record<string, string>> {
  return {
    'poly-ratelimit-remaining': String(bucket.remaining),
    'poly-ratelimit-reset': String(bucket.resetSeconds(1)),
    'poly-ratelimit-tier': TIER,
  };
}

/** A request that costs more than is left. */
export function overLimit(bucket: TokenBucket, cost: number): Reply {
  const retryHeaders = { 'retry-after': String(bucket.resetSeconds(cost)) };
  return new Reply({
    status: 429,
    body: TOO_MANY,
    headers: { ...limitHeaders(bucket), ...retryHeaders },
  });
}
