import { type SimClock, SYSTEM_CLOCK } from '../../../src/sim/wire/clock.ts';

/** A delay that no server of the venue asks for by itself. */
export const HELD_MS = 999_999_999;

/** A clock whose waits of {@link HELD_MS} end when the test says so. */
export class HoldingClock implements SimClock {
  readonly #held = new Set<() => void>();

  get held(): number {
    return this.#held.size;
  }

  nowMs(): number {
    return SYSTEM_CLOCK.nowMs();
  }

  schedule(delayMs: number, run: () => void): () => void {
    if (delayMs !== HELD_MS) return SYSTEM_CLOCK.schedule(delayMs, run);
    this.#held.add(run);
    return () => this.#held.delete(run);
  }

  release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const run of held) run();
  }
}
