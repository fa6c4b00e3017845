import { describe, expect, test } from 'vitest';
import { edgeOf } from '../../../../../src/engine/intelligence/scoring/judge/edge.ts';
import { bettor } from './records.ts';

/** Wallets whose true edge per dollar is drawn around none, as the prior says, and who bet at any price. */
const WALLETS = 500;
const SKILL = 0.1;

/** Numerical Recipes' generator: the same wallets in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What each wallet is believed to have, beside what it has. */
function believed(markets: number) {
  const draw = chance(markets);
  return Array.from({ length: WALLETS }, () => {
    const skill = SKILL * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    const bets = Array.from({ length: markets }, () => {
      const price = 0.05 + 0.7 * draw();
      return { price, won: draw() < price * (1 + skill) };
    });
    return { skill, ...edgeOf(bettor(bets)).edge };
  });
}

function ranks(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const places: number[] = [];
  for (const [rank, at] of order.entries()) places[at] = rank;
  return places;
}

/** Spearman's rank correlation, where no two values are alike: 1 − 6 Σd² ÷ (n (n² − 1)). */
function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [ranks(one), ranks(other)];
  const squares = first.reduce((sum, rank, at) => sum + (rank - (second[at] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (one.length * (one.length ** 2 - 1));
}

describe('among wallets whose skill is known', () => {
  test.each([10, 100, 300])(
    'the interval of an edge after %i markets holds what is true',
    (markets) => {
      const all = believed(markets);
      const held = all.filter(({ skill, low, high }) => low <= skill && skill <= high).length;
      console.info(`edge after ${markets} markets: ${(100 * held) / WALLETS} % within their 90 %`);
      expect(held / WALLETS).toBeGreaterThan(0.87);
      expect(held / WALLETS).toBeLessThan(0.97);
    },
  );

  test('three hundred markets rank them', () => {
    const all = believed(300);
    const rank = rankCorrelation(
      all.map(({ skill }) => skill),
      all.map(({ value }) => value),
    );
    console.info(`rank correlation of edge and skill after 300 markets: ${rank.toFixed(3)}`);
    expect(rank).toBeGreaterThan(0.8);
  });
});
