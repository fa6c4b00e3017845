import { MINUTE_MS } from '../../../engine/domain/time.ts';

/** Sources that are counted at a time; the oldest is forgotten first. */
const SOURCES_MAX = 1_000;

interface Bucket {
  left: number;
  atMs: number;
}

/** How often one source may do something: so many at once, refilled evenly over a minute. */
export class Rate {
  readonly #perMinute: number;
  readonly #monotonicMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number, monotonicMs: () => number) {
    this.#perMinute = perMinute;
    this.#monotonicMs = monotonicMs;
  }

  /** Whether it may once more, and counts it. */
  take(source: string): boolean {
    const atMs = this.#monotonicMs();
    const known = this.#buckets.get(source);
    const left =
      known === undefined
        ? this.#perMinute
        : Math.min(
            this.#perMinute,
            known.left + ((atMs - known.atMs) * this.#perMinute) / MINUTE_MS,
          );
    const may = left >= 1;
    // The most recent one is last, so that the one quiet longest goes first.
    this.#buckets.delete(source);
    this.#buckets.set(source, { left: may ? left - 1 : left, atMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > SOURCES_MAX && oldest !== undefined) this.#buckets.delete(oldest);
    return may;
  }
}
