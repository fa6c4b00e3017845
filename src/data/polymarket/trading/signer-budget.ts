import { SECOND_MS } from '../../../engine/domain/time.ts';
import { PAUSE_MS_DEFAULT, PAUSE_MS_MAX } from '../../http/request-limiter.ts';
import type { HttpRuntime } from '../../http/runtime.ts';

/** A token bucket of the venue, by signer. */
export interface SignerLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** The venue's standard tier. */
export const ORDER_LIMIT: SignerLimit = { perSecond: 40, burst: 60 };
export const CANCEL_LIMIT: SignerLimit = { perSecond: 80, burst: 120 };
/** What we use of a limit; the rest covers whatever else the account does. */
export const SIGNER_SHARE = 0.5;
/** Longest wait for a token; beyond it the caller decides. */
export const TOKEN_WAIT_MS_MAX = 2_000;

const REMAINING = 'poly-ratelimit-remaining';
const RESET = 'poly-ratelimit-reset';
const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;
/** A reset that is larger is a moment in seconds, one that is larger still in milliseconds. */
const RESET_S_MAX = 1_000_000_000;
const RESET_AT_S_MAX = 100_000_000_000;

/** Our bucket below the venue's, for one kind of request of one signer; first come, first served. */
export class SignerBudget {
  readonly #runtime: HttpRuntime;
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #refilledMs: number;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(limit: SignerLimit, runtime: HttpRuntime) {
    this.#runtime = runtime;
    this.#burst = limit.burst * SIGNER_SHARE;
    this.#perMs = (limit.perSecond * SIGNER_SHARE) / SECOND_MS;
    this.#tokens = this.#burst;
    this.#refilledMs = runtime.monotonicMs();
  }

  /** Tokens that are there now; below zero those that others wait for. */
  get tokens(): number {
    this.#refill();
    return this.#tokens;
  }

  /**
   * Takes `cost` tokens and waits until they are there. `null` when they are; otherwise nothing was
   * taken, and it is the milliseconds after which to ask again.
   */
  async take(cost: number): Promise<number | null> {
    const waitMs = this.#waitMs(cost);
    if (waitMs > TOKEN_WAIT_MS_MAX) return waitMs;
    // Taken at once, also below zero: who comes later waits longer.
    this.#tokens -= cost;
    if (waitMs > 0) await this.#runtime.sleep(waitMs);
    // The venue may have told us to pause in the meantime.
    const pauseMs = this.#pausedUntilMs - this.#runtime.monotonicMs();
    if (pauseMs <= 0) return null;
    this.#tokens += cost;
    return pauseMs;
  }

  /** The venue said "too many". */
  throttle(retryAfterMs: number | null): void {
    this.#refill();
    const pauseMs = Math.min(retryAfterMs ?? PAUSE_MS_DEFAULT, PAUSE_MS_MAX);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#runtime.monotonicMs() + pauseMs);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** What the venue counts is never less true than what we count. */
  observe(headers: ReadonlyMap<string, string>): void {
    const remaining = numberIn(headers.get(REMAINING));
    if (remaining === null) return;
    this.#refill();
    this.#tokens = Math.min(this.#tokens, remaining);
    if (remaining > 0) return;
    const resetMs = this.#resetMs(numberIn(headers.get(RESET)));
    if (resetMs !== null && resetMs > 0) this.throttle(resetMs);
  }

  #resetMs(reset: number | null): number | null {
    if (reset === null || reset < 0) return null;
    if (reset < RESET_S_MAX) return reset * SECOND_MS;
    const atMs = reset < RESET_AT_S_MAX ? reset * SECOND_MS : reset;
    return atMs - this.#runtime.nowMs();
  }

  #waitMs(cost: number): number {
    this.#refill();
    const missing = cost - this.#tokens;
    const refillMs = missing <= 0 ? 0 : Math.ceil(missing / this.#perMs);
    return Math.max(refillMs, this.#pausedUntilMs - this.#runtime.monotonicMs(), 0);
  }

  #refill(): void {
    const nowMs = this.#runtime.monotonicMs();
    const gained = (nowMs - this.#refilledMs) * this.#perMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#refilledMs = nowMs;
  }
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && NUMBER.test(text) ? Number(text) : null;
}
