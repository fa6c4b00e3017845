import { type AtMs, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { NotAcceptedCause } from '../../domain/venue-answer.ts';

/** After the matching engine came back only post-only orders are taken (facts, section 4.6). */
export const POST_ONLY_WINDOW_MS = 2 * MINUTE_MS;

interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** An answer that certainly took nothing. */
export interface Refused {
  readonly cause: NotAcceptedCause;
  /** As the venue said, `null` when it did not. */
  readonly retryAfterMs: number | null;
}

/** Between sendings of the same bytes, doubling; the venue's own word goes before it. */
const PACES: Record<NotAcceptedCause, Pace> = {
  notSent: { firstMs: 250, mostMs: 5 * SECOND_MS },
  restarting: { firstMs: SECOND_MS, mostMs: 30 * SECOND_MS },
  postOnly: { firstMs: 10 * SECOND_MS, mostMs: 30 * SECOND_MS },
  cancelOnly: { firstMs: 10 * SECOND_MS, mostMs: 30 * SECOND_MS },
  disabled: { firstMs: 10 * SECOND_MS, mostMs: 30 * SECOND_MS },
  rateLimited: { firstMs: SECOND_MS, mostMs: 30 * SECOND_MS },
  notReady: { firstMs: 500, mostMs: 5 * SECOND_MS },
  beforeBook: { firstMs: 500, mostMs: 5 * SECOND_MS },
  unauthorized: { firstMs: 250, mostMs: 2 * SECOND_MS },
};

/** How long to wait before the same bytes go again. */
export function resendDelayMs({ cause, retryAfterMs }: Refused, sends: number): number {
  const { firstMs, mostMs } = PACES[cause];
  return Math.max(retryAfterMs ?? 0, Math.min(mostMs, firstMs * 2 ** Math.max(0, sends - 1)));
}

/** What the venue does not take at the moment, by its last words. */
export class VenueMode {
  #takersFromMs: AtMs = 0;

  /** Orders that take liquidity are held until then. */
  get takersFromMs(): AtMs {
    return this.#takersFromMs;
  }

  refused({ cause, retryAfterMs }: Refused, atMs: AtMs): void {
    if (cause === 'postOnly') this.#takersFromMs = atMs + (retryAfterMs ?? POST_ONLY_WINDOW_MS);
  }
}
