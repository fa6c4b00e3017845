import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import { Belief as Walk } from '../../venue/belief.ts';
import type { Belief, KalshiMarket, Outcome } from './market.ts';

/** A question with a hidden answer that everybody knows at `revealMs`. */
export class HiddenBelief implements Belief {
  readonly #walk: Walk;
  readonly #revealMs: number;
  readonly #wins: boolean;
  readonly #measured: string;

  constructor(
    chance: Chance,
    of: {
      readonly probability: number;
      readonly wins: boolean;
      readonly nowMs: number;
      readonly revealMs: number;
      readonly measured?: string;
    },
  ) {
    const { probability, wins, nowMs, revealMs } = of;
    this.#revealMs = revealMs;
    this.#wins = wins;
    this.#measured = of.measured ?? '';
    const winner = wins ? 0 : 1;
    this.#walk = new Walk(chance, { probability, winner, revealMs, atMs: nowMs });
  }

  at(nowMs: number): number {
    this.#walk.advance(nowMs);
    return this.#walk.probability;
  }

  outcome(nowMs: number): Outcome | null {
    if (nowMs < this.#revealMs) return null;
    return {
      result: this.#wins ? 'yes' : 'no',
      value: this.#wins ? MICRO : 0,
      measured: this.#measured,
    };
  }
}

/** The other side of a question that somebody else answers: one of two players wins. */
export class OppositeBelief implements Belief {
  readonly #other: Belief;

  constructor(other: Belief) {
    this.#other = other;
  }

  at(nowMs: number): number | null {
    const other = this.#other.at(nowMs);
    return other === null ? null : 1 - other;
  }

  outcome(nowMs: number): Outcome | null {
    const other = this.#other.outcome(nowMs);
    if (other === null) return null;
    return {
      result: other.result === 'yes' ? 'no' : 'yes',
      value: MICRO - other.value,
      measured: other.measured,
    };
  }
}

/** All legs have to pay. */
export class ComboBelief implements Belief {
  readonly #legs: readonly KalshiMarket[];

  constructor(legs: readonly KalshiMarket[]) {
    this.#legs = legs;
  }

  at(nowMs: number): number | null {
    let product = 1;
    for (const { belief, outcome } of this.#legs) {
      const odds = outcome === null ? belief.at(nowMs) : outcome.value / MICRO;
      if (odds === null) return null;
      product *= odds;
    }
    return product;
  }

  outcome(): Outcome | null {
    const outcomes = this.#legs.map(({ outcome }) => outcome);
    const isLost = outcomes.some((outcome) => outcome?.value === 0);
    if (!isLost && outcomes.includes(null)) return null;
    return { result: isLost ? 'no' : 'yes', value: isLost ? 0 : MICRO, measured: '' };
  }
}
