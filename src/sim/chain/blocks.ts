import { id } from 'ethers';
import type { SimClock } from '../wire/clock.ts';

/** The first block of a simulated chain: somewhere on Polygon. */
export const FIRST_BLOCK = 79_000_000;
/** Polygon makes one about every two seconds. */
export const BLOCK_MS = 2_000;

/** When blocks are made: by the clock alone, so that they cost nothing. */
export class Blocks {
  readonly #seed: string;
  readonly #clock: SimClock;
  readonly #startedAtMs: number;
  readonly #lengthMs: number;

  constructor(seed: string, clock: SimClock, lengthMs: number) {
    this.#seed = seed;
    this.#clock = clock;
    this.#lengthMs = lengthMs;
    this.#startedAtMs = clock.nowMs();
  }

  /** The newest. */
  get number(): number {
    const passedMs = this.#clock.nowMs() - this.#startedAtMs;
    return FIRST_BLOCK + Math.floor(passedMs / this.#lengthMs);
  }

  hash(number: number): string {
    return id(`block ${number} of ${this.#seed}`);
  }

  atMs(number: number): number {
    return this.#startedAtMs + (number - FIRST_BLOCK) * this.#lengthMs;
  }

  /** How long until the block. */
  waitMs(number: number): number {
    return Math.max(0, this.atMs(number) - this.#clock.nowMs());
  }
}
