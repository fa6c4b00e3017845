import type { SimClock } from './clock.ts';

/** Answers kept at most; the oldest goes first. */
const ANSWERS_MAX = 1_000;

interface Kept {
  readonly body: unknown;
  readonly untilMs: number;
}

/**
 * The network in front of the venue: it repeats an answer for the same address, whatever a request
 * says about caches. Only another address, by any parameter, brings a fresh one.
 */
export class CdnCache {
  readonly #clock: SimClock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  read(url: string, maxAgeMs: number, fresh: () => unknown): unknown {
    const nowMs = this.#clock.nowMs();
    const known = this.#kept.get(url);
    if (known !== undefined && known.untilMs > nowMs) return known.body;
    const body = fresh();
    this.#kept.delete(url);
    this.#kept.set(url, { body, untilMs: nowMs + maxAgeMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > ANSWERS_MAX && oldest !== undefined) this.#kept.delete(oldest);
    return body;
  }
}
