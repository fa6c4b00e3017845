import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';
import {
  cents,
  dollars,
  price,
  quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import {
  type AnalysisInput,
  analyzeMarket,
  DISPUTE_DELAY_MS,
  PAYOUT_DELAY_MS,
} from '../../../../src/engine/intelligence/market/analyze.ts';
import {
  PriceTrack,
  STEP_MS,
  STEPS_PER_DAY,
} from '../../../../src/engine/intelligence/market/price-track.ts';
import { market, NOW_MS } from '../examples.ts';

const LISTED = market({ closesAtMs: NOW_MS + 3 * DAY_MS, volume24h: dollars(5_000) });

function analyzed(change: Partial<AnalysisInput> = {}) {
  return analyzeMarket({
    market: LISTED,
    track: null,
    stage: null,
    bids: [{ price: cents(49), quantity: shares(1_000) }],
    asks: [{ price: cents(50), quantity: shares(1_000) }],
    tick: cents(1),
    atMs: NOW_MS,
    ...change,
  });
}

/** Prices of so many past half hours, up and down by a cent. */
function track(steps: number): PriceTrack {
  const startMs = NOW_MS - steps * STEP_MS;
  const made = new PriceTrack(startMs);
  for (let at = 1; at <= steps; at += 1) made.roll(startMs + at * STEP_MS, cents(50 + (at % 2)));
  return made;
}

describe('an analysis', () => {
  test('has what the book and the listing say', () => {
    const found = analyzed();
    expect(found).toMatchObject({
      depth: { bid: dollars(490), ask: dollars(500) },
      volume24h: dollars(5_000),
      closesInMs: 3 * DAY_MS,
      payoutInMs: 3 * DAY_MS + PAYOUT_DELAY_MS,
      risk: { score: 0.1, concerns: ['noSource'] },
    });
    expect(found.spread).toBeCloseTo(1 / 49.5, 12);
    expect(Object.values(found.parts).every((part) => part > 0 && part < 1)).toBe(true);
  });

  test('of a market that nobody listed knows the book alone', () => {
    expect(analyzed({ market: null })).toMatchObject({
      volume24h: null,
      volatility: { day: null, week: null, basis: 'none' },
      risk: { score: 0.8, concerns: ['rulesUnknown', 'noClosingTime'] },
      closesInMs: null,
      payoutInMs: null,
      parts: { volume: 0, timeDecay: 0 },
    });
  });

  test('of a one-sided book has no spread and no depth', () => {
    const found = analyzed({ bids: [] });
    expect(found).toMatchObject({ spread: null, depth: { bid: 0, ask: 0, asymmetry: null } });
    expect(found.parts).toMatchObject({ liquidity: 0, spread: 0 });
  });

  test.each([
    ['in time', { closesInMs: 2 * HOUR_MS, stage: null }, 2 * HOUR_MS + PAYOUT_DELAY_MS],
    ['after it should have closed', { closesInMs: -HOUR_MS, stage: null }, PAYOUT_DELAY_MS],
    ['after a proposal', { closesInMs: -HOUR_MS, stage: 'proposed' }, PAYOUT_DELAY_MS],
    ['after a dispute', { closesInMs: -HOUR_MS, stage: 'disputed' }, DISPUTE_DELAY_MS],
    ['when disputed early', { closesInMs: HOUR_MS, stage: 'disputed' }, HOUR_MS + DISPUTE_DELAY_MS],
  ] as const)('expects dollars %s', (_, { closesInMs, stage }, payoutInMs) => {
    const of = market({ closesAtMs: NOW_MS + closesInMs });
    expect(analyzed({ market: of, stage })).toMatchObject({ closesInMs, payoutInMs });
  });
});

describe('the volatility', () => {
  test('is that of seen prices when half a day of them is known', () => {
    const { volatility } = analyzed({ track: track(STEPS_PER_DAY / 2) });
    expect(volatility.basis).toBe('seen');
    expect(volatility.day).toBe(Math.round(10_000 * Math.sqrt(STEPS_PER_DAY)));
  });

  test('of a window that was not seen is that of the listing', () => {
    const seen = track(STEPS_PER_DAY / 2);
    const told = analyzed({ track: null }).volatility;
    expect(analyzed({ track: seen }).volatility.week).toBe(told.week);
    expect(told.week).not.toBeNull();
  });

  test('is that of the listing before', () => {
    const { volatility } = analyzed({ track: track(STEPS_PER_DAY / 2 - 1) });
    expect(volatility.basis).toBe('listed');
  });

  test('of a listing takes its one change for an ordinary one', () => {
    const of = market({ dayMove: cents(10), weekMove: cents(20) });
    const deviation = Math.sqrt(Math.PI / 2);
    expect(analyzed({ market: of }).volatility).toEqual({
      day: Math.round(100_000 * deviation),
      week: Math.round((200_000 * deviation) / Math.sqrt(7)),
      basis: 'listed',
    });
  });

  test.each([
    [null, null, 'none'],
    [0, null, 'listed'],
    [null, 0, 'listed'],
  ] as const)('of changes %s and %s is %s', (day, week, basis) => {
    const of = market({
      dayMove: day === null ? null : price(day),
      weekMove: week === null ? null : price(week),
    });
    expect(analyzed({ market: of }).volatility).toEqual({ day, week, basis });
  });

  test('is a dollar at most', () => {
    const of = market({ dayMove: price(1_000_000), weekMove: price(1_000_000) });
    expect(analyzed({ market: of }).volatility.day).toBe(1_000_000);
  });
});

describe('anything', () => {
  const sides = fc
    .array(
      fc.record({
        price: fc.integer({ min: 1, max: 99 }).map(cents),
        quantity: fc.integer({ min: 0, max: 1e12 }).map(quantity),
      }),
      { maxLength: 5 },
    )
    .map((levels) => levels.toSorted((a, b) => a.price - b.price));
  const input = fc.record({
    bids: sides.map((levels) => levels.toReversed()),
    asks: sides,
    steps: fc.integer({ min: 0, max: 60 }),
    market: fc.option(
      fc.record({
        closesAtMs: fc.option(fc.integer({ min: 0, max: 2 * NOW_MS })),
        volume24h: fc.option(
          fc.integer({ min: 0, max: 1e12 }).map((micro) => dollars(micro / 1e6)),
        ),
        dayMove: fc.option(fc.integer({ min: 0, max: 1e6 }).map(price)),
        weekMove: fc.option(fc.integer({ min: 0, max: 1e6 }).map(price)),
      }),
    ),
    stage: fc.option(fc.constantFrom('proposed' as const, 'disputed' as const)),
  });

  test('gives numbers within their ranges, or says that it does not know', () => {
    fc.assert(
      fc.property(input, ({ steps, market: of, ...rest }) => {
        const found = analyzed({
          ...rest,
          market: of === null ? null : market(of),
          track: steps === 0 ? null : track(steps),
        });
        expect(Object.values(found.parts).every((part) => part >= 0 && part <= 1)).toBe(true);
        const { day, week, basis } = found.volatility;
        const isMove = (move: number | null) => move === null || (move >= 0 && move <= 1_000_000);
        expect([day, week].every(isMove)).toBe(true);
        expect(basis === 'none').toBe(day === null && week === null);
        const { spread, closesInMs, payoutInMs, depth } = found;
        const numbers = [spread, closesInMs, payoutInMs, depth.asymmetry, depth.bid, depth.ask];
        expect(numbers.every((one) => one === null || Number.isFinite(one))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('is no better for having no market, no book or no history', () => {
    fc.assert(
      fc.property(input, ({ market: of, ...rest }) => {
        const known = { ...rest, market: of === null ? null : market(of) };
        const all = analyzed(known);
        for (const change of [{ market: null }, { bids: [] }, { asks: [] }] as const) {
          const less = analyzed({ ...known, ...change });
          for (const part of ['liquidity', 'spread', 'volume', 'timeDecay'] as const) {
            expect(less.parts[part]).toBeLessThanOrEqual(all.parts[part]);
          }
          expect(less.risk.score).toBeGreaterThanOrEqual(all.risk.score);
        }
      }),
      { numRuns: 200 },
    );
  });
});
