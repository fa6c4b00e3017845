import type { AtMs } from '../../engine/domain/time.ts';
import type { Clock } from '../../engine/ports.ts';

/** How fast time passes while it is ahead of a wall clock that was set back. */
const CATCHING_UP_PACE = 0.5;

/**
 * The wall clock of the loop, which never goes back and never stands still: timers of orders in
 * doubt and of exits must not wait until a clock that was an hour ahead for a moment has come there
 * again. Ahead of the wall clock it passes at half the pace, until they agree.
 */
export class SteadyClock implements Clock {
  readonly #wallMs: () => AtMs;
  readonly #monotonicMs: () => number;
  #atMs: number;
  #readMs: number;

  constructor(of: { readonly wallMs: () => AtMs; readonly monotonicMs: () => number }) {
    this.#wallMs = of.wallMs;
    this.#monotonicMs = of.monotonicMs;
    this.#atMs = of.wallMs();
    this.#readMs = of.monotonicMs();
  }

  nowMs(): AtMs {
    const readMs = this.#monotonicMs();
    const passedMs = Math.max(0, readMs - this.#readMs);
    this.#readMs = readMs;
    this.#atMs = Math.max(this.#wallMs(), this.#atMs + passedMs * CATCHING_UP_PACE);
    return Math.floor(this.#atMs);
  }
}
