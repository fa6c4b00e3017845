import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArbitrageFound } from '../../../../src/engine/domain/arbitrage.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  money,
  type Price,
  percent,
  price,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { takerFeeAt } from '../../../../src/engine/domain/venue-rules/taker-fee.ts';
import { buyLimit, planOf, sellLimit } from '../../../../src/engine/intelligence/arbitrage/plan.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import { Desk } from './desk.ts';
import { kalshi, polymarket, START_MS } from './examples.ts';

const ONE = shares(1);

function found(polymarketShares = 400): { desk: Desk; event: ArbitrageFound } {
  const desk = new Desk({ persistMs: 0 });
  desk.quote(desk.polymarket, { yes: 45, no: 56, shares: polymarketShares });
  desk.quote(desk.kalshi, { yes: 56, no: 45, shares: 400 });
  const event = desk.found()[0];
  if (event === undefined) throw new Error('it was found');
  return { desk, event };
}

function planned(event: ArbitrageFound, markets: readonly TradedMarket[], edgeKept = percent(1.5)) {
  const byId = new Map(markets.map((market) => [market.marketId, market]));
  return planOf(event, { markets: byId, edgeKept, atMs: START_MS });
}

describe('a plan', () => {
  test('sends the slower venue first, with the room that the other leg leaves', () => {
    const { desk, event } = found();
    const plan = planned(event, [desk.polymarket, desk.kalshi]);
    expect(plan).toMatchObject({ id: event.id, quantity: event.quantity, payout: dollars(1) });
    expect(plan?.legs[0].market.venue).toBe('polymarket');
    // 98.52 cents keep 1.5 %; the other leg takes 46.73; 50 cents and their fee are 51.75.
    expect(plan?.legs.map(({ limit }) => limit)).toEqual([cents(50), cents(45)]);
  });

  test('sends the thinner leg first where neither venue is slower', () => {
    const { desk, event } = found();
    const quick = { ...desk.polymarket, takerDelayMs: 0 };
    const thin = found(300).event;
    expect(planned(thin, [quick, desk.kalshi])?.legs[0].market.venue).toBe('polymarket');
    const deep = {
      ...event,
      legs: event.legs.map((leg) => ({
        ...leg,
        depth: leg.venue === 'kalshi' ? shares(10) : shares(90),
      })),
    };
    expect(planned(deep, [quick, desk.kalshi])?.legs[0].market.venue).toBe('kalshi');
  });

  test('is none when too little is left, for unknown markets, and for more than two legs', () => {
    const { desk, event } = found();
    const markets = [desk.polymarket, desk.kalshi];
    expect(planned(event, markets, percent(6.9))).not.toBeNull();
    expect(planned(event, markets, percent(7.1))).toBeNull();
    expect(planned(event, [desk.polymarket])).toBeNull();
    const three = { ...event, legs: [...event.legs, ...event.legs.slice(0, 1)] };
    expect(planned(three, markets)).toBeNull();
  });
});

test('limits are the outermost prices of the grid that keep to the money', () => {
  const drawn = fc.record({
    tick: fc.constantFrom(cents(1), cents(0.25), cents(0.1)),
    side: fc.constantFrom('yes' as const, 'no' as const),
    make: fc.constantFrom(polymarket, kalshi),
    most: fc.integer({ min: -10_000, max: MICRO }),
  });
  fc.assert(
    fc.property(drawn, ({ tick, side, make, most }) => {
      const grid = [{ start: 0 as Price, end: MICRO as Price, step: tick }];
      const leg = { market: make('m', { grid }), side };
      const feeAt = (at: number) =>
        takerFeeAt(leg.market.charge, { price: price(at), quantity: ONE }, START_MS);
      const prices = Array.from({ length: MICRO / tick - 1 }, (_, at) => (at + 1) * tick);
      const cheap = prices.filter((at) => at + feeAt(at) <= most);
      const dear = prices.filter((at) => at - feeAt(at) >= most);
      expect(buyLimit(leg, money(most), START_MS)).toBe(cheap.at(-1) ?? null);
      expect(sellLimit(leg, money(most), START_MS)).toBe(dear[0] ?? null);
    }),
    { numRuns: 120 },
  );
});
