import type { SimClock } from '../../../src/sim/wire/clock.ts';

/** A moment with 13 digits, at a whole minute. */
export const START_AT_MS = 1_795_000_020_000;

/** Time that passes when the test says so. */
export class ManualClock implements SimClock {
  #nowMs = START_AT_MS;
  readonly #timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  get waiting(): number {
    return this.#timers.size;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let next = this.#next(); next !== null && next.dueMs <= untilMs; next = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#timers.delete(next);
      next.run();
    }
    this.#nowMs = untilMs;
  }

  #next() {
    const [first] = [...this.#timers].sort((a, b) => a.dueMs - b.dueMs);
    return first ?? null;
  }
}
