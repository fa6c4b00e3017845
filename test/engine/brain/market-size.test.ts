import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GateLog } from '../../../src/engine/brain/gates.ts';
import {
  fitMarket,
  ORDINARY_RISK,
  riskShare,
  usualMove,
  WILD_SHARE_MIN,
  wildShare,
} from '../../../src/engine/brain/market-size.ts';
import { type MarketAnalysis, RISK_CONCERNS } from '../../../src/engine/domain/market-analysis.ts';
import {
  cents,
  dollars,
  type Money,
  type Price,
  price,
} from '../../../src/engine/domain/values/money.ts';
import { analysis, settings } from './entry-examples.ts';

const CALM = cents(10);

function moving(day: Price | null, week: Price | null): MarketAnalysis {
  return analysis({ volatility: { day, week, basis: 'seen' } });
}

function doubtful(score: number): MarketAnalysis {
  return analysis({ risk: { score, concerns: score === 0 ? [] : ['disputed'] } });
}

function fitted(
  of: MarketAnalysis | null,
  wanted: Money = dollars(10),
  texts: Readonly<Record<string, string>> = {},
) {
  const log = new GateLog();
  const spend = fitMarket(log, { settings: settings(texts) }, { wanted, analysis: of });
  return { spend, gates: log.results, reason: log.reason };
}

describe('the usual move', () => {
  test.each([
    [null, null, null],
    [1, null, 1],
    [null, 2, 2],
    [3, 2, 3],
    [2, 3, 3],
    [0, 0, 0],
  ])('of a day of %s¢ and a week of %s¢ is %s¢', (day, week, wanted) => {
    const of = (move: number | null) => (move === null ? null : cents(move));
    expect(usualMove({ day: of(day), week: of(week), basis: 'seen' })).toBe(of(wanted));
  });
});

describe('the share that a wild market leaves', () => {
  test.each([
    [0, 1],
    [9.9999, 1],
    [10, 1],
    [10.01, 10 / 10.01],
    [12.5, 0.8],
    [16, 0.625],
    [19.99, 10 / 19.99],
    [20, 0.5],
    [20.01, 0.5],
    [100, 0.5],
  ])('at a usual move of %f¢ is %f', (move, share) => {
    expect(wildShare(cents(move), CALM)).toBeCloseTo(share, 9);
  });

  test('is the least where no move is known', () => {
    expect(wildShare(null, CALM)).toBe(WILD_SHARE_MIN);
  });

  test('falls with the move and is never under the least', () => {
    const move = fc.integer({ min: 0, max: 1_000_000 }).map(price);
    fc.assert(
      fc.property(
        move,
        move,
        fc.integer({ min: 1_000, max: 1_000_000 }).map(price),
        (a, b, calm) => {
          const [low, high] = a < b ? [a, b] : [b, a];
          expect(wildShare(high, calm)).toBeLessThanOrEqual(wildShare(low, calm));
          expect(wildShare(high, calm)).toBeGreaterThanOrEqual(wildShare(null, calm));
          expect(wildShare(low, calm)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('the share that a doubtful payout leaves', () => {
  test.each([
    [0, 1],
    [0.29, 1],
    [ORDINARY_RISK, 1],
    [0.31, 1 - 0.5 * (0.01 / 0.7)],
    [0.65, 0.75],
    [0.99, 1 - 0.5 * (0.69 / 0.7)],
    [1, 0.5],
  ])('at a risk of %f is %f', (score, share) => {
    expect(riskShare(score, 0.5)).toBeCloseTo(share, 9);
  });

  test('falls with the risk, from all of it to what the setting leaves', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, (a, b, most) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(riskShare(high, most)).toBeLessThanOrEqual(riskShare(low, most));
        expect(riskShare(1, most)).toBeCloseTo(1 - most, 12);
        expect(riskShare(0, most)).toBe(1);
      }),
    );
  });
});

describe('a copy', () => {
  test('in a calm market without doubts stays as it is, to the micro-dollar', () => {
    const { spend, gates } = fitted(moving(CALM, CALM), 9_999_999 as Money);
    expect(spend).toBe(9_999_999);
    expect(gates.map(({ gate, verdict }) => [gate, verdict])).toEqual([
      ['volatility', 'pass'],
      ['resolutionRisk', 'pass'],
    ]);
  });

  test('of which both take half is a quarter', () => {
    const wild = { ...moving(cents(40), null), risk: doubtful(1).risk };
    const { spend, gates, reason } = fitted(wild);
    expect(spend).toBe(dollars(2.5));
    expect(reason).toBeNull();
    expect(gates).toMatchObject([
      {
        gate: 'volatility',
        verdict: 'shrink',
        actual: cents(40),
        limit: CALM,
        note: '50 % of the size',
      },
      {
        gate: 'resolutionRisk',
        verdict: 'shrink',
        actual: 1,
        limit: ORDINARY_RISK,
        note: '50 % of the size, disputed',
      },
    ]);
  });

  test.each([
    ['without an analysis', null, 2.5],
    ['without a known move', moving(null, null), 5],
    ['with the wilder window known alone', moving(null, cents(20)), 5],
  ])('%s counts as in the worst market', (_, of, left) => {
    expect(fitted(of).spend).toBe(dollars(left));
  });

  test('takes the settings: how calm is calm, and how much a doubt takes off', () => {
    const wild = { ...moving(cents(20), null), risk: doubtful(1).risk };
    expect(fitted(wild, dollars(10), { 'size.calmCents': '20' }).spend).toBe(dollars(5));
    expect(fitted(wild, dollars(10), { 'size.riskPercent': '0' }).spend).toBe(dollars(5));
    expect(fitted(wild, dollars(10), { 'size.riskPercent': '100' }).spend).toBe(0);
  });

  test('that is a little smaller is never called all of it', () => {
    const { gates } = fitted(moving(cents(10.01), null));
    expect(gates[0]).toMatchObject({ verdict: 'shrink', note: '99 % of the size' });
  });

  test.each([
    [cents(12.5), 10_000_001, 8_000_000],
    [cents(30), 1, 0],
    [cents(30), 3, 1],
    [cents(15), 10_000_000, 6_666_660],
  ])('at a move of %i is rounded down: %i leave %i', (move, wanted, left) => {
    expect(fitted(moving(move, null), wanted as Money).spend).toBe(left);
  });
});

describe('any copy', () => {
  const move = fc.option(fc.integer({ min: 0, max: 1_000_000 }).map(price));
  const score = fc.integer({ min: 0, max: 100 }).map((hundredth) => hundredth / 100);
  const wanted = fc.integer({ min: 0, max: 1e12 }).map((micro) => micro as Money);
  const texts = fc.record({
    'size.calmCents': fc.integer({ min: 1, max: 1_000 }).map((tenth) => String(tenth / 10)),
    'size.riskPercent': fc.integer({ min: 0, max: 100 }).map(String),
  });
  const market = fc
    .record({ day: move, week: move, score, concerns: fc.subarray([...RISK_CONCERNS]) })
    .map(({ day, week, score: value, concerns }) => ({
      ...moving(day, week),
      risk: { score: value, concerns },
    }));

  test('is never made larger, and an analysis never leaves less than knowing nothing', () => {
    fc.assert(
      fc.property(market, wanted, texts, (of, spend, set) => {
        const found = fitted(of, spend, set);
        expect(Number.isSafeInteger(found.spend)).toBe(true);
        expect(found.spend).toBeLessThanOrEqual(spend);
        expect(found.spend).toBeGreaterThanOrEqual(fitted(null, spend, set).spend);
        expect(found.reason).toBeNull();
        const unmoved = { ...of, volatility: { day: null, week: null, basis: 'none' as const } };
        expect(fitted(unmoved, spend, set).spend).toBeLessThanOrEqual(found.spend);
      }),
      { numRuns: 500 },
    );
  });

  test('is within two millionths of its exact share, and not above it', () => {
    fc.assert(
      fc.property(market, wanted, texts, (of, spend, set) => {
        const rules = settings(set);
        const share =
          wildShare(usualMove(of.volatility), rules['size.calmCents']) *
          riskShare(of.risk.score, rules['size.riskPercent'] / 1e6);
        const found = fitted(of, spend, set).spend;
        expect(found).toBeLessThanOrEqual(spend * share + 1e-3);
        expect(found).toBeGreaterThanOrEqual(Math.floor(spend * share) - 2e-6 * spend - 1);
      }),
    );
  });
});
