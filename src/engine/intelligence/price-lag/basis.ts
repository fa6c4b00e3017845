import { type AtMs, MINUTE_MS } from '../../domain/time.ts';

/**
 * Half-life in observations (about seconds) of the difference between two feeds: short, so that it is
 * Chainlink's newest price and what the exchange moved since. Of 3, 8 and 30 the one that best told the
 * Chainlink price of 3 s later (docs/price-lag.md).
 */
const HALF_LIFE = 3;
/** Observations before the difference is used. */
const READY_MIN = 5;
/** Deviations an error states: about 95 of 100 cases. */
export const ERROR_DEVIATIONS = 2;
/**
 * All as shares of the price. Measured between Binance and Chainlink: 0.2 to 0.7 bp around their usual
 * difference, which itself moved by up to 0.9 bp in 2.5 minutes and was −0.3 bp in April 2026 and
 * −5.2 bp in February.
 */
export const BASIS_DEVIATION_MIN = 0.3e-4;
export const BASIS_DRIFT_A_MINUTE = 0.5e-4;
/** What an estimate may be off when the two feeds were never seen together. */
export const BASIS_UNKNOWN = 10e-4;

/** How far the price that settles usually is from the feed that leads, as a difference of logarithms. */
export class Basis {
  #mean = 0;
  #variance = 0;
  #count = 0;
  #seenAtMs: AtMs = 0;

  /** Takes two prices of the same moment. */
  observe(settling: number, leading: number, atMs: AtMs): void {
    const difference = Math.log(settling / leading);
    this.#count += 1;
    // At first the plain mean, then one that forgets.
    const weight = Math.max(1 - 0.5 ** (1 / HALF_LIFE), 1 / this.#count);
    const off = difference - this.#mean;
    this.#mean += weight * off;
    this.#variance = (1 - weight) * (this.#variance + weight * off * off);
    this.#seenAtMs = atMs;
  }

  get isKnown(): boolean {
    return this.#count >= READY_MIN;
  }

  /** What the leading price is multiplied by. */
  get factor(): number {
    return this.isKnown ? Math.exp(this.#mean) : 1;
  }

  /** How far that may be off, as a share of the price. */
  errorAt(atMs: AtMs): number {
    if (!this.isKnown) return BASIS_UNKNOWN;
    const spread = Math.max(Math.sqrt(this.#variance), BASIS_DEVIATION_MIN);
    return ERROR_DEVIATIONS * Math.hypot(spread, driftOver(atMs - this.#seenAtMs));
  }
}

/** One deviation of how far two feeds drift apart in a time. */
export function driftOver(ms: number): number {
  return BASIS_DRIFT_A_MINUTE * Math.sqrt(Math.max(0, ms) / MINUTE_MS);
}
