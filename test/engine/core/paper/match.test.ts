import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DepthTaken } from '../../../../src/engine/core/paper/depth-taken.ts';
import {
  isComplete,
  matchOrder,
  type PaperMatch,
  refusal,
} from '../../../../src/engine/core/paper/match.ts';
import type { DepthView } from '../../../../src/engine/domain/book/depth.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../../src/engine/domain/order.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  percent,
  price,
  quantity,
  quantityFor,
  shares,
  ZERO_MONEY,
} from '../../../../src/engine/domain/values/money.ts';
import { LOT } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import { market } from '../../intelligence/examples.ts';
import { anyIntent, anyMarket, depthView, feeMarket, intent, viewOf } from './paper-arbitraries.ts';

function checkMatch(order: OrderIntent, of: Market, match: PaperMatch): void {
  const { level } = match;
  const buys = order.side === 'buy';
  const past = buys ? level.price - order.limitPrice : order.limitPrice - level.price;
  expect(past).toBeLessThanOrEqual(0);
  expect(match.quantity).toBeLessThanOrEqual(level.quantity);
  expect(match.quantity).toBeGreaterThan(0);
  expect(match.quantity % LOT).toBe(0);
  const exact = Number((BigInt(level.price) * BigInt(match.quantity)) / BigInt(MICRO));
  const against = buys ? match.notional - exact : exact - match.notional;
  expect(against).toBeGreaterThanOrEqual(0);
  const p = level.price / MICRO;
  const fee = (match.quantity * of.rules.fee.ratePpm * p * (1 - p)) / MICRO;
  expect(match.fee).toBeGreaterThanOrEqual(Math.floor(fee));
}

/** Shares taken in all by price, that of bids below zero. */
function takeAll(orders: readonly OrderIntent[], view: DepthView): ReadonlyMap<number, number> {
  const taken = new DepthTaken();
  const total = new Map<number, number>();
  const of = feeMarket(percent(0));
  for (const order of orders) {
    for (const { level, quantity: amount } of matchOrder(order, { market: of, view, taken })) {
      taken.take(order, of, { level, amount });
      const key = order.side === 'buy' ? level.price : -level.price;
      total.set(key, (total.get(key) ?? 0) + amount);
    }
  }
  return total;
}

describe('matching on paper', () => {
  test('never goes beyond limit, depth, spend or shares, and rounds against us', () => {
    fc.assert(
      fc.property(anyIntent, anyMarket, depthView, (order, of, view) => {
        const matches = matchOrder(order, { market: of, view, taken: new DepthTaken() });
        for (const match of matches) checkMatch(order, of, match);
        const moved = matches.reduce((sum, match) => sum + match.quantity, 0);
        const notional = matches.reduce((sum, match) => sum + match.notional, 0);
        if (order.side === 'buy') expect(notional).toBeLessThanOrEqual(order.spend);
        else expect(moved).toBeLessThanOrEqual(order.quantity);
      }),
      { numRuns: 1_000 },
    );
  });

  test('stops only where the limit, the depth or the order ends', () => {
    fc.assert(
      fc.property(anyIntent, anyMarket, depthView, (order, of, view) => {
        const matches = matchOrder(order, { market: of, view, taken: new DepthTaken() });
        const within = (order.side === 'buy' ? view.asks : view.bids).filter(({ price: at }) =>
          order.side === 'buy' ? at <= order.limitPrice : at >= order.limitPrice,
        );
        const there = within.reduce((sum, level) => sum + Math.floor(level.quantity / LOT), 0);
        const moved = matches.reduce((sum, match) => sum + match.quantity, 0);
        if (moved / LOT === there || isComplete(order, matches)) return;
        const spent = matches.reduce((sum, match) => sum + match.notional, 0);
        const left = (order.spend - spent) as typeof ZERO_MONEY;
        // A buy may leave what buys no lot at the next level.
        const next = within.find((level) => !matches.some((match) => match.level === level));
        const last = matches.at(-1)?.level ?? next;
        expect(quantityFor(left, (next ?? last)?.price ?? order.limitPrice)).toBeLessThan(LOT);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the same shares are never sold to us twice', () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { maxLength: 12 }), depthView, (orders, view) => {
        const total = takeAll(orders, view);
        for (const { price: at, quantity: shown } of view.asks) {
          expect(total.get(at) ?? 0).toBeLessThanOrEqual(shown);
        }
        for (const { price: at, quantity: shown } of view.bids) {
          expect(total.get(-at) ?? 0).toBeLessThanOrEqual(shown);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the paper venue refuses', () => {
  const of = market();
  const cases = [
    ['an order as it should be', {}, {}, null],
    ['a market that takes none', {}, { acceptingOrders: false }, /not yet ready/],
    ['a market that is closed', {}, { status: 'closed' as const }, /not yet ready/],
    ['a price off the grid', { limitPrice: price(505_000) }, {}, /breaks minimum tick size/],
    ['fewer shares than the minimum', { quantity: shares(4.99) }, {}, /lower than the minimum/],
    ['a buy under a dollar', { spend: dollars(0.99) }, {}, /min size/],
    ['not a sale under a dollar', { side: 'sell' as const, spend: ZERO_MONEY }, {}, null],
  ] as const;
  test.each(cases)('%s', (...[, order, change, words]) => {
    const refused = refusal(intent(order), { ...of, ...change });
    if (words === null) expect(refused).toBeNull();
    else expect(refused).toMatch(words);
  });
});

test('an order is complete when what is left buys no lot', () => {
  const order = intent({ spend: dollars(5), limitPrice: cents(50) }); // Ten shares.
  const level = { price: cents(50), quantity: quantity(100_000_000) };
  const taken = new DepthTaken();
  const all = matchOrder(order, {
    market: market(),
    view: viewOf({ bids: [], asks: [level] }),
    taken,
  });
  expect(isComplete(order, all)).toBe(true);
  expect(isComplete(order, [])).toBe(false);
  expect(isComplete(intent({ side: 'sell', quantity: shares(12) }), all)).toBe(false);
});
