import { type SimClock, SYSTEM_CLOCK } from '../../../src/sim/wire/clock.ts';

/** Delays that no server of the venue asks for by itself: of answers, and of what lands late. */
export const HELD_MS = 999_999_998;
export const LATE_MS = 999_999_999;

/** A clock on which what waits that long waits until the test lets it go. */
export class HoldingClock implements SimClock {
  readonly #held = new Map<number, Set<() => void>>();

  held(delayMs: number): number {
    return this.#held.get(delayMs)?.size ?? 0;
  }

  nowMs(): number {
    return SYSTEM_CLOCK.nowMs();
  }

  schedule(delayMs: number, run: () => void): () => void {
    if (delayMs !== HELD_MS && delayMs !== LATE_MS) return SYSTEM_CLOCK.schedule(delayMs, run);
    const held = this.#held.get(delayMs) ?? new Set();
    this.#held.set(delayMs, held.add(run));
    return () => held.delete(run);
  }

  release(delayMs: number): void {
    const held = [...(this.#held.get(delayMs) ?? [])];
    this.#held.delete(delayMs);
    for (const run of held) run();
  }
}
