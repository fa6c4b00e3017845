import { HOUR_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { bellAt, hashOf, uniformAt } from './hashed-chance.ts';

/** Coins whose price the simulated venues follow. */
export const SPOT_SYMBOLS = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE'] as const;
export type SpotSymbol = (typeof SPOT_SYMBOLS)[number];

/**
 * What a coin costs in dollars at any moment. Every simulated venue reads the same path, so that
 * one of them can lead and another lag.
 */
export interface SpotPath {
  /** Dollars, on the coin's own grid; the same for the same moment however often it is asked. */
  priceAt(symbol: SpotSymbol, atMs: number): number;
}

interface Coin {
  readonly price: number;
  /** Decimals of its price. */
  readonly decimals: number;
  /** Standard deviation of a year's log change: what it shares with the others, and its own. */
  readonly shared: number;
  readonly own: number;
}

export const SPOT_COINS: Readonly<Record<SpotSymbol, Coin>> = {
  BTC: { price: 95_000, decimals: 2, shared: 0.42, own: 0.12 },
  ETH: { price: 3_400, decimals: 2, shared: 0.52, own: 0.28 },
  SOL: { price: 180, decimals: 2, shared: 0.55, own: 0.45 },
  XRP: { price: 2.4, decimals: 4, shared: 0.5, own: 0.5 },
  DOGE: { price: 0.22, decimals: 5, shared: 0.55, own: 0.6 },
};

/** Hours are counted from here; a path knows no beginning and no end. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
/** No simulation is so far from the epoch. */
const HOURS_MAX = 200_000;
const HOURS_IN_YEAR = 8_766;
/** Share of its distance from the usual price that a path goes back each hour. */
const RETURN_PER_HOUR = 0.002;
/** An hour is halved so often: steps of about 220 ms. */
const HALVINGS = 14;
/** Least and most share of its variance that one half of any stretch gets. */
const SHARE_MIN = 0.3;
const SHARE_SPAN = 0.4;
/** How restless whole hours are: log-normal, so some are several times as wild. */
const RESTLESS = 0.5;
const JUMP_PROBABILITY_PER_HOUR = 0.35;
/** Of a jump, in hourly standard deviations. */
const JUMP_SIZE = 1.2;

/**
 * Seeded prices of all coins. A log price walks from hour to hour; within an hour it is a Brownian
 * bridge whose variance is shared out by halves at random (a multiplicative cascade), so that quiet
 * and wild stretches cluster at every scale, and some hours have a jump. Any moment can be asked in
 * any order.
 */
export class SeededSpotPath implements SpotPath {
  readonly #shared: Walk;
  readonly #own: Readonly<Record<SpotSymbol, Walk>>;

  constructor(seed: string) {
    this.#shared = new Walk(`${seed}/shared`);
    this.#own = Object.fromEntries(
      SPOT_SYMBOLS.map((symbol) => [symbol, new Walk(`${seed}/${symbol}`)]),
    ) as Record<SpotSymbol, Walk>;
  }

  priceAt(symbol: SpotSymbol, atMs: number): number {
    const { price, decimals, shared, own } = SPOT_COINS[symbol];
    const log = shared * this.#shared.at(atMs) + own * this.#own[symbol].at(atMs);
    const grid = 10 ** decimals;
    return Math.round(price * Math.exp(log) * grid) / grid;
  }
}

/** A walk with a standard deviation of 1 a year that keeps returning to zero. */
class Walk {
  readonly #seed: number;
  /** Its place at the beginning of each hour since the epoch, and before it. */
  readonly #after: number[] = [0];
  readonly #before: number[] = [0];

  constructor(seed: string) {
    this.#seed = hashOf(seed);
  }

  at(atMs: number): number {
    const sinceMs = atMs - EPOCH_MS;
    const hour = Math.floor(sinceMs / HOUR_MS);
    invariant(Math.abs(hour) < HOURS_MAX, 'a spot path is asked within 20 years of its epoch');
    const from = this.#hourly(hour);
    const change = this.#hourly(hour + 1) - from;
    return from + this.#within(hour, (sinceMs - hour * HOUR_MS) / HOUR_MS, change);
  }

  #hourly(hour: number): number {
    const places = hour >= 0 ? this.#after : this.#before;
    const wanted = Math.abs(hour);
    for (let at = places.length; at <= wanted; at += 1) {
      const index = hour >= 0 ? at - 1 : -at;
      const last = places[at - 1] ?? 0;
      const step = Math.sqrt(this.#variance(index)) * bellAt(this.#seed, index, 0);
      places.push(last * (1 - RETURN_PER_HOUR) + step);
    }
    return places[wanted] ?? 0;
  }

  #variance(hour: number): number {
    return Math.exp(RESTLESS * bellAt(this.#seed, hour, 1)) / HOURS_IN_YEAR;
  }

  /** What has happened of an hour's `change` when `part` of the hour has passed. */
  #within(hour: number, part: number, change: number): number {
    let variance = this.#variance(hour);
    const jump = this.#jump(hour, Math.sqrt(variance));
    let left = part;
    let span = change - jump.size;
    let sum = part >= jump.at ? jump.size : 0;
    let node = 2;
    for (let depth = 0; depth < HALVINGS; depth += 1) {
      const share = SHARE_MIN + SHARE_SPAN * uniformAt(this.#seed, hour, 2 * node);
      const spread = Math.sqrt(variance * share * (1 - share));
      const first = span * share + spread * bellAt(this.#seed, hour, 2 * node + 1);
      const isLater = left >= 0.5;
      if (isLater) sum += first;
      span = isLater ? span - first : first;
      variance *= isLater ? 1 - share : share;
      left = isLater ? 2 * left - 1 : 2 * left;
      node = 2 * node + (isLater ? 1 : 0);
    }
    return sum;
  }

  /** When an hour's jump is, as part of the hour, and how far it goes; zero in most hours. */
  #jump(hour: number, deviation: number): { readonly at: number; readonly size: number } {
    if (uniformAt(this.#seed, hour, 2) > JUMP_PROBABILITY_PER_HOUR) return { at: 0, size: 0 };
    const size = JUMP_SIZE * deviation * bellAt(this.#seed, hour, 3);
    return { at: uniformAt(this.#seed, ~hour, 2), size };
  }
}
