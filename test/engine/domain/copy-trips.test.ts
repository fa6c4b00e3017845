import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TripLeg } from '../../../src/engine/domain/copy-result.ts';
import { type CopyTold, CopyTrips } from '../../../src/engine/domain/copy-trips.ts';
import { PAPER, type SignalId } from '../../../src/engine/domain/ids.ts';
import {
  cents,
  type Money,
  type Ppm,
  percent,
  type Quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { LEADER, MARKET, NOW_MS, YES } from '../intelligence/examples.ts';

const POSITION = { ledger: PAPER, wallet: LEADER, tokenId: YES } as const;

function toldOf(id: number, tradedAfterMs = 0): CopyTold {
  return {
    ...{ ...POSITION, signalId: `s${id}` as SignalId, marketId: MARKET },
    ...{ leaderPrice: cents(50), leaderQuantity: shares(100), tradedAtMs: NOW_MS + tradedAfterMs },
    ...{ askWhenJudged: null, wanted: null, budget: null },
  };
}

const anyLeg: fc.Arbitrary<TripLeg> = fc
  .tuple(
    fc.integer({ min: 1, max: 1e10 }),
    fc.integer({ min: 0, max: 1e10 }),
    fc.integer({ min: 0, max: 1e7 }),
  )
  .map(([quantity, dollars, fees]) => ({
    ...{ quantity: quantity as Quantity, dollars: dollars as Money, fees: fees as Money },
    atMs: NOW_MS,
  }));

const LEG_PARTS = ['quantity', 'dollars', 'fees'] as const;

interface Step {
  readonly side: 'buy' | 'sell';
  readonly leg: TripLeg;
}

/** Takes every step that is covered; gives back what was sold in all. */
function played(trips: CopyTrips, steps: readonly Step[]): Record<string, number> {
  const given = { quantity: 0, dollars: 0, fees: 0 };
  for (const [id, { side, leg }] of steps.entries()) {
    const told = toldOf(id);
    if (side === 'buy') trips.bought(told, leg, told);
    if (side === 'buy' || trips.held(POSITION) < leg.quantity) continue;
    trips.sold(POSITION, leg);
    for (const part of LEG_PARTS) given[part] += leg[part];
  }
  return given;
}

test('sales are given to what was bought first, and nothing of them is lost or made', () => {
  const step = fc.record({ side: fc.constantFrom('buy' as const, 'sell' as const), leg: anyLeg });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const trips = new CopyTrips();
      const given = played(trips, steps);
      const all = trips.trips();
      for (const part of LEG_PARTS) {
        expect(all.reduce((sum, { sold }) => sum + (sold?.[part] ?? 0), 0)).toBe(given[part]);
      }
      const held = all.map(({ bought, sold }) => bought.quantity - (sold?.quantity ?? 0));
      expect(held.reduce((sum, one) => sum + one, 0)).toBe(trips.held(POSITION));
      // Of copies in their order, at most one is sold in part, and none behind it at all.
      const first = held.findIndex((one) => one > 0);
      const behind = first < 0 ? [] : all.slice(first + 1);
      expect(behind.filter(({ sold }) => sold !== null)).toEqual([]);
    }),
  );
});

test('shares that no copy bought are nobody’s, and a copy that is only in the way stays untold', () => {
  const trips = new CopyTrips();
  const leg = { quantity: shares(10), dollars: 5_000_000 as Money, fees: 0 as Money, atMs: NOW_MS };
  const told = toldOf(1);
  trips.bought({ ...POSITION, signalId: 's0' as SignalId }, leg, null);
  trips.bought(told, leg, told);
  trips.sold(POSITION, { ...leg, quantity: shares(25), dollars: 25_000_000 as Money });
  expect(trips.trips()).toMatchObject([
    { signalId: 's1', sold: { quantity: shares(10), dollars: 10_000_000 }, isOver: true },
  ]);
});

test('a leader leaves the copies it had made by then, by the same part of each', () => {
  const trips = new CopyTrips();
  const leg = { quantity: shares(1), dollars: 500_000 as Money, fees: 0 as Money, atMs: NOW_MS };
  const both = [toldOf(1), toldOf(2, 5_000)] as const;
  for (const told of both) trips.bought(told, leg, told);
  const exit = (part: Ppm, price: number, afterMs: number) =>
    trips.leaderLeft(POSITION, { fraction: part, price: cents(price), atMs: NOW_MS + afterMs });
  exit(percent(50), 60, 1_000);
  const prices = () => trips.trips().map(({ leaderExitPrice }) => leaderExitPrice);
  expect(prices()).toEqual([null, null]);
  exit(percent(100), 80, 6_000);
  expect(prices()).toEqual([cents(70), cents(80)]);
});
