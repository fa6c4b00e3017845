import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import {
  type FairState,
  fairProbability,
  MODEL_ERROR,
} from '../../../../src/engine/intelligence/price-lag/fair.ts';
import { STUDENT_TAILS, tailsOver } from '../../../../src/engine/intelligence/price-lag/tails.ts';
import { above, CANDLE, MEAN_60, POINT, sure, TWAP } from './examples.ts';

const PRICE = 60_000;

function chance(rule: CryptoRule, state: FairState, atMs = 0): number {
  const fair = fairProbability(rule, state, atMs);
  if (!fair.ok) throw new Error(fair.reason);
  return fair.probability;
}

/** With the tails of the product. */
function fat(index: number, aYear: number, more: Partial<FairState> = {}): FairState {
  const state = sure(index, aYear, more);
  return { ...state, volatility: { ...state.volatility, tails: STUDENT_TAILS } };
}

function range(floor: number, cap: number, seconds: number): CryptoRule {
  return {
    kind: 'range',
    symbol: 'btc',
    source: CANDLE,
    closesAtMs: seconds * 1_000,
    floor,
    cap,
    floorInclusive: true,
    capInclusive: false,
  };
}

function touch(strike: number, direction: 'up' | 'down', seconds: number): CryptoRule {
  const closesAtMs = seconds * 1_000;
  return {
    kind: 'oneTouch',
    symbol: 'btc',
    source: CANDLE,
    opensAtMs: 0,
    closesAtMs,
    direction,
    strike,
  };
}

function upDown(more: Partial<Extract<CryptoRule, { kind: 'upDown' }>> = {}): CryptoRule {
  return {
    kind: 'upDown',
    symbol: 'btc',
    source: POINT,
    opensAtMs: 0,
    closesAtMs: 300_000,
    strike: null,
    tie: 'up',
    ...more,
  };
}

const price = fc.double({ min: 30_000, max: 120_000, noNaN: true });
const deviation = fc.double({ min: 0.1, max: 2, noNaN: true });
const left = fc.double({ min: 0, max: 86_400 * 30, noNaN: true });
const anyCase = fc.record({
  index: price,
  strike: price,
  aYear: deviation,
  seconds: left,
  by: fc.constantFrom(POINT, CANDLE, TWAP, MEAN_60),
});

describe('properties', () => {
  test('a chance is from 0 to 1 and its band is never below the error of the formulas', () => {
    fc.assert(
      fc.property(anyCase, ({ index, strike, aYear, seconds, by }) => {
        const state = fat(index, aYear, { fixedMean: strike, indexError: 0.001 });
        for (const rule of [
          above(strike, seconds, by),
          range(strike, strike * 1.01, seconds),
          touch(strike, 'up', seconds),
          touch(strike, 'down', seconds),
          upDown({ strike, closesAtMs: seconds * 1_000, source: by }),
        ]) {
          const fair = fairProbability(rule, state, 0);
          expect(fair.ok && fair.probability >= 0 && fair.probability <= 1).toBe(true);
          expect(fair.ok && fair.band >= MODEL_ERROR && fair.band <= 1).toBe(true);
        }
      }),
    );
  });

  test('a higher price never makes "above" or a touch of a higher barrier less likely', () => {
    fc.assert(
      fc.property(anyCase, ({ index, strike, aYear, seconds, by }) => {
        const higher = index * 1.001;
        const state = (at: number): FairState => fat(at, aYear, { fixedMean: strike });
        const [low, high] = [state(index), state(higher)];
        const rule = above(strike, seconds, by);
        expect(chance(rule, high)).toBeGreaterThanOrEqual(chance(rule, low) - 1e-12);
        const up = touch(strike, 'up', seconds);
        expect(chance(up, high)).toBeGreaterThanOrEqual(chance(up, low) - 1e-12);
      }),
    );
  });

  test('what is true now grows surer as time goes, and a touch ahead less likely', () => {
    fc.assert(
      fc.property(
        fc.double({ min: PRICE * 0.9, max: PRICE, noNaN: true }),
        deviation,
        fc.double({ min: 1, max: 86_400, noNaN: true }),
        (strike, aYear, seconds) => {
          const state = fat(PRICE, aYear);
          const rule = above(strike, seconds, CANDLE);
          const halfway = (seconds / 2) * 1_000;
          expect(chance(rule, state, halfway)).toBeGreaterThanOrEqual(chance(rule, state) - 1e-12);
          const up = touch(PRICE * 1.01, 'up', seconds);
          expect(chance(up, state, halfway)).toBeLessThanOrEqual(chance(up, state) + 1e-12);
        },
      ),
    );
  });

  test('ranges that leave nothing out add up to one', () => {
    fc.assert(
      fc.property(anyCase, ({ index, aYear, seconds }) => {
        const edges = [50_000, 60_000, 61_000, 70_000];
        const state = fat(index, aYear);
        const [first = 0, last = 0] = [edges[0], edges.at(-1)];
        let sum = 1 - chance(above(first, seconds, CANDLE), state);
        for (let at = 1; at < edges.length; at += 1) {
          sum += chance(range(edges[at - 1] ?? 0, edges[at] ?? 0, seconds), state);
        }
        sum += chance(above(last, seconds, CANDLE), state);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  test('a touch is at least as likely as being beyond at the end', () => {
    fc.assert(
      fc.property(anyCase, ({ index, strike, aYear, seconds }) => {
        const state = fat(index, aYear);
        const up = chance(touch(strike, 'up', seconds), state);
        expect(up).toBeGreaterThanOrEqual(chance(above(strike, seconds, CANDLE), state) - 1e-9);
      }),
    );
  });
});

describe('cases', () => {
  test('as far above as below a mean is as likely', () => {
    const state = (mean: number): FairState => fat(PRICE, 0.5, { fixedMean: mean });
    const high = chance(above(PRICE, 30, TWAP), state(PRICE + 10));
    const low = chance(above(PRICE, 30, TWAP), state(PRICE - 10));
    expect(high + low).toBeCloseTo(1, 12);
  });

  test('"below" is what "above" leaves', () => {
    const rule = above(PRICE * 1.001, 300, POINT);
    const below = { ...rule, direction: 'below' } as CryptoRule;
    const state = fat(PRICE, 0.5);
    expect(chance(rule, state) + chance(below, state)).toBeCloseTo(1, 12);
  });

  test.each([
    ['up', 1],
    ['half', 0.5],
    ['down', 0],
  ] as const)('an end at the start pays what the tie says: %s', (tie, paid) => {
    const rule = upDown({ tie });
    expect(chance(rule, sure(PRICE, 0.5, { start: PRICE }), 300_000)).toBe(paid);
  });

  test('at the end the strike itself counts where the rule says so', () => {
    const rule = { ...above(PRICE, 0, POINT) } as Extract<CryptoRule, { kind: 'threshold' }>;
    expect(chance(rule, sure(PRICE, 0.5))).toBe(0);
    expect(chance({ ...rule, inclusive: true }, sure(PRICE, 0.5))).toBe(1);
    expect(chance({ ...rule, direction: 'below' }, sure(PRICE, 0.5))).toBe(0);
    expect(chance({ ...rule, direction: 'below', inclusive: true }, sure(PRICE, 0.5))).toBe(1);
  });

  test('at the end a mean is its fixed part alone', () => {
    for (const by of [TWAP, MEAN_60]) {
      const rule = above(PRICE, 0, by);
      expect(chance(rule, sure(PRICE * 2, 0.5, { fixedMean: PRICE - 1 }))).toBe(0);
      expect(chance(rule, sure(PRICE / 2, 0.5, { fixedMean: PRICE + 1 }))).toBe(1);
    }
  });

  test('a barrier that was touched stays touched', () => {
    const rule = touch(61_000, 'up', 300);
    expect(chance(rule, sure(59_000, 0.5, { high: 61_000 }))).toBe(1);
    expect(chance(touch(58_000, 'down', 300), sure(59_000, 0.5, { low: 57_999 }))).toBe(1);
    expect(chance(rule, sure(59_000, 0.5))).toBeLessThan(0.01);
  });

  test('a price that is a few seconds old is less sure', () => {
    const rule = above(PRICE * 0.9999, 5, POINT);
    const young = chance(rule, sure(PRICE, 0.5));
    expect(chance(rule, sure(PRICE, 0.5, { ageS: 3 }))).toBeLessThan(young);
  });

  test.each([
    ['before the opening', upDown({ opensAtMs: 1_000 }), {}, 'notOpen'],
    ['after the close', upDown({ closesAtMs: -1 }), { start: PRICE }, 'over'],
    ['without the price at the start', upDown(), {}, 'startUnknown'],
    ['without the extreme', touch(61_000, 'up', 300), { high: null }, 'extremeUnknown'],
    ['without the fixed part of the mean', above(PRICE, 30, TWAP), {}, 'meanUnknown'],
  ] as const)('%s there is no fair value, and it says so', (...[, rule, more, reason]) => {
    expect(fairProbability(rule, sure(PRICE, 0.5, more), 0)).toEqual({ ok: false, reason });
  });

  test('another feed and a volatility in doubt widen the band', () => {
    const rule = above(PRICE * 1.0005, 120, POINT);
    const known = fairProbability(rule, sure(PRICE, 0.5), 0);
    const guessed = fairProbability(
      rule,
      sure(PRICE, 0.5, { indexError: 0.001, estimated: true }),
      0,
    );
    const state = sure(PRICE, 0.5);
    const volatility = { ...state.volatility, error: 0.3 };
    const unsure = fairProbability(rule, { ...state, volatility }, 0);
    if (!known.ok || !guessed.ok || !unsure.ok) throw new Error('no fair value');
    expect(known.band).toBe(MODEL_ERROR);
    expect(guessed.estimated).toBe(true);
    expect(guessed.band).toBeGreaterThan(0.2);
    expect(unsure.band).toBeGreaterThan(MODEL_ERROR);
    expect(unsure.band).toBeLessThan(guessed.band);
  });
});

describe('the tails', () => {
  test('leave the variance what it is, at every horizon', () => {
    for (const horizonS of [10, 900, 3_600, 86_400, 86_400 * 365]) {
      const tails = tailsOver(horizonS);
      expect(tails.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(tails.reduce((sum, { share, variance }) => sum + share * variance, 0)).toBeCloseTo(
        1,
        5,
      );
    }
  });

  test('are those of Student t with 4 degrees of freedom to 0.0035', () => {
    const scale = Math.SQRT1_2;
    for (let z = 0; z <= 6; z += 0.25) {
      const t = z / scale;
      const root = t / Math.sqrt(1 + (t * t) / 4);
      const exact = 0.5 + (3 / 8) * root * (1 - (root * root) / 12);
      // A strike z deviations below, far from the drift of a log-normal value.
      const tiny = 1e-4;
      const state = fat(1, tiny * Math.sqrt(31_536_000));
      expect(Math.abs(chance(above(Math.exp(-z * tiny), 1, POINT), state) - exact)).toBeLessThan(
        0.0035,
      );
    }
  });

  test('thin out as the horizon grows', () => {
    const widest = (seconds: number): number =>
      Math.max(...tailsOver(seconds).map((each) => each.variance));
    expect(widest(900)).toBe(7.8243);
    expect(widest(3_600)).toBeCloseTo(1 + 6.8243 / 2, 6);
    expect(widest(86_400 * 30)).toBeLessThan(1.2);
  });
});
