import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerId, MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { cents, dollars } from '../../../../src/engine/domain/values/money.ts';
import { clusteredEdge } from '../../../../src/engine/intelligence/copying/clustered-edge.ts';
import { copyRecords } from '../../../../src/engine/intelligence/copying/record.ts';
import { NO_MARKS } from '../../../../src/engine/intelligence/copying/trip-result.ts';
import { NOW_MS, YES } from '../examples.ts';
import { leg, tripOf } from './trips.ts';

const SHADOW = 'shadow:x' as LedgerId;
const market = (at: number) => `0xm${at}` as MarketId;
const won = (at: number) =>
  tripOf({ marketId: market(at), sold: leg(10, 62), bought: leg(10, 50) });
const lost = (at: number) =>
  tripOf({ marketId: market(at), sold: leg(10, 40), bought: leg(10, 50), isOver: true });

describe('the record of copying a wallet', () => {
  test('is kept for each ledger alone', () => {
    const since = { sinceMs: NOW_MS, marks: NO_MARKS };
    const records = copyRecords([won(1), won(2), { ...lost(1), ledger: SHADOW }], since);
    expect(records.map(({ ledger, copies, net }) => [ledger, copies, net])).toEqual([
      ['paper', 2, dollars(2.4)],
      [SHADOW, 1, dollars(-1)],
    ]);
    expect(copyRecords([], since)).toEqual([]);
  });

  test('leaves out copies from before the days that are judged', () => {
    const old = { ...won(1), tradedAtMs: NOW_MS - 1 };
    const [record] = copyRecords([old, won(2)], { sinceMs: NOW_MS, marks: NO_MARKS });
    expect(record).toMatchObject({ copies: 1, markets: 1, sinceMs: NOW_MS, edge: null });
  });

  test('counts copies that are over, and money that is still in open ones', () => {
    const open = tripOf({ sold: null, isOver: false, bought: leg(10, 50, 0.05) });
    const at = (marks: ReadonlyMap<TokenId, never>) =>
      copyRecords([won(1), won(2), open], { sinceMs: NOW_MS, marks })[0];
    expect(at(NO_MARKS as never)).toMatchObject({
      ...{ copies: 2, markets: 2, spent: dollars(15), net: dollars(2.4 - 0.05) },
    });
    const marks = new Map([[YES, cents(45)]]) as never;
    expect(at(marks)?.net).toBe(dollars(2.4 - 0.55));
  });

  test('pays what the resolution pays, and takes the fees of both sides', () => {
    const paid = tripOf({ sold: leg(4, 60, 0.01), bought: leg(10, 50, 0.02), payout: cents(100) });
    const [record] = copyRecords([paid], { sinceMs: NOW_MS, marks: NO_MARKS });
    expect(record?.net).toBe(dollars(4 * 0.6 + 6 - 5 - 0.03));
  });
});

describe('an edge clustered by market', () => {
  const outcome = (at: number, net: number, spent = 10) => ({ marketId: market(at), net, spent });

  test('has an interval by hand: two markets, +20 % and −10 % on $10 each', () => {
    // r = 1/20. Residuals 2 − 0.5 and −1 − 0.5; 2/1 · (2.25 + 2.25) = 9; √9/20 = 0.15; t₁ = 6.313752.
    const edge = clusteredEdge([outcome(1, 2), outcome(2, -1)]);
    expect(edge?.value).toBeCloseTo(0.05, 12);
    expect(edge?.high).toBeCloseTo(0.05 + 6.313752 * 0.15, 9);
    expect(edge?.low).toBeCloseTo(0.05 - 6.313752 * 0.15, 9);
  });

  test('says nothing below two markets', () => {
    expect(clusteredEdge([])).toBeNull();
    expect(clusteredEdge([outcome(1, 5), outcome(1, -3)])).toBeNull();
    expect(clusteredEdge([outcome(1, 0, 0), outcome(2, 0, 0)])).toBeNull();
  });

  test('does not count a market twice for being copied twice', () => {
    const once = clusteredEdge([outcome(1, 4, 20), outcome(2, -1), outcome(3, 2)]);
    const twice = clusteredEdge([outcome(1, 3), outcome(1, 1), outcome(2, -1), outcome(3, 2)]);
    expect(twice?.value).toBeCloseTo(once?.value ?? Number.NaN, 12);
    expect(twice?.high).toBeCloseTo(once?.high ?? Number.NaN, 12);
  });

  test('knows Student’s t beyond its table', () => {
    const many = Array.from({ length: 31 }, (_, at) => outcome(at, at % 2));
    const edge = clusteredEdge(many);
    const squares = many.reduce((sum, { net }) => sum + (net - (edge?.value ?? 0) * 10) ** 2, 0);
    const error = Math.sqrt((31 / 30) * squares) / 310;
    expect(((edge?.high ?? 0) - (edge?.value ?? 0)) / error).toBeCloseTo(1.697261, 3);
  });

  test('holds its value between its bounds, and scales with nothing but ratios', () => {
    const any = fc.record({
      marketId: fc.integer({ min: 1, max: 6 }).map(market),
      net: fc.double({ min: -100, max: 100, noNaN: true }),
      spent: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (outcomes) => {
        const edge = clusteredEdge(outcomes);
        if (edge === null) return;
        expect(edge.low).toBeLessThanOrEqual(edge.value);
        expect(edge.value).toBeLessThanOrEqual(edge.high);
        const scaled = clusteredEdge(
          outcomes.map((one) => ({ ...one, net: one.net * 8, spent: one.spent * 8 })),
        );
        expect(scaled?.value).toBeCloseTo(edge.value, 6);
        expect(scaled?.high).toBeCloseTo(edge.high, 6);
      }),
    );
  });
});
