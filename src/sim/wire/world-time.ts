/**
 * Moments of the world's schedule in wall time. Speed compresses the schedule, so a market that
 * closes an hour after the start closes on the wire after an hour divided by the speed.
 */
export class WorldTime {
  readonly #startsAtMs: number;
  readonly #startedAtMs: number;
  readonly #speed: number;

  constructor(at: {
    /** What the world counts its dates from. */
    readonly startsAtMs: number;
    /** When that was, in wall time. */
    readonly startedAtMs: number;
    readonly speed: number;
  }) {
    this.#startsAtMs = at.startsAtMs;
    this.#startedAtMs = at.startedAtMs;
    this.#speed = at.speed;
  }

  /** The wall time of world time 0. */
  get beginsAtMs(): number {
    return this.#startedAtMs;
  }

  /** World time from 0 that has passed at `nowMs`. */
  elapsedMs(nowMs: number): number {
    return (nowMs - this.#startedAtMs) * this.#speed;
  }

  /** The moment of the schedule at `wallMs`; what lies before the start is not compressed. */
  scheduleMs(wallMs: number): number {
    return wallMs > this.#startedAtMs ? this.elapsedMs(wallMs) : wallMs - this.#startedAtMs;
  }

  /** How long until the schedule reaches `worldAtMs`. */
  waitMs(worldAtMs: number, nowMs: number): number {
    return (worldAtMs - this.elapsedMs(nowMs)) / this.#speed;
  }

  /** The wall time of one of the world's dates; what lies before its start is not compressed. */
  wallMs(dateMs: number): number {
    const sinceMs = dateMs - this.#startsAtMs;
    return Math.round(this.#startedAtMs + (sinceMs > 0 ? sinceMs / this.#speed : sinceMs));
  }
}
