import fc from 'fast-check';
import type { DepthView, Level } from '../../../../src/engine/domain/book/depth.ts';
import { type IntentId, PAPER, type SignalId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../../src/engine/domain/order.ts';
import {
  cents,
  floorTo,
  type Money,
  type Ppm,
  percent,
  quantity,
  quantityFor,
} from '../../../../src/engine/domain/values/money.ts';
import { LOT } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import { LEADER, MARKET, market, NOW_MS, YES } from '../../intelligence/examples.ts';

export function feeMarket(ratePpm: Ppm): Market {
  const plain = market();
  return { ...plain, rules: { ...plain.rules, fee: { ratePpm, exponent: 1 } } };
}

export const anyMarket = fc.constantFrom(percent(0), percent(2), percent(7)).map(feeMarket);

/** Levels on the grid of cents with odd sizes, best first. */
export function levels(side: 'bid' | 'ask'): fc.Arbitrary<readonly Level[]> {
  const level = fc.record({
    price: fc.integer({ min: 1, max: 99 }).map(cents),
    quantity: fc.integer({ min: 1, max: 30_000_000 }).map(quantity),
  });
  const sign = side === 'ask' ? 1 : -1;
  return fc
    .uniqueArray(level, { selector: (each) => each.price, maxLength: 8 })
    .map((found) => found.toSorted((a, b) => sign * (a.price - b.price)));
}

export const depthView: fc.Arbitrary<DepthView> = fc
  .record({ bids: levels('bid'), asks: levels('ask') })
  .map(viewOf);

export function viewOf(sides: {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}): DepthView {
  return {
    marketId: MARKET,
    tokenId: YES,
    ...sides,
    tick: cents(1),
    trust: { trusted: true, reason: null },
    receivedAtMs: NOW_MS,
    atMs: NOW_MS,
    maxAgeMs: 5_000,
    analysis: null,
  };
}

/** A buy for dollars or a sale of shares, with its limit on the grid. */
export const anyIntent: fc.Arbitrary<OrderIntent> = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    limit: fc.integer({ min: 1, max: 99 }).map(cents),
    size: fc.integer({ min: 1, max: 4_000 }),
  })
  .map(({ side, limit, size }) => {
    const spend = (side === 'buy' ? size * 10_000 : 0) as Money;
    const sold = quantity(size * LOT);
    return intent({
      side,
      limitPrice: limit,
      spend,
      quantity: side === 'sell' ? sold : floorTo(quantityFor(spend, limit), LOT),
    });
  });

export function intent(change: Partial<OrderIntent>): OrderIntent {
  return {
    id: 'intent' as IntentId,
    signalId: 'signal' as SignalId,
    leg: change.side === 'sell' ? 'exit' : 'entry',
    attempt: 1,
    ledger: PAPER,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    side: 'buy',
    timeInForce: 'FAK',
    restsUntilMs: null,
    limitPrice: cents(50),
    quantity: quantity(10_000_000),
    spend: 5_000_000 as Money,
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 15_000,
    settingsVersion: 0,
    ...change,
  };
}
