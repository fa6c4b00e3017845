import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Belief, Outcome } from '../kalshi/world/market.ts';
import type { SpotQuestion } from '../venue/spot-question.ts';
import type { WorldTime } from '../wire/world-time.ts';

/** A question about a coin's price at a moment of the world's schedule, decided by that price. */
export class SpotPairBelief implements Belief {
  readonly #question: SpotQuestion;
  readonly #closeMs: number;
  readonly #time: WorldTime;

  constructor(question: SpotQuestion, closeMs: number, time: WorldTime) {
    this.#question = question;
    this.#closeMs = closeMs;
    this.#time = time;
  }

  at(nowMs: number): number {
    return this.#question.chanceAt(this.#time.elapsedMs(nowMs));
  }

  outcome(nowMs: number): Outcome | null {
    if (this.#time.elapsedMs(nowMs) < this.#closeMs) return null;
    const isYes = this.#question.winner === 0;
    return { result: isYes ? 'yes' : 'no', value: isYes ? MICRO : 0, measured: '' };
  }
}
