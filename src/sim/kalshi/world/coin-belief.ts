import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import type { CoinOdds } from './coin-odds.ts';
import type { Belief, Outcome, Strike } from './market.ts';
import type { CoinIndex } from './settlement-index.ts';

/** How long makers take to see the price: least and most. */
const LAG_MS = [250, 2_200] as const;
/** They sometimes do not look for a while. */
const SLEEP_PROBABILITY = 0.004;
const SLEEP_MS = [3_000, 12_000] as const;
/** Log-odds: how far the makers' opinion strays, and how much of it stays from look to look. */
const STRAY = 0.07;
const STRAY_KEPT = 0.9;
const BELIEF_MIN = 0.002;

export interface CoinQuestion {
  readonly coin: CoinIndex;
  readonly closeAtMs: number;
  /** `null` before it is known. */
  strikeAt(nowMs: number): Strike | null;
}

/** Makers who know the rule of a coin's market, see the price a little late, and err a little. */
export class CoinBelief implements Belief {
  readonly #question: CoinQuestion;
  readonly #odds: CoinOdds;
  readonly #chance: Chance;
  readonly #lagMs: number;
  #stray = 0;
  #seenAtMs = 0;
  #asleepUntilMs = 0;

  constructor(question: CoinQuestion, odds: CoinOdds, chance: Chance) {
    this.#question = question;
    this.#odds = odds;
    this.#chance = chance;
    this.#lagMs = chance.whole(...LAG_MS);
  }

  at(nowMs: number): number | null {
    const strike = this.#question.strikeAt(nowMs);
    if (strike === null) return null;
    const bell = this.#chance.next() + this.#chance.next() - 1;
    this.#stray = STRAY_KEPT * this.#stray + STRAY * bell;
    const odds = this.#probability(strike, this.#seen(nowMs));
    const bounded = Math.min(1 - BELIEF_MIN, Math.max(BELIEF_MIN, odds));
    return 1 / (1 + ((1 - bounded) / bounded) * Math.exp(-this.#stray));
  }

  outcome(nowMs: number): Outcome | null {
    const { coin, closeAtMs } = this.#question;
    const strike = this.#question.strikeAt(nowMs);
    if (nowMs < closeAtMs || strike === null) return null;
    const value = this.#odds.index.settlementAt(coin, closeAtMs);
    const isYes = pays(strike, value);
    return {
      result: isYes ? 'yes' : 'no',
      value: isYes ? MICRO : 0,
      measured: value.toFixed(coin.digits),
    };
  }

  /** The moment whose price the makers have seen. */
  #seen(nowMs: number): number {
    if (nowMs < this.#asleepUntilMs) return this.#seenAtMs;
    if (this.#chance.happens(SLEEP_PROBABILITY)) {
      this.#asleepUntilMs = nowMs + this.#chance.whole(...SLEEP_MS);
    }
    this.#seenAtMs = nowMs - this.#lagMs;
    return this.#seenAtMs;
  }

  #probability(strike: Strike, nowMs: number): number {
    const { coin, closeAtMs } = this.#question;
    const above = (level: number): number =>
      this.#odds.above(coin, { strike: level, closeAtMs, nowMs });
    if (strike.type === 'between') return above(strike.floor) - above(strike.cap);
    if (strike.type === 'less') return 1 - above(strike.cap);
    if (strike.type === 'custom' || strike.floor === null) return 0.5;
    return above(strike.floor);
  }
}

/** The venue's semantics of strikes. */
export function pays(strike: Strike, value: number): boolean {
  if (strike.type === 'between') return value >= strike.floor && value <= strike.cap;
  if (strike.type === 'less') return value < strike.cap;
  if (strike.type === 'custom' || strike.floor === null) return false;
  return strike.type === 'greater' ? value > strike.floor : value >= strike.floor;
}
