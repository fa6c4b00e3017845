import type { LiveMarket } from './live-market.ts';
import { otherOutcome } from './matching.ts';
import {
  buyMove,
  drawDollars,
  isShort,
  lifeMs,
  type Mind,
  type Move,
  type MoveScene,
  sellMove,
  sharesFor,
} from './move.ts';

/** What it does first, so that a short demo has entries and exits; later chance decides. */
const OPENING = ['buy', 'buy', 'buy', 'reduce', 'buy', 'reduce', 'reduce', 'buy'] as const;
const REDUCE_PROBABILITY = 0.42;
/** What was just bought is kept at least so long. */
const KEPT_MIN_MS = 6_000;
/** With so many markets it first leaves one before it enters another. */
const HOLDINGS_MAX = 30;
const PARTS = [0.3, 0.5, 0.5, 1, 1] as const;

/** Buys one side of a question and later sells it, partly or wholly. */
export class DirectionalMind implements Mind {
  #moves = 0;

  next(scene: MoveScene): Move | null {
    const isFull = scene.leader.holdings.length >= HOLDINGS_MAX;
    const drawn = scene.chance.happens(REDUCE_PROBABILITY) || isFull ? 'reduce' : 'buy';
    const wish = OPENING[this.#moves] ?? drawn;
    const sale = wish === 'reduce' ? this.#reduce(scene) : null;
    const move = sale ?? this.#buy(scene);
    // A reduction that could not be had yet is wished again.
    if (move !== null && (wish === 'buy' || sale !== null)) this.#moves += 1;
    return move;
  }

  #reduce(scene: MoveScene): Move | null {
    const { leader, chance, nowMs, pool } = scene;
    const ripe = leader.holdings.filter(({ grewAtMs }) => nowMs - grewAtMs >= KEPT_MIN_MS);
    const sales = ripe.flatMap(({ market, shares }) => {
      const live = pool.of(market);
      const outcome = shares[0] > 0 ? 0 : 1;
      return live === null ? [] : [{ live, outcome, held: shares[outcome] } as const];
    });
    if (sales.length === 0) return null;
    const { live, outcome, held } = chance.pick(sales);
    return sellMove(live, outcome, { held, part: chance.pick(PARTS) });
  }

  #buy(scene: MoveScene): Move | null {
    const { chance, profile, pool } = scene;
    const { prices, lifeMinMs, windows } = profile.taste;
    const onlyShort = chance.happens(windows);
    const sizeAt = sharesFor(drawDollars(scene));
    return pool.find(chance, (live) => {
      if (onlyShort !== isShort(live, scene) || lifeMs(live, scene) < lifeMinMs) return null;
      const outcome = this.#foresee(live, scene);
      if (scene.leader.held(live.market, otherOutcome(outcome)) > 0) return null;
      return buyMove(live, outcome, { sizeAt, prices });
    });
  }

  /** The hidden winner more often than not, by the leader's skill. */
  #foresee(live: LiveMarket, { chance, profile }: MoveScene): 0 | 1 {
    const guess = chance.happens(0.5) ? 0 : 1;
    const { winner } = live.plan.truth;
    const knows = chance.happens(Math.abs(profile.skill));
    if (winner === null || !knows) return guess;
    return profile.skill > 0 ? winner : otherOutcome(winner);
  }
}
