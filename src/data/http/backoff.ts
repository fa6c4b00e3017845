import type { VenueError } from './venue-error.ts';

/** Attempts of one read, the first included. */
export const ATTEMPTS_MAX = 4;
export const RETRY_DELAY_MS_BASE = 250;
export const RETRY_DELAY_MS_MAX = 30_000;
/** A venue that asks for a longer pause is not waited for: the caller decides. */
export const RETRY_AFTER_MS_MAX = 60_000;

const RETRYABLE: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'rateLimited',
  'unavailable',
]);

/** Whether the same read may succeed later. A mode is a state of the venue, not a hiccup. */
export function isRetryable(error: VenueError): boolean {
  if (error.mode !== null && error.mode !== 'restarting') return false;
  return RETRYABLE.has(error.kind) && (error.retryAfterMs ?? 0) <= RETRY_AFTER_MS_MAX;
}

/**
 * How long to wait before attempt `attempt + 1`: half of an exponential ceiling plus a random part
 * of the other half, and never less than the venue asked for.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  const ceilingMs = Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS_BASE * 2 ** (attempt - 1));
  const delayMs = ceilingMs / 2 + (random() * ceilingMs) / 2;
  if (retryAfterMs === null) return delayMs;
  return Math.max(delayMs, retryAfterMs + random() * RETRY_DELAY_MS_BASE);
}

/** Credit for retries; a failure costs one, see {@link CREDIT_OF_SUCCESS}. */
export const RETRY_CREDIT_MAX = 10;
export const CREDIT_OF_SUCCESS = 0.1;

/**
 * Ends retrying while most requests to a host fail: then each request is tried once, so that an
 * outage never multiplies our traffic. Successes earn it back.
 */
export class RetryCredit {
  #credit = RETRY_CREDIT_MAX;

  succeeded(): void {
    this.#credit = Math.min(RETRY_CREDIT_MAX, this.#credit + CREDIT_OF_SUCCESS);
  }

  /** Books a failure; tells whether it may be retried. */
  failed(): boolean {
    this.#credit = Math.max(0, this.#credit - 1);
    return this.#credit > RETRY_CREDIT_MAX / 2;
  }
}
