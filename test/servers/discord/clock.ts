/** Discord's epoch: the first second of 2015. */
const EPOCH_MS = 1_420_070_400_000;
const SEQUENCE_MASK = 0x3fffff;

/**
 * The platform's time. Dates follow the wall; deadlines pass only when a test advances them, unless
 * the double is told to let them follow the wall too.
 */
export class DiscordClock {
  readonly #deadlinesFollowWall: boolean;
  #shiftMs = 0;

  constructor(deadlines: 'byHand' | 'wall') {
    this.#deadlinesFollowWall = deadlines === 'wall';
  }

  nowMs(): number {
    return Date.now() + this.#shiftMs;
  }

  /** The time that deadlines are measured in; not a date. */
  deadlineMs(): number {
    return this.#deadlinesFollowWall ? this.nowMs() : this.#shiftMs;
  }

  advance(durationMs: number): void {
    this.#shiftMs += durationMs;
  }
}

/** Makes Discord's ids: the millisecond, then a running number. */
export class Snowflakes {
  #made = 0;

  next(atMs: number): string {
    this.#made += 1;
    return ((BigInt(atMs - EPOCH_MS) << 22n) | BigInt(this.#made & SEQUENCE_MASK)).toString();
  }
}
