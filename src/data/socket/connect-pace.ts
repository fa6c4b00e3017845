/** Gives the sockets of one host their turns to connect: venues refuse many at once with 429. */
export class ConnectPace {
  readonly #spacingMs: number;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(spacingMs: number) {
    this.#spacingMs = spacingMs;
  }

  /** Takes the next free turn; returns the milliseconds until it. */
  take(nowMs: number): number {
    const turnMs = Math.max(nowMs, this.#nextMs);
    this.#nextMs = turnMs + this.#spacingMs;
    return turnMs - nowMs;
  }
}
