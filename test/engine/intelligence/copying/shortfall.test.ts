import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CopyTrip, Shortfall } from '../../../../src/engine/domain/copy-result.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { cents, dollars, type Price } from '../../../../src/engine/domain/values/money.ts';
import {
  CURVE_POINTS_MAX,
  copyabilityOf,
} from '../../../../src/engine/intelligence/copying/copyability.ts';
import { shortfallOf } from '../../../../src/engine/intelligence/copying/shortfall.ts';
import { tripResult } from '../../../../src/engine/intelligence/copying/trip-result.ts';
import { LEADER, NOW_MS, YES } from '../examples.ts';
import { anyTrip, leg, tripOf } from './trips.ts';

const partsOf = (trip: CopyTrip, marks?: ReadonlyMap<TokenId, Price>) => {
  const { latency, slippage, fees, rounding, missedExit } = shortfallOf([trip], marks);
  return { latency, slippage, fees, rounding, missedExit };
};
const sumOf = ({ copies: _, ...parts }: Shortfall): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);
const anyMarks = fc
  .dictionary(fc.constantFrom('1', '2', '3', '4', '5'), fc.integer({ min: 0, max: 1_000_000 }))
  .map((prices) => new Map(Object.entries(prices)) as unknown as ReadonlyMap<TokenId, Price>);

describe('the shortfall of copies', () => {
  test('names what each step from their trade to ours cost', () => {
    // They: 10 × (70¢ − 50¢) = $2.00. We: 10 × (68¢ − 52¢) − $0.30 = $1.30.
    expect(partsOf(tripOf())).toEqual({
      latency: dollars(0.1),
      slippage: dollars(0.1),
      fees: dollars(0.3),
      rounding: 0,
      missedExit: dollars(0.2),
    });
    const { leaderNet, ourNet } = tripResult(tripOf());
    expect([leaderNet, ourNet]).toEqual([dollars(2), dollars(1.3)]);
  });

  test('counts being better than the leader as less than nothing', () => {
    const better = tripOf({ askWhenJudged: cents(49), bought: leg(10, 48), sold: leg(10, 71) });
    expect(partsOf(better)).toMatchObject({
      latency: dollars(-0.1),
      slippage: dollars(-0.1),
      missedExit: dollars(-0.1),
    });
  });

  test('tells all of a worse price as time that passed where the ask is not known', () => {
    const parts = partsOf(tripOf({ askWhenJudged: null }));
    expect(parts).toMatchObject({ latency: dollars(0.2), slippage: 0 });
  });

  test('calls a size that the venue lifted rounding, at what the leader made of it', () => {
    // Wanted $2.60 are 5 shares; the other 5 made the leader's 20¢ each, so they cost us −$1.
    const lifted = tripOf({ wanted: dollars(2.6), budget: dollars(5.2) });
    expect(partsOf(lifted).rounding).toBe(dollars(-1));
    expect(tripResult(lifted)).toMatchObject({ leaderNet: dollars(1), ourNet: dollars(1.3) });
  });

  test('calls the cents that lots left over rounding, and not what the book did not give', () => {
    const lot = tripOf({ budget: dollars(5.2052), wanted: dollars(6) });
    expect(partsOf(lot).rounding).toBe(dollars(0.002));
    const unfilled = tripOf({ budget: dollars(10), wanted: dollars(10) });
    expect(partsOf(unfilled).rounding).toBe(0);
    const capped = tripOf({ budget: dollars(5.2), wanted: dollars(50) });
    expect(partsOf(capped).rounding).toBe(0);
  });

  test('values shares that we still hold, and the leader left, at the payout or the bid', () => {
    const missed = tripOf({ sold: null, isOver: false });
    expect(partsOf(missed).missedExit).toBe(0);
    expect(partsOf(missed, new Map([[YES, cents(40)]])).missedExit).toBe(dollars(3));
    expect(partsOf(tripOf({ sold: null, payout: cents(0) })).missedExit).toBe(dollars(7));
  });

  test('makes up nothing for a leader that still holds', () => {
    const { leaderNet, ourNet } = tripResult(tripOf({ leaderExitPrice: null }));
    expect([leaderNet, ourNet]).toEqual([dollars(1.8), dollars(1.3)]);
    const open = tripResult(tripOf({ leaderExitPrice: null, sold: null, isOver: false }));
    expect(open).toMatchObject({ leaderNet: 0, ourNet: dollars(-0.3) });
  });

  test('adds up to the micro-dollar, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(anyTrip, { maxLength: 8 }), anyMarks, (trips, marks) => {
        const results = trips.map((trip) => tripResult(trip, marks));
        const leader = results.reduce((sum, { leaderNet }) => sum + leaderNet, 0);
        const ours = results.reduce((sum, { ourNet }) => sum + ourNet, 0);
        const shortfall = shortfallOf(trips, marks);
        expect(sumOf(shortfall)).toBe(leader - ours);
        expect(shortfall.copies).toBe(trips.length);
      }),
    );
  });
});

describe('copyability', () => {
  const scope = {
    wallet: LEADER,
    fromMs: NOW_MS,
    untilMs: NOW_MS + 9_000,
    isEstimate: false,
    leaderTrades: 7,
    marks: new Map(),
  };

  test('puts both results side by side, apart by the shortfall', () => {
    fc.assert(
      fc.property(fc.array(anyTrip, { maxLength: 8 }), anyMarks, (trips, marks) => {
        const told = copyabilityOf(trips, { ...scope, marks });
        expect(sumOf(told.shortfall)).toBe(told.leaderNet - told.ourNet);
        for (const [curve, net] of [
          [told.leaderCurve, told.leaderNet],
          [told.ourCurve, told.ourNet],
        ] as const) {
          expect(curve.at(-1)?.value ?? 0).toBe(net);
          const moments = curve.map(({ atMs }) => atMs);
          expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
        }
      }),
    );
  });

  test('ends a curve of closed copies with what is open, at the end of the time', () => {
    const open = tripOf({ sold: null, isOver: false, leaderExitPrice: null });
    const { endedAtMs: _, ...unended } = open;
    const told = copyabilityOf([unended, tripOf({ endedAtMs: NOW_MS + 5 })], {
      ...scope,
      marks: new Map([[YES, cents(60)]]),
    });
    expect(told.ourCurve).toEqual([
      { atMs: NOW_MS + 5, value: dollars(1.3) },
      { atMs: NOW_MS + 9_000, value: dollars(1.3 + 0.7) },
    ]);
    expect(told).toMatchObject({ copied: 2, leaderTrades: 7, spent: dollars(10.4) });
  });

  test('keeps the first and the last of more points than are drawn', () => {
    const trips = Array.from({ length: 1_500 }, (_, at) => tripOf({ endedAtMs: NOW_MS + at }));
    const { ourCurve } = copyabilityOf(trips, scope);
    expect(ourCurve).toHaveLength(CURVE_POINTS_MAX);
    expect(ourCurve[0]).toEqual({ atMs: NOW_MS, value: dollars(1.3) });
    expect(ourCurve.at(-1)).toEqual({ atMs: NOW_MS + 1_499, value: dollars(1_950) });
  });
});
