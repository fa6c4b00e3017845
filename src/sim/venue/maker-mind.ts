import { MICRO } from '../../engine/domain/values/micro.ts';
import type { LiveMarket } from './live-market.ts';
import {
  buyMove,
  drawDollars,
  lifeMs,
  type Mind,
  type Move,
  type MoveScene,
  sellMove,
  toLots,
} from './move.ts';

type Step = (live: LiveMarket, scene: MoveScene) => Move | null;

const PAIR_PROBABILITY = 0.6;
/** How often it first tidies up what lies around. */
const TIDY_PROBABILITY = 0.25;
/** With so much around it does nothing else. */
const HOLDINGS_MAX = 30;

/** Earns on both sides: buys both outcomes and merges them, or splits and sells both. */
export class MakerMind implements Mind {
  #live: LiveMarket | null = null;
  #steps: readonly Step[] = [];

  next(scene: MoveScene): Move | null {
    const [step, ...rest] = this.#steps;
    if (this.#live === null || step === undefined) {
      this.#begin(scene);
      return null;
    }
    this.#steps = rest;
    return this.#live.market.status === 'open' ? step(this.#live, scene) : null;
  }

  #begin(scene: MoveScene): void {
    const { chance, pool, leader, profile } = scene;
    const { holdings } = leader;
    const tidies = chance.happens(TIDY_PROBABILITY) || holdings.length >= HOLDINGS_MAX;
    if (tidies && holdings.length > 0) {
      this.#live = pool.of(chance.pick(holdings).market);
      this.#steps = [merge, sell(0), sell(1)];
      return;
    }
    const { lifeMinMs, prices } = profile.taste;
    this.#live = pool.find(chance, (live) => {
      const isPriced = live.mid >= prices[0] && live.mid <= prices[1];
      return isPriced && lifeMs(live, scene) >= lifeMinMs ? live : null;
    });
    const size = toLots(2 * drawDollars(scene) * MICRO);
    this.#steps = chance.happens(PAIR_PROBABILITY)
      ? [buy(0, size), buy(1, size), merge]
      : [(live) => ({ kind: 'sets', live, type: 'SPLIT', size }), sell(0), sell(1)];
  }
}

function buy(outcome: 0 | 1, size: number): Step {
  return (live, { profile }) =>
    buyMove(live, outcome, { sizeAt: () => size, prices: profile.taste.prices });
}

function sell(outcome: 0 | 1): Step {
  return (live, { leader }) =>
    sellMove(live, outcome, { held: leader.held(live.market, outcome), part: 1 });
}

/** Gives back every complete set. */
function merge(live: LiveMarket, { leader }: MoveScene): Move | null {
  const size = Math.min(leader.held(live.market, 0), leader.held(live.market, 1));
  return size === 0 ? null : { kind: 'sets', live, type: 'MERGE', size };
}
