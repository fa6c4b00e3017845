/** The venue counts requests per address in windows of this length. */
export const RATE_WINDOW_MS = 10_000;

/** Counts requests of one group against its limit, window by window. */
export class RateWindow {
  readonly limit: number;
  #used = 0;
  #startedAtMs = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether one more request is within the limit; it counts either way. */
  take(nowMs: number): boolean {
    if (nowMs - this.#startedAtMs >= RATE_WINDOW_MS) {
      this.#startedAtMs = nowMs;
      this.#used = 0;
    }
    this.#used += 1;
    return this.#used <= this.limit;
  }

  get remaining(): number {
    return Math.max(0, this.limit - this.#used);
  }

  /** Whole seconds until the window ends, at least one. */
  resetSeconds(nowMs: number): number {
    const leftMs = this.#startedAtMs + RATE_WINDOW_MS - nowMs;
    return Math.max(1, Math.ceil(leftMs / 1_000));
  }
}
