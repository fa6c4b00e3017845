const DELAY_MS_MIN = 1_000;
export const DELAY_MS_MAX = 60_000;

/** How long to wait before the next try: a second at first, twice as long each time. */
export class Backoff {
  #delayMs = DELAY_MS_MIN;

  next(): number {
    const delayMs = this.#delayMs;
    this.#delayMs = Math.min(DELAY_MS_MAX, delayMs * 2);
    return delayMs;
  }

  reset(): void {
    this.#delayMs = DELAY_MS_MIN;
  }
}
