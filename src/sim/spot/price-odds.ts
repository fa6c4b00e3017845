import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';

/** Values in a settlement's mean, one a second. */
export const MEAN_VALUES = 60;

const YEAR_SECONDS = 31_536_000;
/** What makers look back at to see how restless a price is. */
const LOOK_BACK_MS = 10 * MINUTE_MS;
const LOOK_STEP_MS = 10 * SECOND_MS;
/** They never believe in less, per year. */
const DEVIATION_MIN = 0.25;
/** They look again so often. */
const LOOK_AGAIN_MS = 20 * SECOND_MS;
const LOOKS_KEPT_MAX = 1_000;

/** A price that settles markets, at any moment. */
export interface PriceIndex {
  /** One index, one id. */
  readonly id: string;
  valueAt(atMs: number): number;
}

/** Mean of `count` values, one a second, the last of them at `endAtMs`. */
export function meanOf(index: PriceIndex, endAtMs: number, count = MEAN_VALUES): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += index.valueAt(endAtMs - at * SECOND_MS);
  return sum / count;
}

/** Probability that the mean of a price's last minute lies above a strike, as makers see it. */
export class PriceOdds {
  readonly #seen = new Map<string, number>();

  above(
    index: PriceIndex,
    of: { readonly strike: number; readonly closeAtMs: number; readonly nowMs: number },
  ): number {
    const { strike, closeAtMs, nowMs } = of;
    const spot = index.valueAt(nowMs);
    const left = (closeAtMs - nowMs) / SECOND_MS;
    const perRootSecond = this.deviation(index, nowMs);
    if (left > MEAN_VALUES) {
      // The variance of the mean of the last minute: what passes before it, and a third of it.
      const spread = perRootSecond * Math.sqrt(left - (2 * MEAN_VALUES) / 3);
      return normal((Math.log(spot / strike) - spread ** 2 / 2) / spread);
    }
    const unseen = Math.min(MEAN_VALUES, Math.max(0, Math.ceil(left)));
    const seen = MEAN_VALUES - unseen;
    const seenMean =
      seen === 0 ? 0 : meanOf(index, Math.floor(nowMs / SECOND_MS) * SECOND_MS, seen);
    const mean = (seen * seenMean + unseen * spot) / MEAN_VALUES;
    let squares = 0;
    for (let at = 1; at <= unseen; at += 1) squares += (at / MEAN_VALUES) ** 2;
    const spread = spot * perRootSecond * Math.sqrt(squares);
    if (spread === 0) return mean >= strike ? 1 : 0;
    return normal((mean - strike) / spread);
  }

  /** Standard deviation of a second's log change, from the last minutes. */
  deviation(index: PriceIndex, nowMs: number): number {
    const atMs = Math.floor(nowMs / LOOK_AGAIN_MS) * LOOK_AGAIN_MS;
    const look = `${index.id} ${atMs}`;
    const seen = this.#seen.get(look);
    if (seen !== undefined) return seen;
    let squares = 0;
    let last = index.valueAt(atMs - LOOK_BACK_MS);
    for (let backMs = LOOK_BACK_MS - LOOK_STEP_MS; backMs >= 0; backMs -= LOOK_STEP_MS) {
      const value = index.valueAt(atMs - backMs);
      squares += Math.log(value / last) ** 2;
      last = value;
    }
    const perSecond = squares / (LOOK_BACK_MS / SECOND_MS);
    const yearly = Math.max(DEVIATION_MIN, Math.sqrt(perSecond * YEAR_SECONDS));
    const deviation = yearly / Math.sqrt(YEAR_SECONDS);
    if (this.#seen.size >= LOOKS_KEPT_MAX) this.#seen.clear();
    this.#seen.set(look, deviation);
    return deviation;
  }
}

/** The normal distribution's cdf (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function normal(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
