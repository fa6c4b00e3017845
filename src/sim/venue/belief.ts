import type { Chance } from '../chance.ts';

/** Log-odds that a decided market ends at: about 98.5 % and 1.5 %. */
const DECIDED = 4.2;
/** Prices stay within about 0.5 % and 99.5 %. */
export const LOG_ODDS_MAX = 5.3;
/** Even late news takes its time to be believed. */
const NEWS_SECONDS_MIN = 15;
/** How far log-odds wander by themselves, per root of a second. */
const WANDER_MIN = 0.003;
const WANDER_MAX = 0.011;

/** What the makers of a market believe of outcome 0. */
export interface MarketBelief {
  readonly probability: number;
  /** Whether nobody touches the quotes for a while. */
  readonly isFrozen: boolean;
  /** Lets the time until `atMs` pass. */
  advance(atMs: number): void;
  /** Moves the probability by about `change`, as an order does that others believe. */
  shift(change: number): void;
}

export interface BeliefStart {
  /** Probability of outcome 0 at `atMs`. */
  readonly probability: number;
  /** The outcome that will win; `null` for a void. */
  readonly winner: 0 | 1 | null;
  /** When everybody knows it, in world time. */
  readonly revealMs: number;
  readonly atMs: number;
}

/**
 * What the market believes of outcome 0: a walk of log-odds that ends at the hidden outcome (a
 * bridge), so that who foresees the outcome foresees where the price goes.
 */
export class Belief implements MarketBelief {
  readonly isFrozen = false;
  readonly #chance: Chance;
  readonly #wander: number;
  readonly #target: number;
  readonly #revealMs: number;
  #logOdds: number;
  #atMs: number;

  constructor(chance: Chance, { probability, winner, revealMs, atMs }: BeliefStart) {
    this.#chance = chance;
    this.#wander = WANDER_MIN + (WANDER_MAX - WANDER_MIN) * chance.next();
    this.#target = winner === null ? 0 : winner === 0 ? DECIDED : -DECIDED;
    this.#revealMs = revealMs;
    this.#logOdds = Math.log(probability / (1 - probability));
    this.#atMs = atMs;
  }

  get probability(): number {
    return 1 / (1 + Math.exp(-this.#logOdds));
  }

  advance(atMs: number): void {
    const seconds = (atMs - this.#atMs) / 1_000;
    if (seconds <= 0) return;
    const left = Math.max((this.#revealMs - this.#atMs) / 1_000, NEWS_SECONDS_MIN);
    this.#atMs = atMs;
    const news = (this.#target - this.#logOdds) * Math.min(1, seconds / left);
    this.#move(news + this.#wander * Math.sqrt(seconds) * this.#chance.bell());
  }

  shift(change: number): void {
    const slope = this.probability * (1 - this.probability);
    this.#move(change / slope);
  }

  #move(change: number): void {
    this.#logOdds = Math.min(LOG_ODDS_MAX, Math.max(-LOG_ODDS_MAX, this.#logOdds + change));
  }
}
