import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import {
  type FairState,
  fairProbability,
} from '../../../../src/engine/intelligence/price-lag/fair.ts';
import { STUDENT_TAILS } from '../../../../src/engine/intelligence/price-lag/tails.ts';
import { YEAR_S } from '../../../../src/engine/intelligence/price-lag/volatility.ts';
import { above, CANDLE, MEAN_60, POINT, sure, TWAP } from './examples.ts';

/**
 * Paths of one price a second, drawn from a seed, settled by what each rule says; nothing of the
 * formulas. Agreement is asked within four standard errors and what steps of a second make of it.
 */

const PATHS = 8_000;
const PRICE = 60_000;
const A_YEAR = 0.6;
const ERRORS_MAX = 4;
/** One Kalshi value too many or too few, or the price between two seconds, is worth less than this. */
const STEPS_ERROR = 0.004;

/** Uniform numbers in 0..1 from a seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Share of the paths for which `isTrue` holds; each path is prices at seconds 0 to `seconds`. */
function simulated(seconds: number, seed: number, isTrue: (path: Float64Array) => boolean): number {
  const next = uniform(seed);
  const path = new Float64Array(seconds + 1);
  let hits = 0;
  for (let drawn = 0; drawn < PATHS; drawn += 1) {
    const perSecond = (A_YEAR ** 2 / YEAR_S) * drawnTail(next());
    let log = 0;
    path[0] = PRICE;
    for (let second = 1; second <= seconds; second += 1) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      log += Math.sqrt(perSecond) * radius * Math.cos(2 * Math.PI * next()) - perSecond / 2;
      path[second] = PRICE * Math.exp(log);
    }
    if (isTrue(path)) hits += 1;
  }
  return hits / PATHS;
}

function drawnTail(at: number): number {
  let sum = 0;
  for (const { share, variance } of STUDENT_TAILS) {
    sum += share;
    if (at < sum) return variance;
  }
  return 1;
}

function fair(rule: CryptoRule, more: Partial<FairState> = {}): number {
  const state = sure(PRICE, A_YEAR, more);
  const volatility = { ...state.volatility, tails: STUDENT_TAILS };
  const result = fairProbability(rule, { ...state, volatility }, 0);
  if (!result.ok) throw new Error(result.reason);
  return result.probability;
}

function expectNear(found: number, drawn: number): void {
  const error = Math.sqrt((drawn * (1 - drawn)) / PATHS);
  expect(Math.abs(found - drawn)).toBeLessThan(ERRORS_MAX * error + STEPS_ERROR);
}

function mean(path: Float64Array, from: number): number {
  let sum = 0;
  for (let at = from; at < path.length; at += 1) sum += path[at] ?? 0;
  return sum / (path.length - from);
}

describe('formulas and drawn paths agree', () => {
  test('one price at the end', () => {
    const strike = PRICE * 1.0005;
    const drawn = simulated(120, 1, (path) => (path[120] ?? 0) > strike);
    expectNear(fair(above(strike, 120, POINT)), drawn);
  });

  test('a range', () => {
    const [floor, cap] = [PRICE * 0.9995, PRICE * 1.001];
    const drawn = simulated(120, 2, (path) => (path[120] ?? 0) >= floor && (path[120] ?? 0) < cap);
    const rule: CryptoRule = {
      kind: 'range',
      symbol: 'btc',
      source: CANDLE,
      closesAtMs: 120_000,
      floor,
      cap,
      floorInclusive: true,
      capInclusive: false,
    };
    expectNear(fair(rule), drawn);
  });

  test('a mean over the last minute that has not begun', () => {
    const strike = PRICE * 1.0003;
    const drawn = simulated(90, 3, (path) => mean(path, 31) > strike);
    expectNear(fair(above(strike, 90, TWAP)), drawn);
    expectNear(fair(above(strike, 90, MEAN_60)), drawn);
  });

  test.each([
    [45, 0.9999],
    [30, 1.0002],
    [10, 1.0001],
  ])('a mean over the last minute with %d seconds to go', (left, fixed) => {
    const strike = PRICE * 1.0001;
    const fixedMean = PRICE * fixed;
    const drawn = simulated(left, left, (path) => {
      let sum = fixedMean * (60 - left);
      for (let second = 1; second <= left; second += 1) sum += path[second] ?? 0;
      return sum / 60 > strike;
    });
    expectNear(fair(above(strike, left, MEAN_60), { fixedMean }), drawn);
    expectNear(fair(above(strike, left, TWAP), { fixedMean }), drawn);
  });

  test.each(['up', 'down'] as const)('a touch %s', (direction) => {
    const strike = PRICE * (direction === 'up' ? 1.0015 : 0.9985);
    // Looking once a second misses touches between: the barrier of such paths is this much nearer.
    const nearer = Math.exp(0.5826 * A_YEAR * Math.sqrt(1 / YEAR_S));
    const seen = direction === 'up' ? strike / nearer : strike * nearer;
    const drawn = simulated(300, 7, (path) =>
      path.some((price) => (direction === 'up' ? price >= seen : price <= seen)),
    );
    const rule: CryptoRule = {
      kind: 'oneTouch',
      symbol: 'btc',
      source: CANDLE,
      opensAtMs: 0,
      closesAtMs: 300_000,
      direction,
      strike,
    };
    expectNear(fair(rule), drawn);
  });
});
