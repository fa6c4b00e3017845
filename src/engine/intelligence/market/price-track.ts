import type { Volatility } from '../../domain/market-analysis.ts';
import { type AtMs, DAY_MS, MINUTE_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import type { Price } from '../../domain/values/money.ts';

/** Prices are kept once in so long, each as it stood at the end of its step. */
export const STEP_MS = 30 * MINUTE_MS;
export const STEPS_PER_DAY = DAY_MS / STEP_MS;
export const STEPS_KEPT = 7 * STEPS_PER_DAY;
/** A window of which less is known has no volatility. */
export const KNOWN_SHARE_MIN = 0.5;

/** Prices are kept in hundredths of a cent, the finest tick of the venues. */
const UNIT = 100;
/** In the place of a price that is not known. */
const UNKNOWN = 0xffff;

/**
 * A week of one token's prices, a number each half hour: two bytes each, written when a step ends,
 * so that an event within a step costs one comparison.
 */
export class PriceTrack {
  /** The close of step `s` is at `s` modulo its length. */
  readonly #closes = new Uint16Array(STEPS_KEPT).fill(UNKNOWN);
  /** The step that is not over yet. */
  #step: number;
  /** When it is over. */
  endsAtMs: AtMs;

  constructor(atMs: AtMs) {
    this.#step = stepOf(atMs);
    this.endsAtMs = (this.#step + 1) * STEP_MS;
  }

  /**
   * Ends every step up to `atMs` with the price that stood until now; `null` when none could be
   * believed.
   */
  roll(atMs: AtMs, price: number | null): void {
    const step = stepOf(atMs);
    if (step <= this.#step) return;
    const close = price === null ? UNKNOWN : Math.round(price / UNIT);
    const from = Math.max(this.#step, step - STEPS_KEPT);
    for (let at = from; at < step; at += 1) this.#closes[at % STEPS_KEPT] = close;
    this.#step = step;
    this.endsAtMs = (step + 1) * STEP_MS;
  }

  /**
   * Fills steps of which nothing was seen with prices that somebody else kept, in any order: the
   * newest of a step counts.
   */
  seed(points: readonly { readonly atMs: AtMs; readonly price: Price }[]): void {
    const lasts = new Map<number, { readonly atMs: AtMs; readonly price: Price }>();
    for (const point of points) {
      const step = stepOf(point.atMs);
      const last = lasts.get(step);
      if (last === undefined || point.atMs >= last.atMs) lasts.set(step, point);
    }
    for (const [step, { price }] of lasts) {
      if (step >= this.#step || step < this.#step - STEPS_KEPT) continue;
      const at = step % STEPS_KEPT;
      if (this.#closes[at] === UNKNOWN) this.#closes[at] = Math.round(price / UNIT);
    }
  }

  /** As it would be at `atMs` if `price` stood until then; this one stays as it is. */
  rolledTo(atMs: AtMs, price: number | null): PriceTrack {
    const copy = new PriceTrack(this.#step * STEP_MS);
    copy.#closes.set(this.#closes);
    copy.roll(atMs, price);
    return copy;
  }

  /** Over the last day and week of closes. */
  volatility(): Omit<Volatility, 'basis'> {
    return { day: this.#over(STEPS_PER_DAY), week: this.#over(STEPS_KEPT) };
  }

  /**
   * Dollars a day over the last `steps` closes: the mean square of the changes between them, times
   * the steps of a day. A change across unknown steps counts as one, so that gaps raise it.
   */
  #over(steps: number): Price | null {
    let known = 0;
    let changes = 0;
    let squares = 0;
    let previous = UNKNOWN;
    for (let step = this.#step - steps; step < this.#step; step += 1) {
      // Before the first step of all there is nothing, as a negative index tells.
      const close = this.#closes[step % STEPS_KEPT] ?? UNKNOWN;
      if (close === UNKNOWN) continue;
      known += 1;
      if (previous !== UNKNOWN) {
        changes += 1;
        squares += (close - previous) ** 2;
      }
      previous = close;
    }
    if (known < steps * KNOWN_SHARE_MIN) return null;
    const move = Math.round(Math.sqrt((squares / changes) * STEPS_PER_DAY) * UNIT);
    return Math.min(MICRO, move) as Price; // A price cannot go further than a dollar.
  }
}

function stepOf(atMs: AtMs): number {
  return Math.floor(atMs / STEP_MS);
}
