import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../../../src/engine/domain/values/invariant.ts';
import { decimalFromMicro, MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  ceilTo,
  cents,
  complement,
  cost,
  dollars,
  floorTo,
  minOf,
  money,
  moneyFromDecimal,
  partOf,
  percent,
  ppm,
  price,
  priceFromDecimal,
  quantity,
  quantityFor,
  quantityFromDecimal,
  ratioOf,
  shareOf,
  shares,
  subtractMoney,
  subtractQuantity,
  ZERO_QUANTITY,
} from '../../../../src/engine/domain/values/money.ts';

const prices = fc.integer({ min: 0, max: MICRO }).map(price);
const paid = fc.integer({ min: 1, max: MICRO }).map(price);
const quantities = fc.nat({ max: 1e12 }).map(quantity);
const amounts = fc.integer({ min: -1e12, max: 1e12 }).map(money);
const ratios = fc.integer({ min: 0, max: MICRO }).map(ppm);

describe('borders', () => {
  test.each([-1, MICRO + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, JSON.parse('1e309')])(
    '%d is not a price',
    (value) => {
      expect(() => price(value)).toThrow(InvariantError);
    },
  );

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '%d is not a quantity',
    (value) => {
      expect(() => quantity(value)).toThrow(InvariantError);
    },
  );

  test.each([0.5, Number.NaN, -Infinity, 2 ** 53, -(2 ** 53)])(
    '%d is neither money nor ratio',
    (value) => {
      expect(() => money(value)).toThrow(InvariantError);
      expect(() => ppm(value)).toThrow(InvariantError);
    },
  );

  test('constants are what they say', () => {
    expect([dollars(12.5), shares(0.01), cents(62), percent(2)]).toEqual([
      12_500_000, 10_000, 620_000, 20_000,
    ]);
    expect(dollars(-0.1)).toBe(-100_000);
  });

  test('sums that are not safe throw instead of losing a cent', () => {
    const most = money(Number.MAX_SAFE_INTEGER);
    expect(() => addMoney(most, money(1))).toThrow(InvariantError);
    expect(() => subtractMoney(money(0), most)).not.toThrow();
    expect(() => subtractMoney(money(-1), most)).toThrow(InvariantError);
    expect(() => addQuantity(quantity(Number.MAX_SAFE_INTEGER), quantity(1))).toThrow(
      InvariantError,
    );
    expect(() => subtractQuantity(quantity(1), quantity(2))).toThrow(InvariantError);
    expect(subtractQuantity(quantity(2), quantity(2))).toBe(0);
  });
});

describe('the operation table', () => {
  test('cost is rounded by less than a micro-dollar, in the named direction', () => {
    fc.assert(
      fc.property(prices, quantities, (at, of) => {
        const floor = cost(at, of, 'floor');
        const ceil = cost(at, of, 'ceil');
        const exact = BigInt(at) * BigInt(of);
        expect(BigInt(floor) * 1_000_000n <= exact && exact <= BigInt(ceil) * 1_000_000n).toBe(
          true,
        );
        expect(ceil - floor).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('what money buys never costs more than the money', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }).map(money), paid, (spend, at) => {
        const bought = quantityFor(spend, at);
        expect(cost(at, bought, 'ceil')).toBeLessThanOrEqual(spend);
        expect(cost(at, addQuantity(bought, quantity(1)), 'ceil')).toBeGreaterThanOrEqual(spend);
      }),
    );
    expect(quantityFor(dollars(5), price(0))).toBe(ZERO_QUANTITY);
    expect(quantityFor(dollars(-5), cents(50))).toBe(ZERO_QUANTITY);
  });

  test('an average lies between its bounds', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 1e12 }).map(quantity), (at, of) => {
        const total = cost(at, of, 'floor');
        expect(averagePrice(total, of, 'floor')).toBeLessThanOrEqual(at);
        expect(averagePrice(total, of, 'ceil')).toBeLessThanOrEqual(at);
        const dearer = cost(at, of, 'ceil');
        expect(averagePrice(dearer, of, 'ceil')).toBeGreaterThanOrEqual(at);
      }),
    );
    expect(() => averagePrice(dollars(1), ZERO_QUANTITY, 'floor')).toThrow(InvariantError);
  });

  test('a part and the rest never exceed the whole', () => {
    fc.assert(
      fc.property(quantities, amounts, ratios, (of, amount, ratio) => {
        const rest = ppm(MICRO - ratio);
        expect(partOf(of, ratio, 'floor') + partOf(of, rest, 'floor')).toBeLessThanOrEqual(of);
        expect(partOf(of, ratio, 'ceil') + partOf(of, rest, 'ceil')).toBeGreaterThanOrEqual(of);
        expect(partOf(of, ratio, 'floor') + partOf(of, rest, 'ceil')).toBe(of);
        expect(shareOf(amount, ratio, 'floor') + shareOf(amount, rest, 'ceil')).toBe(amount);
      }),
    );
  });

  test('ratios are rounded down and need a whole', () => {
    expect(ratioOf(1, 3)).toBe(333_333);
    expect(ratioOf(-1, 3)).toBe(-333_334);
    expect(() => ratioOf(1, 0)).toThrow(InvariantError);
  });

  test('the complement of a complement is the price', () => {
    fc.assert(
      fc.property(prices, (at) => {
        expect(complement(complement(at))).toBe(at);
        expect(at + complement(at)).toBe(MICRO);
      }),
    );
  });

  test('steps bound a value from below and above', () => {
    fc.assert(
      fc.property(quantities, fc.integer({ min: 1, max: 1e6 }), (value, step) => {
        const below = floorTo(value, step);
        const above = ceilTo(value, step);
        expect(below <= value && value <= above && above - below <= step).toBe(true);
        expect((below % step) + (above % step)).toBe(0);
      }),
    );
    expect(minOf(dollars(3), dollars(1), dollars(2))).toBe(dollars(1));
    expect(minOf(dollars(3))).toBe(dollars(3));
  });
});

describe('texts', () => {
  test('parse back to what they were', () => {
    fc.assert(
      fc.property(prices, quantities, amounts, (at, of, amount) => {
        expect(priceFromDecimal(decimalFromMicro(at))).toBe(at);
        expect(quantityFromDecimal(decimalFromMicro(of))).toBe(of);
        expect(moneyFromDecimal(decimalFromMicro(amount))).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });

  test.each(['-0.01', '1.000001', '1e-1', ' 0.5', 'NaN'])('"%s" is not a price', (text) => {
    expect(priceFromDecimal(text)).toBeNull();
  });

  test.each(['-1', '+1', '1e5', '0x1', '9999999999999'])('"%s" is not a quantity', (text) => {
    expect(quantityFromDecimal(text)).toBeNull();
  });

  test.each(['$5', '1,000', '1e309', '--1'])('"%s" is not money', (text) => {
    expect(moneyFromDecimal(text)).toBeNull();
  });
});
