import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import { LOG_ODDS_MAX, type MarketBelief } from './belief.ts';
import type { SpotQuestion } from './spot-question.ts';

/** How long makers take to see the price: least and most. */
const LAG_MS = [250, 900] as const;
/** What they call a jump: so many usual moves within so long. */
const JUMP_SPAN_MS = 3 * SECOND_MS;
const JUMP_MOVES = 1.6;
/** Now and then a jump is not seen for a while; then it is seen at once. */
const SLEEP_PROBABILITY = 0.05;
const SLEEP_MS = [4 * SECOND_MS, 10 * SECOND_MS] as const;
/** Rarely nobody quotes anything for a while: the book stands still. */
const FREEZE_PROBABILITY = 0.0008;
const FREEZE_MS = [10 * SECOND_MS, 30 * SECOND_MS] as const;
/** Log-odds: how far the makers' opinion strays, and how soon it comes back. */
const STRAY = 0.05;
const STRAY_SECONDS = 5;
/** How soon they forget what an order made them think. */
const PUSH_SECONDS = 12;

/** Makers who know a market's rule, see the coin's price a little late, and err a little. */
export class SpotBelief implements MarketBelief {
  readonly #question: SpotQuestion;
  readonly #chance: Chance;
  readonly #lagMs: number;
  #atMs: number;
  #odds: number;
  #stray = 0;
  #push = 0;
  #asleepUntilMs = Number.NEGATIVE_INFINITY;
  #frozenUntilMs = Number.NEGATIVE_INFINITY;

  constructor(chance: Chance, question: SpotQuestion, atMs: number) {
    this.#chance = chance;
    this.#question = question;
    this.#lagMs = chance.whole(...LAG_MS);
    this.#atMs = atMs;
    this.#odds = logOddsOf(question.chanceAt(atMs - this.#lagMs));
  }

  get probability(): number {
    return 1 / (1 + Math.exp(-within(this.#odds + this.#stray + this.#push)));
  }

  get isFrozen(): boolean {
    return this.#atMs < this.#frozenUntilMs;
  }

  /** Whether the price has moved on and nobody has seen it. */
  get isAsleep(): boolean {
    return this.#atMs < this.#asleepUntilMs;
  }

  advance(atMs: number): void {
    const seconds = (atMs - this.#atMs) / SECOND_MS;
    if (seconds <= 0) return;
    this.#atMs = atMs;
    if (this.isFrozen) return;
    const kept = Math.exp(-seconds / STRAY_SECONDS);
    this.#stray = kept * this.#stray + STRAY * Math.sqrt(1 - kept ** 2) * this.#chance.bell();
    this.#push *= Math.exp(-seconds / PUSH_SECONDS);
    if (this.isAsleep || this.#dozesOff(atMs)) return;
    this.#odds = logOddsOf(this.#question.chanceAt(atMs - this.#lagMs));
  }

  shift(change: number): void {
    const slope = this.probability * (1 - this.probability);
    this.#push = within(this.#push + change / slope);
  }

  #dozesOff(atMs: number): boolean {
    if (this.#chance.happens(FREEZE_PROBABILITY)) {
      this.#frozenUntilMs = atMs + this.#chance.whole(...FREEZE_MS);
      return true;
    }
    const isJump = this.#question.moveAt(atMs, JUMP_SPAN_MS) > JUMP_MOVES;
    if (!isJump || !this.#chance.happens(SLEEP_PROBABILITY)) return false;
    this.#asleepUntilMs = atMs + this.#chance.whole(...SLEEP_MS);
    return true;
  }
}

function logOddsOf(probability: number): number {
  return within(Math.log(probability / (1 - probability)));
}

function within(logOdds: number): number {
  return Math.min(LOG_ODDS_MAX, Math.max(-LOG_ODDS_MAX, logOdds));
}
