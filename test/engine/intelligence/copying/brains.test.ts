import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../src/engine/domain/decision.ts';
import {
  type MarketId,
  SHADOW_NAIVE,
  SHADOW_RULES,
  type SignalId,
} from '../../../../src/engine/domain/ids.ts';
import { dollars, type Money, money } from '../../../../src/engine/domain/values/money.ts';
import {
  brainDifference,
  brainResult,
  skippedResults,
} from '../../../../src/engine/intelligence/copying/brains.ts';
import { clusteredSum } from '../../../../src/engine/intelligence/copying/clustered-sum.ts';
import { NO_MARKS } from '../../../../src/engine/intelligence/copying/trip-result.ts';
import { anyTrip, leg, tripOf } from './trips.ts';

const inMarket = (id: string, sold: number, signalId = id) =>
  tripOf({
    marketId: id as MarketId,
    signalId: signalId as SignalId,
    bought: leg(10, 50),
    sold: leg(10, sold),
  });

describe('what brains made of the same signals', () => {
  it('adds up the results and the dollars of a ledger', () => {
    const trips = [inMarket('a', 60), inMarket('b', 20)];
    const result = brainResult({ ledger: SHADOW_NAIVE, trips }, NO_MARKS);
    expect(result).toEqual({
      ledger: SHADOW_NAIVE,
      net: dollars(-2),
      spent: dollars(10),
      copies: 2,
    });
  });

  it('takes what one made less what the other made, market by market', () => {
    const one = { ledger: SHADOW_RULES, trips: [inMarket('a', 60)] };
    const other = { ledger: SHADOW_NAIVE, trips: [inMarket('a', 60), inMarket('b', 20)] };
    const difference = brainDifference({ one, other }, NO_MARKS);
    expect(difference).toMatchObject({ net: dollars(3), markets: 2 });
    // Sums 0 and 3: their mean is 1.5, the root of 2·(2·1.5²) is 3, and Student's point of 1 is 6.31.
    expect(difference.interval).toEqual({
      low: dollars(3 - 18.941256),
      high: dollars(3 + 18.941256),
    });
  });

  it('is the difference of the two results, whatever was traded', () => {
    fc.assert(
      fc.property(
        fc.array(anyTrip, { maxLength: 6 }),
        fc.array(anyTrip, { maxLength: 6 }),
        (a, b) => {
          const one = { ledger: SHADOW_RULES, trips: a };
          const other = { ledger: SHADOW_NAIVE, trips: b };
          const { net } = brainDifference({ one, other }, NO_MARKS);
          expect(net).toBe(brainResult(one, NO_MARKS).net - brainResult(other, NO_MARKS).net);
        },
      ),
    );
  });

  it('says by gate what naive copying made of the trades that the rules skipped', () => {
    const denied = (signalId: string, reason: Decision['reason']) =>
      ({ signalId, reason, verdict: 'denied' }) as Decision;
    const naive = [inMarket('a', 20, 's1'), inMarket('b', 70, 's2'), inMarket('c', 10, 's3')];
    const rules = [denied('s1', 'priceMoved'), denied('s2', 'quality'), denied('s9', 'quality')];
    expect(skippedResults({ naive, rules }, NO_MARKS)).toEqual([
      { gate: 'priceMoved', trades: 1, net: dollars(-3) },
      { gate: 'quality', trades: 1, net: dollars(2) },
    ]);
  });
});

describe('the interval of a sum over markets', () => {
  it('is not known of one market, and nothing of markets that agree', () => {
    expect(clusteredSum([dollars(5)])).toBeNull();
    expect(clusteredSum([dollars(5), dollars(5)])).toEqual({ low: dollars(10), high: dollars(10) });
  });

  it('holds the truth about nine times in ten', () => {
    let state = 7;
    const chance = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    let held = 0;
    const tries = 2_000;
    for (let turn = 0; turn < tries; turn += 1) {
      const sums: Money[] = [];
      // Twelve uniforms less six are as good as normal, around one dollar here.
      for (let market = 0; market < 15; market += 1) {
        let sum = -6;
        for (let draw = 0; draw < 12; draw += 1) sum += chance();
        sums.push(money(Math.round((1 + sum) * 1_000_000)));
      }
      const interval = clusteredSum(sums);
      if (interval !== null && interval.low <= dollars(15) && interval.high >= dollars(15))
        held += 1;
    }
    expect(held / tries).toBeGreaterThan(0.87);
    expect(held / tries).toBeLessThan(0.93);
  });
});
