import { type AtMs, SECOND_MS } from '../../domain/time.ts';

/** Seconds kept of each feed: the start of a 15-minute window can still be looked up at its end. */
export const SECONDS_KEPT = 1_024;
/** A longer silence is a gap: nothing is measured across it. */
export const GAP_S_MAX = 10;

/**
 * The last prices of a feed by the second: first and last price of each, and running sums so that the
 * mean of any span costs two reads. A second without a price keeps the last one before it.
 */
export class SecondRing {
  readonly #first = new Float64Array(SECONDS_KEPT).fill(Number.NaN);
  readonly #last = new Float64Array(SECONDS_KEPT);
  /** Sums of `last − base` up to and with each second; the base keeps the sums small. */
  readonly #sums = new Float64Array(SECONDS_KEPT);
  #base = 0;
  #newest = -1;
  #solidFrom = 0;

  /** The second of the newest price, −1 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Since when there was no gap. */
  get solidFrom(): number {
    return this.#solidFrom;
  }

  /** Takes a price; one older than the newest second is left out. Returns the seconds it completed. */
  push(price: number, venueAtMs: AtMs): number {
    const second = Math.floor(venueAtMs / SECOND_MS);
    if (this.#newest < 0) return this.#restart(price, second);
    if (second < this.#newest) return 0;
    const silent = second - this.#newest;
    if (silent > GAP_S_MAX) return this.#restart(price, second);
    for (let at = this.#newest + 1; at <= second; at += 1) this.#append(at);
    this.#newest = second;
    this.#put(price, second, silent > 0);
    return silent;
  }

  /** The price in force at the end of a second; `null` when it is not kept. */
  closeOf(second: number): number | null {
    return this.has(second) ? (this.#last[second % SECONDS_KEPT] ?? null) : null;
  }

  /** The first price of a second that had one; `null` when it had none or is not kept. */
  firstOf(second: number): number | null {
    if (!this.has(second)) return null;
    const price = this.#first[second % SECONDS_KEPT] ?? Number.NaN;
    return Number.isNaN(price) ? null : price;
  }

  /** Mean of the closes of the seconds `from` to before `to`; `null` when one of them is not kept. */
  mean(from: number, to: number): number | null {
    if (to <= from || !this.has(from) || !this.has(to - 1)) return null;
    const before = (this.#sums[from % SECONDS_KEPT] ?? 0) - this.#above(from);
    const upTo = this.#sums[(to - 1) % SECONDS_KEPT] ?? 0;
    return this.#base + (upTo - before) / (to - from);
  }

  has(second: number): boolean {
    const oldest = Math.max(this.#solidFrom, this.#newest - SECONDS_KEPT + 1);
    return this.#newest >= 0 && second >= oldest && second <= this.#newest;
  }

  /** After a silence nothing of before is comparable: sums and prices begin anew. */
  #restart(price: number, second: number): number {
    this.#base = price;
    this.#newest = second;
    this.#solidFrom = second;
    this.#sums[second % SECONDS_KEPT] = 0;
    this.#put(price, second, true);
    return 0;
  }

  /** A second that begins with the price of the one before it. */
  #append(second: number): void {
    const [slot, before] = [second % SECONDS_KEPT, (second - 1) % SECONDS_KEPT];
    const price = this.#last[before] ?? 0;
    this.#last[slot] = price;
    this.#first[slot] = Number.NaN;
    this.#sums[slot] = (this.#sums[before] ?? 0) + price - this.#base;
  }

  #put(price: number, second: number, isFirst: boolean): void {
    const slot = second % SECONDS_KEPT;
    if (isFirst || Number.isNaN(this.#first[slot] ?? Number.NaN)) this.#first[slot] = price;
    // The sum of this second so far holds its earlier price.
    if (second > this.#solidFrom) {
      this.#sums[slot] = (this.#sums[slot] ?? 0) + price - (this.#last[slot] ?? 0);
    } else {
      this.#sums[slot] = price - this.#base;
    }
    this.#last[slot] = price;
  }

  #above(second: number): number {
    return (this.#last[second % SECONDS_KEPT] ?? 0) - this.#base;
  }
}
