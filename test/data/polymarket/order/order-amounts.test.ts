import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AmountsRequest,
  ORDER_SHARES_MAX,
  orderAmounts,
} from '../../../../src/data/polymarket/order/order-amounts.ts';
import type { Side } from '../../../../src/engine/domain/order.ts';
import { MICRO, microFromDecimal, mulDiv } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  cost,
  dollars,
  type Money,
  type Price,
  price,
  type Quantity,
  quantity,
  shares,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../../../src/engine/domain/values/money.ts';
import { LOT, SPEND_STEP, TICKS } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import { type AmountVector, amountVectors, skipped } from './vectors.ts';

const BASE: AmountsRequest = {
  side: 'buy',
  kind: 'FAK',
  limitPrice: cents(33),
  quantity: ZERO_QUANTITY,
  spend: dollars(1),
  tick: cents(1),
};
const of = (over: Partial<AmountsRequest>) => orderAmounts({ ...BASE, ...over });
const reasonOf = (over: Partial<AmountsRequest>): unknown => {
  try {
    return of(over);
  } catch (error) {
    return (error as { reason?: unknown }).reason ?? error;
  }
};

const micro = (value: number | string): number => microFromDecimal(String(value)) ?? Number.NaN;

/** A vector as an intent would put it. */
function requestOf(vector: AmountVector): AmountsRequest {
  const limitPrice = price(micro(vector.price));
  const sized = micro(vector.size ?? vector.amount ?? Number.NaN);
  const buys = vector.side === 'BUY';
  const takes = vector.kind === 'market';
  const asked = buys && takes ? ZERO_QUANTITY : quantity(sized);
  const spend = buys ? (takes ? (sized as Money) : cost(limitPrice, asked, 'ceil')) : ZERO_MONEY;
  const side: Side = buys ? 'buy' : 'sell';
  const kind = takes ? 'FAK' : 'GTC';
  return { side, kind, limitPrice, quantity: asked, spend, tick: price(micro(vector.tickSize)) };
}

describe.skipIf(skipped !== '')(`the amounts of the official client${skipped}`, () => {
  const pairOf = (vector: AmountVector) => [vector.makerAmount, vector.takerAmount].map(Number);
  const ours = (vector: AmountVector): readonly number[] => {
    const { dollars: paid, shares: moved } = orderAmounts(requestOf(vector));
    return vector.side === 'BUY' ? [paid, moved] : [moved, paid];
  };
  const isOurs = (vector: AmountVector) => String(ours(vector)) === String(pairOf(vector));

  test('1,004 of 1,008 are ours, to the micro-unit', () => {
    const vectors = amountVectors();
    const equal = vectors.filter(isOurs);
    console.info(`amounts: ${equal.length} of ${vectors.length} vectors are equal`);
    expect(vectors).toHaveLength(1_008);
    expect(equal).toHaveLength(1_004);
  });

  test('the other 4 are what doubles make of 1,234,567.89 shares, a micro-dollar short', () => {
    const others = amountVectors().filter((vector) => !isOurs(vector));
    for (const vector of others) {
      const { price: at, size = 0, side } = vector;
      const [paid = 0, moved = 0] = side === 'BUY' ? ours(vector) : [...ours(vector)].reverse();
      // Exact: dollars = price × shares, without a remainder.
      expect(BigInt(paid) * BigInt(MICRO)).toBe(BigInt(micro(at)) * BigInt(moved));
      const doubled = Math.floor(size * at * MICRO);
      expect(doubled).toBe(paid - 1);
      expect(pairOf(vector)).toEqual(side === 'BUY' ? [doubled, moved] : [moved, doubled]);
    }
    const named = others.map(({ kind, tickSize, price: at, size, side }) =>
      [kind, tickSize, at, size, side].join(' '),
    );
    expect(named).toEqual([
      'limit 0.0001 0.3333 1234567.89 BUY',
      'limit 0.0001 0.3333 1234567.89 SELL',
      'limit 0.0001 0.5055 1234567.89 BUY',
      'limit 0.0001 0.5055 1234567.89 SELL',
    ]);
  });

  test('FOK is rounded as FAK is, GTD as GTC is', () => {
    for (const vector of amountVectors()) {
      const request = requestOf(vector);
      const kind = request.kind === 'FAK' ? 'FOK' : 'GTD';
      expect(orderAmounts({ ...request, kind })).toEqual(orderAmounts(request));
    }
  });
});

describe('amounts', () => {
  test('a taking buy spends whole cents and cuts its shares', () => {
    expect(of({ spend: dollars(1.019) })).toEqual({
      price: 330_000,
      dollars: 1_010_000,
      shares: 3_060_600,
    });
  });

  test('a resting buy cuts its shares to lots and pays exactly for them', () => {
    const resting = of({ kind: 'GTD', quantity: shares(5.009), spend: dollars(9) });
    expect(resting).toEqual({ price: 330_000, dollars: 1_650_000, shares: 5_000_000 });
  });

  test('a resting buy asks for no more shares than its dollars pay', () => {
    const resting = of({ kind: 'GTC', quantity: shares(100), spend: dollars(1) });
    expect(resting).toEqual({ price: 330_000, dollars: 999_900, shares: 3_030_000 });
  });

  test('a sell gives whole lots', () => {
    const sell = of({ side: 'sell', quantity: shares(10.129), limitPrice: cents(52) });
    expect(sell).toEqual({ price: 520_000, dollars: 5_262_400, shares: 10_120_000 });
  });

  test('a limit between two ticks moves to its better side', () => {
    const tick = cents(1);
    expect(of({ limitPrice: price(339_999), tick }).price).toBe(330_000);
    const sell = { side: 'sell', quantity: shares(5), limitPrice: price(330_001) } as const;
    expect(of({ ...sell, tick }).price).toBe(340_000);
  });

  test('what cannot be an order is refused with its reason', () => {
    expect(reasonOf({ tick: price(20_000) })).toBe('tick');
    expect(reasonOf({ limitPrice: price(9_999) })).toBe('price');
    expect(reasonOf({ side: 'sell', quantity: shares(5), limitPrice: price(990_001) })).toBe(
      'price',
    );
    expect(reasonOf({ spend: dollars(0.009) })).toBe('nothingLeft');
    expect(reasonOf({ spend: dollars(-5) })).toBe('nothingLeft');
    expect(reasonOf({ side: 'sell', quantity: shares(0.009) })).toBe('nothingLeft');
    expect(reasonOf({ side: 'sell', quantity: (ORDER_SHARES_MAX + 1) as Quantity })).toBe(
      'tooLarge',
    );
    expect(reasonOf({ spend: Number.MAX_SAFE_INTEGER as Money })).toBe('tooLarge');
  });
});

/** Mostly what an account might ask for, now and then whatever a number can be. */
const anySum = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 10_000_000_000 }) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
);

const anyRequest: fc.Arbitrary<AmountsRequest> = fc.record({
  side: fc.constantFrom<Side>('buy', 'sell'),
  kind: fc.constantFrom('GTC', 'GTD', 'FOK', 'FAK'),
  limitPrice: fc.integer({ min: 0, max: MICRO }).map(price),
  quantity: anySum.map(quantity),
  spend: anySum.map((value) => value as Money),
  tick: fc.constantFrom(...TICKS),
});

const REFUSALS = ['price', 'nothingLeft', 'tooLarge'];

describe('whatever is asked for', () => {
  test('an order never spends more, sells more, or allows a worse price', () => {
    let made = 0;
    fc.assert(
      fc.property(anyRequest, (request) => {
        const answer = reasonOf(request);
        if (typeof answer === 'string') return REFUSALS.includes(answer);
        const {
          price: at,
          dollars: paid,
          shares: moved,
        } = answer as ReturnType<typeof orderAmounts>;
        made += 1;
        const { side, limitPrice, tick } = request;
        expect(at % tick).toBe(0);
        if (side === 'sell') {
          expect(moved).toBeLessThanOrEqual(request.quantity);
          expect(at).toBeGreaterThanOrEqual(limitPrice);
          // Exactly the price: no share goes for less.
          return BigInt(paid) * BigInt(MICRO) === BigInt(at) * BigInt(moved);
        }
        expect(paid).toBeLessThanOrEqual(request.spend);
        expect(at).toBeLessThanOrEqual(limitPrice);
        // The next price of the grid costs more than the order pays, so no match is above the limit.
        const next = BigInt(at + tick) * BigInt(moved);
        return BigInt(paid) * BigInt(MICRO) < next;
      }),
      { numRuns: 5_000 },
    );
    expect(made).toBeGreaterThan(1_000);
  });

  test('no more than rounding is given away', () => {
    const buys = fc.record({
      tick: fc.constantFrom(...TICKS),
      step: fc.nat({ max: 9_998 }),
      spend: fc.integer({ min: 1_000_000, max: 10_000_000_000 }),
    });
    fc.assert(
      fc.property(buys, ({ tick, step, spend }) => {
        const limitPrice = (((step % (MICRO / tick - 1)) + 1) * tick) as Price;
        const request = { ...BASE, tick, limitPrice, spend: spend as Money };
        const taking = orderAmounts(request);
        expect(spend - taking.dollars).toBeLessThan(SPEND_STEP);
        const bought = mulDiv(taking.dollars, MICRO, { by: limitPrice, rounding: 'floor' });
        expect(bought - taking.shares).toBeLessThan(1_000);
        const resting = orderAmounts({
          ...request,
          kind: 'GTD',
          quantity: (bought + LOT) as Quantity,
        });
        expect(taking.shares - resting.shares).toBeLessThan(LOT);
      }),
      { numRuns: 2_000 },
    );
  });
});
