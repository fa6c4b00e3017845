import { describe, expect, test } from 'vitest';
import { random } from '../../../bench/random.ts';
import {
  clusteredSpearman,
  detectable,
  type Pair,
  quantile,
  spearman,
} from '../../../bench/scores/statistics.ts';

describe('Spearman', () => {
  test('IQ and hours of television, the textbook example, give −29/165', () => {
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 12);
  });

  test('equal values share the middle of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 ÷ √(4.5 · 5).
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  test('only the order counts, and one value alone says nothing', () => {
    expect(spearman([1, 2, 3], [10, 100, 1_000])).toBe(1);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  });

  test('a weight is how often a pair is there', () => {
    const draw = random(3);
    const xs = Array.from({ length: 40 }, () => Math.floor(draw() * 9));
    const ys = xs.map((x) => x + Math.floor(draw() * 12));
    const weights = xs.map(() => Math.floor(draw() * 4));
    const often = (values: readonly number[]): number[] =>
      values.flatMap((value, at) => Array.from({ length: weights[at]! }, () => value));
    expect(spearman(xs, ys, weights)).toBeCloseTo(spearman(often(xs), often(ys)), 12);
  });
});

describe('bootstrap by clusters', () => {
  /** Pairs of clusters that share a shock on both sides; the truth without it is no correlation. */
  function pairsOf(clusters: number, size: number, seed: number): readonly Pair[] {
    const draw = random(seed);
    return Array.from({ length: clusters }, (_, cluster) => {
      const [x, y] = [draw(), draw()];
      return Array.from({ length: size }, () => ({
        x: x + draw() / 10,
        y: y + draw() / 10,
        cluster: String(cluster),
      }));
    }).flat();
  }

  test('the same seed gives the same interval, and it holds the correlation', () => {
    const pairs = pairsOf(40, 5, 1);
    const one = clusteredSpearman(pairs, 9, 500);
    expect(clusteredSpearman(pairs, 9, 500)).toEqual(one);
    expect(one).toMatchObject({ pairs: 200, clusters: 40 });
    expect(one.low).toBeLessThan(one.rho);
    expect(one.high).toBeGreaterThan(one.rho);
  });

  test('stakes that share their luck are no more than their clusters', () => {
    const pairs = pairsOf(40, 5, 2);
    const alone = pairs.map((pair, at) => ({ ...pair, cluster: String(at) }));
    const shared = clusteredSpearman(pairs, 9, 500);
    const naive = clusteredSpearman(alone, 9, 500);
    // Five alike make the naive interval √5 too narrow.
    expect((shared.high - shared.low) / (naive.high - naive.low)).toBeGreaterThan(1.8);
  });

  test('95 of 100 intervals of what is not there contain nothing', () => {
    let holding = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const { low, high } = clusteredSpearman(pairsOf(40, 2, seed), seed, 200);
      if (low <= 0 && high >= 0) holding += 1;
    }
    expect(holding).toBeGreaterThanOrEqual(88);
  });
});

describe('power', () => {
  test('Fisher z: what 100 and 1,000 independent pairs show', () => {
    // tanh(2.801585 · √(1.06 ÷ 97)) and the same with 997.
    expect(detectable(100)).toBeCloseTo(0.28477, 5);
    expect(detectable(1_000)).toBeCloseTo(0.091097, 5);
    expect(detectable(3)).toBe(1);
  });

  test('quantiles lie between their neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 0)).toBe(1);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
