import type { Volatility } from './fair.ts';
import { tailsOver } from './tails.ts';

export const YEAR_S = 31_536_000;

/**
 * Moves are measured over this long, anew each second. Chainlink smooths what happens within seconds:
 * on its BTC/USD of 2026-07-24 moves over 1 s gave 19 % a year, over 60 s 28 %. Spans of 60 s also
 * predicted the next 30 to 300 s better than shorter ones.
 */
export const SPAN_S = 60;
/** Half-lives of the two means whose middle is taken; the best of the mixtures tried on those hours. */
export const FAST_HALF_LIFE_S = 300;
export const SLOW_HALF_LIFE_S = 3_600;
/** One move counts at most this many deviations, so that a single jump is not the whole estimate. */
export const JUMP_DEVIATIONS_MAX = 6;
/** Least seconds of moves before there is an estimate. */
export const WARM_UP_S = 120;
/** The usual variance of a coin counts as much as this many moves of {@link SPAN_S}. */
export const USUAL_WEIGHT = 5;
/** Moves overlap, and old ones fade: the estimate is never worth more independent ones than this. */
const INDEPENDENT_MAX = 60;
/** Least the estimate is off: volatility itself changes within minutes. */
export const ERROR_MIN = 0.2;
/** What a year's standard deviation is at least: quieter hours end. */
export const FLOOR_A_YEAR = 0.15;
/** In this time the volatility of the moment goes back to the usual one by a factor of e. */
export const RETURN_S = 21_600;
/** By how much the usual volatility of a coin may be off: all that is known days ahead. */
const USUAL_ERROR = 0.5;

/** Usual standard deviation of a year by coin; round figures, of 2024 to 2026. */
const USUAL_A_YEAR: Readonly<Record<string, number>> = { btc: 0.45, eth: 0.65, sol: 0.8, xrp: 0.8 };
const OTHER_A_YEAR = 0.9;

export function usualVariance(symbol: string): number {
  return (USUAL_A_YEAR[symbol] ?? OTHER_A_YEAR) ** 2 / YEAR_S;
}

/** A mean in which what is older counts less, without the pull of its empty beginning. */
class FadingMean {
  #sum = 0;
  #weight = 0;
  readonly #keep: number;

  constructor(halfLifeS: number) {
    this.#keep = 0.5 ** (1 / halfLifeS);
  }

  add(value: number): void {
    this.#sum = this.#sum * this.#keep + value * (1 - this.#keep);
    this.#weight = this.#weight * this.#keep + (1 - this.#keep);
  }

  get value(): number {
    return this.#weight === 0 ? 0 : this.#sum / this.#weight;
  }
}

/**
 * Realised variance of one feed: each second the squared move over the last {@link SPAN_S} seconds,
 * bounded, into two fading means. O(1) a second.
 */
export class VolatilityEstimator {
  readonly #fast = new FadingMean(FAST_HALF_LIFE_S);
  readonly #slow = new FadingMean(SLOW_HALF_LIFE_S);
  readonly #usual: number;
  #seconds = 0;

  constructor(symbol: string) {
    this.#usual = usualVariance(symbol);
  }

  /** The closes of a second and of the one {@link SPAN_S} before it. */
  add(close: number, before: number): void {
    const move = Math.log(close / before);
    const most = JUMP_DEVIATIONS_MAX ** 2 * this.#current();
    const variance = Math.min((move * move) / SPAN_S, most);
    this.#fast.add(variance);
    this.#slow.add(variance);
    this.#seconds += 1;
  }

  /** How much the price moves over the next `horizonS`; `null` while too little was seen. */
  over(horizonS: number): Volatility | null {
    if (this.#seconds < WARM_UP_S) return null;
    // The mean over the horizon of a variance that returns to the usual one.
    const turns = Math.max(horizonS, 1) / RETURN_S;
    const now = -Math.expm1(-turns) / turns;
    const perSecond = this.#usual + (this.#current() - this.#usual) * now;
    const error = Math.max(ERROR_MIN, 1 / Math.sqrt(2 * this.#independent()));
    return {
      perSecond: Math.max(perSecond, FLOOR_A_YEAR ** 2 / YEAR_S),
      error: error * now + USUAL_ERROR * (1 - now),
      tails: tailsOver(horizonS),
    };
  }

  #independent(): number {
    return Math.min(1 + this.#seconds / SPAN_S, INDEPENDENT_MAX);
  }

  #current(): number {
    if (this.#seconds === 0) return this.#usual;
    const moves = this.#independent();
    const seen = (this.#fast.value + this.#slow.value) / 2;
    return (seen * moves + this.#usual * USUAL_WEIGHT) / (moves + USUAL_WEIGHT);
  }
}
