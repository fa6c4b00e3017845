import { describe, expect, test } from 'vitest';
import { FeedTrack } from '../../../../src/engine/intelligence/price-lag/spot-feed.ts';
import {
  ERROR_MIN,
  FLOOR_A_YEAR,
  SPAN_S,
  usualVariance,
  VolatilityEstimator,
  WARM_UP_S,
  YEAR_S,
} from '../../../../src/engine/intelligence/price-lag/volatility.ts';

/** Closes of a price that goes up and down by `move` every span. */
function fed(estimator: VolatilityEstimator, seconds: number, move: number): VolatilityEstimator {
  for (let second = 0; second < seconds; second += 1) {
    estimator.add(100 * Math.exp(second % 2 === 0 ? move : -move), 100);
  }
  return estimator;
}

function aYear(estimator: VolatilityEstimator, horizonS = 60): number {
  const found = estimator.over(horizonS);
  if (found === null) throw new Error('no estimate');
  return Math.sqrt(found.perSecond * YEAR_S);
}

/** The move over a span that has a standard deviation a year. */
function moveOf(deviation: number): number {
  return deviation * Math.sqrt(SPAN_S / YEAR_S);
}

describe('realised volatility', () => {
  test('there is none before it is warm', () => {
    const estimator = new VolatilityEstimator('btc');
    fed(estimator, WARM_UP_S - 1, moveOf(0.4));
    expect(estimator.over(60)).toBeNull();
    estimator.add(100, 100);
    expect(estimator.over(60)).not.toBeNull();
  });

  test.each([0.25, 0.45, 0.9])('after hours of %d a year it says about that', (deviation) => {
    const estimator = fed(new VolatilityEstimator('btc'), 4 * 3_600, moveOf(deviation));
    // The usual volatility of the coin still counts as five of sixty-five moves.
    const mixed = Math.sqrt((deviation ** 2 * 60 + 0.45 ** 2 * 5) / 65);
    expect(aYear(estimator, 1)).toBeCloseTo(mixed, 3);
  });

  test('it follows a burst within minutes', () => {
    const estimator = fed(new VolatilityEstimator('btc'), 3_600, moveOf(0.3));
    const calm = aYear(estimator);
    fed(estimator, 300, moveOf(0.9));
    expect(aYear(estimator)).toBeGreaterThan(1.6 * calm);
  });

  test('a single jump is bounded', () => {
    const estimator = fed(new VolatilityEstimator('btc'), 3_600, moveOf(0.3));
    const before = aYear(estimator);
    estimator.add(200, 100);
    expect(aYear(estimator)).toBeLessThan(1.1 * before);
  });

  test('a still price has the floor, not nothing', () => {
    const estimator = fed(new VolatilityEstimator('btc'), 6 * 3_600, 0);
    expect(aYear(estimator, 1)).toBe(FLOOR_A_YEAR);
  });

  test('over days it is the usual one of the coin, and less sure', () => {
    const estimator = fed(new VolatilityEstimator('eth'), 3_600, moveOf(0.3));
    const days = estimator.over(30 * 86_400);
    expect((days?.perSecond ?? 0) / usualVariance('eth')).toBeCloseTo(1, 1);
    expect(days?.error).toBeGreaterThan(estimator.over(60)?.error ?? 1);
    expect(aYear(estimator, 86_400)).toBeGreaterThan(aYear(estimator, 3_600));
  });

  test('it is surer the longer it was seen, up to a bound', () => {
    const estimator = fed(new VolatilityEstimator('btc'), WARM_UP_S, moveOf(0.4));
    const young = estimator.over(1)?.error ?? 0;
    fed(estimator, 3_600, moveOf(0.4));
    expect(young).toBeGreaterThan(ERROR_MIN);
    expect(estimator.over(1)?.error).toBeCloseTo(ERROR_MIN, 4);
  });
});

describe('a feed', () => {
  const START_MS = 1_700_000_000_000;

  test('measures its own seconds and nothing across a gap', () => {
    const track = new FeedTrack('btc', 'binance');
    for (let second = 0; second < 100; second += 1) {
      track.take(100 + (second % 7) / 1_000, START_MS + second * 1_000, START_MS + second * 1_000);
    }
    expect(track.volatility.over(60)).toBeNull();
    for (let second = 130; second < 130 + SPAN_S + WARM_UP_S; second += 1) {
      track.take(101 + (second % 7) / 1_000, START_MS + second * 1_000, START_MS + second * 1_000);
    }
    const found = track.volatility.over(60);
    // The step of one percent over the gap would be 80 % a year.
    expect(Math.sqrt((found?.perSecond ?? 1) * YEAR_S)).toBeLessThan(0.5);
  });

  test.each([
    ['zero', 0],
    ['negative', -1],
    ['no number', Number.NaN],
    ['endless', Number.POSITIVE_INFINITY],
  ])('a price that is %s is not taken', (_, price) => {
    expect(new FeedTrack('btc', 'binance').take(price, START_MS, START_MS)).toBe(false);
  });

  test('an older price than the last and one from the future are not taken', () => {
    const track = new FeedTrack('btc', 'binance');
    expect(track.take(100, START_MS, START_MS)).toBe(true);
    expect(track.take(100, START_MS - 1, START_MS)).toBe(false);
    expect(track.take(100, START_MS + 60_000, START_MS)).toBe(false);
  });

  test('a price far off waits until a second one confirms it', () => {
    const track = new FeedTrack('btc', 'binance');
    track.take(100, START_MS, START_MS);
    expect(track.take(110, START_MS + 100, START_MS + 100)).toBe(false);
    expect(track.take(100, START_MS + 200, START_MS + 200)).toBe(true);
    expect(track.take(90, START_MS + 300, START_MS + 300)).toBe(false);
    expect(track.take(90.5, START_MS + 400, START_MS + 400)).toBe(true);
    expect(track.price).toBe(90.5);
  });
});
