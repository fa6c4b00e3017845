/** A limit as a venue states it: at most `requests` in any `windowMs`. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** Share of a venue's limit that we use; the rest covers other programs behind the same address. */
export const HEADROOM = 0.5;
/** Share of our part that may go out at once; the rest flows evenly over the window. */
export const BURST_SHARE = 0.2;
/** Share of a full bucket that only reads for exits may take. */
export const EXIT_SHARE = 0.2;
/** How far the flow shrinks at each refusal by the venue, and its floor. */
const SHRINK = 0.5;
const FLOW_MIN = 0.125;
/** Time without a refusal after which the flow doubles again. */
export const RECOVERY_MS = 60_000;

/**
 * Tokens for one group of endpoints. Burst plus flow over one window never exceed
 * {@link HEADROOM} of the venue's limit, in any window.
 */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perMs: number;
  readonly #reserve: number;
  #tokens: number;
  #refilledMs: number;
  #flow = 1;
  #growsMs = Number.POSITIVE_INFINITY;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ requests, windowMs }: RateLimit, nowMs: number) {
    const ours = requests * HEADROOM;
    this.#capacity = Math.max(1, Math.floor(ours * BURST_SHARE));
    this.#perMs = Math.max(ours - this.#capacity, ours * BURST_SHARE) / windowMs;
    this.#reserve = Math.floor(this.#capacity * EXIT_SHARE);
    this.#tokens = this.#capacity;
    this.#refilledMs = nowMs;
  }

  /** Milliseconds until a token is there; 0 when one may be taken now. */
  waitMs(nowMs: number, isExit: boolean): number {
    this.#advance(nowMs);
    const missing = 1 + (isExit ? 0 : this.#reserve) - this.#tokens;
    const refillMs = missing <= 0 ? 0 : Math.ceil(missing / (this.#perMs * this.#flow));
    return Math.max(0, this.#pausedUntilMs - nowMs, refillMs);
  }

  /** Takes one token; only after {@link waitMs} said 0. */
  take(): void {
    this.#tokens -= 1;
  }

  /** The venue refused: pause, start empty, and let less through. Refusals in a pause are one. */
  throttle(nowMs: number, pauseMs: number): void {
    this.#advance(nowMs);
    if (nowMs >= this.#pausedUntilMs) this.#flow = Math.max(FLOW_MIN, this.#flow * SHRINK);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + pauseMs);
    this.#growsMs = this.#pausedUntilMs + RECOVERY_MS;
    this.#tokens = Math.min(this.#tokens, 0);
  }

  #advance(nowMs: number): void {
    while (this.#growsMs <= nowMs) {
      this.#refill(this.#growsMs);
      this.#flow = Math.min(1, this.#flow / SHRINK);
      this.#growsMs = this.#flow < 1 ? this.#growsMs + RECOVERY_MS : Number.POSITIVE_INFINITY;
    }
    this.#refill(nowMs);
  }

  #refill(nowMs: number): void {
    const gained = Math.max(0, nowMs - this.#refilledMs) * this.#perMs * this.#flow;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#refilledMs = Math.max(this.#refilledMs, nowMs);
  }
}
