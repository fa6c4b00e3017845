import type { ArbitrageAlarm } from '../../domain/arbitrage.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { cents, type Price, price } from '../../domain/values/money.ts';

/** A middle between wider quotes is no price. */
export const SPREAD_MAX = cents(10);
/** Prices of one question are further apart than this only where it is not one question. */
export const GAP_MAX = cents(15);
/** Two that add up to one within this, and are this far apart, are each other's opposite. */
export const POLARITY_SUM_MAX = cents(5);
export const POLARITY_GAP_MIN = cents(20);

type Unlike = Exclude<ArbitrageAlarm['alarm'], 'mirror'>;

export interface Quotes {
  readonly bid: Price;
  readonly ask: Price;
}

/** What two prices of one question say when they cannot belong to one question. */
export function unlikeness(first: Price, second: Price): Unlike | null {
  const gap = Math.abs(first - second);
  const fromOne = Math.abs(first + second - MICRO);
  if (fromOne < POLARITY_SUM_MAX && gap > POLARITY_GAP_MIN) return 'polarity';
  return gap > GAP_MAX ? 'gap' : null;
}

/** Middle of the quotes, rounded down; `null` when they are too wide to be a price. */
export function middleOf({ bid, ask }: Quotes): Price | null {
  if (ask < bid || ask - bid > SPREAD_MAX) return null;
  return price(Math.floor((bid + ask) / 2));
}

/**
 * Whether two markets of a pair still look like one question. What looks otherwise for a moment is
 * one venue that is faster; it stops the pair at once, and is told when it persists, once until it is over.
 */
export class Likeness {
  #seen: Unlike | null = null;
  #sinceMs: AtMs = 0;
  #isTold = false;

  /** Whether the prices speak against the pair now. */
  get isDoubted(): boolean {
    return this.#seen !== null;
  }

  /** An alarm that is to be told now. */
  look(unlike: Unlike | null, atMs: AtMs, persistMs: number): Unlike | null {
    if (unlike !== this.#seen) {
      this.#seen = unlike;
      this.#sinceMs = atMs;
      this.#isTold = false;
    }
    if (unlike === null || this.#isTold || atMs - this.#sinceMs < persistMs) return null;
    this.#isTold = true;
    return unlike;
  }
}
