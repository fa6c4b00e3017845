import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCORE_PARTS } from '../../../../../src/engine/domain/wallet-score.ts';
import {
  confidenceOf,
  DEFAULT_WEIGHTS,
  judgeParts,
  logistic,
  type ScoreWeights,
} from '../../../../../src/engine/intelligence/scoring/judge/confidence.ts';
import {
  PRIOR_MARKETS,
  PRIOR_PART,
} from '../../../../../src/engine/intelligence/scoring/judge/shrinkage.ts';
import type { WalletRecord } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { alike, bets, bettor, EMPTY, perfect, record, repeated, sums } from './records.ts';

function confidence(of: WalletRecord, weights: ScoreWeights = DEFAULT_WEIGHTS) {
  return confidenceOf(judgeParts(of), weights);
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const weight = fc.double({ min: 0.001, max: 1, noNaN: true });
const bet = fc.record({
  price: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  won: fc.boolean(),
  weight,
});
const history = fc.array(bet, { minLength: 1, maxLength: 60 });
const weightsOf = fc.record({ winRate: unit, roi: unit, timing: unit, consistency: unit });

describe('the formula', () => {
  test('twenty perfect markets give 0.48', () => {
    const parts = judgeParts(perfect(20));
    for (const name of SCORE_PARTS) expect(parts[name].raw).toBeCloseTo(1, 12);
    expect(confidence(perfect(20)).value).toBeCloseTo(0.48, 9);
  });

  test('nothing known is the prior, and anything seems possible', () => {
    const { value, low, high } = confidence(record());
    expect(value).toBe(PRIOR_PART);
    expect(low).toBeCloseTo(0.103, 3);
    expect(high).toBeCloseTo(0.597, 3);
  });

  test('a hundred losers that nobody redeemed score low', () => {
    const { value, high } = confidence(bettor(bets(100, { price: 0.5, won: false })));
    expect(value).toBeCloseTo((80 * 0.35) / 180, 3);
    expect(high).toBeLessThan(0.25);
  });

  test.each([
    [0.1, 0.731],
    [0, 0.5],
    [-0.1, 0.269],
  ])('a profit of %f a dollar is worth %f', (roi, worth) => {
    expect(judgeParts(record({ wins: alike(9, 1), returns: alike(9, roi) })).roi.raw).toBeCloseTo(
      worth,
      3,
    );
  });

  test('one win of the lottery does not outweigh what was lost for it', () => {
    const lottery = bettor([...bets(60, { price: 0.01, won: false }), { price: 0.001, won: true }]);
    expect(judgeParts(lottery).roi.raw).toBeLessThan(0.01);
    expect(confidence(lottery).value).toBeLessThan(0.3);
  });

  test('evidence of half the weight is worth half the markets', () => {
    const old = sums(Array.from({ length: 20 }, () => ({ x: 1, weight: 0.5 })));
    expect(judgeParts(record({ wins: old })).winRate.shrunk).toBeCloseTo((10 + 28) / 90, 12);
  });
});

describe('timing', () => {
  const wins = alike(40, 1);
  const moves = record().moves;

  test('is the longest two horizons that are known', () => {
    const all = {
      '1m': alike(40, -1),
      '1h': alike(40, -1),
      '24h': alike(40, 0),
      resolution: alike(40, 1),
    };
    expect(judgeParts(record({ wins, moves: all })).timing.raw).toBeCloseTo(0.75, 12);
  });

  test('takes shorter ones where a longer one is not known', () => {
    const short = { ...moves, '1m': alike(40, 0), '1h': alike(40, 1) };
    expect(judgeParts(record({ wins, moves: short })).timing.raw).toBeCloseTo(0.75, 12);
  });

  test('weighs a horizon by the markets it is known of', () => {
    const uneven = { ...moves, '24h': alike(10, 1), resolution: alike(30, 0) };
    expect(judgeParts(record({ wins, moves: uneven })).timing.raw).toBeCloseTo(0.625, 12);
  });

  test('known of three markets among forty counts as three', () => {
    const few = judgeParts(record({ wins, moves: { ...moves, '24h': alike(3, 1) } })).timing;
    expect(few.shrunk).toBeCloseTo((3 + PRIOR_MARKETS * PRIOR_PART) / (3 + PRIOR_MARKETS), 12);
  });

  test('that nothing tells is the prior', () => {
    expect(judgeParts(record({ wins })).timing).toMatchObject({ raw: null, shrunk: PRIOR_PART });
  });
});

describe('consistency', () => {
  test('of less than one block is the prior', () => {
    const nine = judgeParts(bettor(bets(9, { price: 0.5, won: true }))).consistency;
    expect(nine).toMatchObject({ raw: null, shrunk: PRIOR_PART });
  });

  test('counts ten markets a block, and never more than there is evidence of', () => {
    const blocks = alike(2, 1);
    const full = judgeParts(record({ wins: alike(29, 1), blocks })).consistency.shrunk;
    expect(full).toBeCloseTo((20 + 28) / 100, 12);
    const old = sums(Array.from({ length: 29 }, () => ({ x: 1, weight: 0.1 })));
    expect(judgeParts(record({ wins: old, blocks })).consistency.shrunk).toBeCloseTo(
      (2.9 + 28) / 82.9,
      12,
    );
  });
});

describe('weights', () => {
  test('only their proportions matter', () => {
    const trader = bettor(bets(30, { price: 0.4, won: true }));
    const many = { winRate: 3, roi: 3, timing: 2, consistency: 2 };
    expect(confidence(trader, many).value).toBeCloseTo(confidence(trader).value, 12);
  });

  test('that are all zero are the default ones', () => {
    const none = { winRate: 0, roi: 0, timing: 0, consistency: 0 };
    expect(confidence(perfect(20), none).value).toBeCloseTo(0.48, 9);
  });

  test.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])('of %f are refused by name', (roi) => {
    expect(() => confidence(perfect(20), { ...DEFAULT_WEIGHTS, roi })).toThrow(
      `The weight roi of a score is zero or more, not ${roi}`,
    );
  });

  test('on one part alone give that part', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...SCORE_PARTS), (of, name) => {
        const parts = judgeParts(bettor(of));
        const alone = { winRate: 0, roi: 0, timing: 0, consistency: 0, [name]: 0.7 };
        expect(confidenceOf(parts, alone).value).toBeCloseTo(parts[name].shrunk, 12);
      }),
    );
  });
});

describe('properties', () => {
  test('everything is within 0 and 1, in order, and a number', () => {
    fc.assert(
      fc.property(history, weightsOf, (of, weights) => {
        const parts = judgeParts(bettor(of));
        for (const name of SCORE_PARTS) {
          const { raw, shrunk, error } = parts[name];
          expect(raw === null || (raw >= 0 && raw <= 1)).toBe(true);
          expect(shrunk > 0 && shrunk < 1 && error >= 0).toBe(true);
        }
        const { value, low, high } = confidenceOf(parts, weights);
        expect(low >= 0 && low <= value && value <= high && high <= 1).toBe(true);
      }),
    );
  });

  test('a shrunk part lies between what was seen and the prior', () => {
    fc.assert(
      fc.property(history, (of) => {
        const parts = judgeParts(bettor(of));
        for (const name of SCORE_PARTS) {
          const { raw, shrunk } = parts[name];
          const ends = [raw ?? PRIOR_PART, PRIOR_PART];
          expect(shrunk).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
          expect(shrunk).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
        }
      }),
    );
  });

  test('a better part never lowers it', () => {
    const better = fc.tuple(unit, unit).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const changes = fc.constantFrom<(x: number) => Partial<WalletRecord>>(
      (x) => ({ wins: { ...alike(30, 0), sum: 30 * x, squares: 30 * x } }),
      (x) => ({ returns: alike(30, x * 4 - 1) }),
      (x) => ({ moves: { ...record().moves, '24h': alike(30, x - 0.5) } }),
      (x) => ({ moves: { ...perfect(30).moves, resolution: alike(30, x - 0.5) } }),
      (x) => ({ blocks: { ...alike(3, 0), sum: 3 * x, squares: 3 * x } }),
    );
    fc.assert(
      fc.property(history, better, changes, (of, [less, more], change) => {
        const trader = bettor(of);
        const worse = confidence({ ...trader, ...change(less) }).value;
        expect(confidence({ ...trader, ...change(more) }).value).toBeGreaterThanOrEqual(
          worse - 1e-12,
        );
      }),
    );
  });

  test('more evidence of the same kind narrows what each part truly is', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 2, max: 20 }), (of, times) => {
        fc.pre(of.length > 1);
        const trader = bettor(of);
        const parts = judgeParts(trader);
        const more = judgeParts({
          ...trader,
          wins: repeated(trader.wins, times),
          returns: repeated(trader.returns, times),
          blocks: repeated(trader.blocks, times),
          moves: { ...trader.moves, resolution: repeated(trader.moves.resolution, times) },
        });
        for (const name of SCORE_PARTS) {
          if (parts[name].raw === null) continue;
          expect(more[name].error).toBeLessThanOrEqual(parts[name].error);
        }
      }),
    );
  });

  test('the order of the weights does not matter', () => {
    fc.assert(
      fc.property(history, weightsOf, (of, weights) => {
        const parts = judgeParts(bettor(of));
        const { consistency, timing, roi, winRate } = weights;
        const turned = { consistency, timing, roi, winRate };
        expect(confidenceOf(parts, turned)).toEqual(confidenceOf(parts, weights));
      }),
    );
  });

  test('even evidence that has all but faded gives numbers', () => {
    const faded = sums([{ x: 1, weight: 1e-300 }]);
    const moves = { ...record().moves, '24h': faded };
    const parts = judgeParts(record({ wins: faded, returns: faded, blocks: faded, moves }));
    expect(confidenceOf(parts, DEFAULT_WEIGHTS).value).toBeCloseTo(PRIOR_PART, 12);
    expect(
      judgeParts(record({ wins: { ...EMPTY, weight: 1e-320, sum: 0 } })).winRate.raw,
    ).toBeNull();
  });

  test('the curve is one half at nothing and reaches both ends', () => {
    expect([logistic(0), logistic(-1e6), logistic(1e6)]).toEqual([0.5, 0, 1]);
  });
});
