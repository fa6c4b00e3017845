import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cents,
  centsShort,
  count,
  gain,
  MINUS,
  money,
  moneyRound,
  moneyShort,
  percent,
  score,
  shares,
  signedMoney,
  signedPercent,
} from '../../../src/bot/format/amounts.ts';
import { readCents, readMoney, readPercent } from '../../../src/bot/grammar/amount.ts';
import type { Money, Ppm, Price, Quantity } from '../../../src/engine/domain/values/money.ts';

const micro = (units: number) => Math.round(units * 1_000_000);
const anyMoney = fc.integer({ min: -2_000_000_000_000, max: 2_000_000_000_000 });

/** The dollars that a text says. */
function said(text: string): number {
  return Number(text.replace(MINUS, '-').replace('+', '').replace('$', '').replaceAll(',', ''));
}

describe('money', () => {
  test.each([
    [1_240.5, '$1,240.50'],
    [5, '$5.00'],
    [-22, '−$22.00'],
    [9_999.99, '$9,999.99'],
    [9_999.999, '$10,000'],
    [10_000, '$10,000'],
    [1_234_567.8, '$1,234,568'],
    [-0.004, '$0.00'],
    [0, '$0.00'],
  ])('%d is %s', (dollars, text) => {
    expect(money(micro(dollars) as Money)).toBe(text);
  });

  test('the short form drops empty cents only', () => {
    expect(moneyShort(micro(5) as Money)).toBe('$5');
    expect(moneyShort(micro(12.5) as Money)).toBe('$12.50');
    expect(moneyRound(micro(14.54) as Money)).toBe('$14.54');
    expect(moneyRound(micro(1_240.5) as Money)).toBe('$1,241');
    expect(moneyRound(micro(999.996) as Money)).toBe('$1,000');
  });

  test('a sign is shown exactly where there is something to sign', () => {
    expect(signedMoney(micro(5.86) as Money)).toBe('+$5.86');
    expect(gain(micro(5.86) as Money)).toEqual({ gain: '+$5.86' });
    expect(gain(micro(-5.86) as Money)).toEqual({ loss: '−$5.86' });
    expect(gain(0 as Money)).toBe('$0.00');
    expect(gain(micro(-0.001) as Money)).toBe('$0.00');
  });

  test('every text is within half of its last digit, and never a negative zero', () => {
    fc.assert(
      fc.property(anyMoney, (value) => {
        const text = money(value as Money);
        expect(text).toMatch(/^−?\$\d{1,3}(,\d{3})*(\.\d\d)?$/);
        const half = Math.abs(value) < 9_999_995_000 ? 5_000 : 500_000;
        expect(Math.abs(said(text) * 1_000_000 - value)).toBeLessThanOrEqual(half + 1);
        expect(text).not.toMatch(/^−\$0(\.00)?$/);
      }),
    );
  });

  test('what is shown can be typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), (inCents) => {
        const value = (inCents * 10_000) as Money;
        expect(readMoney(moneyShort(value))).toBe(value);
      }),
    );
  });
});

describe('prices, shares and ratios', () => {
  test.each([
    [0.62, '62.0¢'],
    [0.624, '62.4¢'],
    [0.6012, '60.1¢'],
    [0.0045, '0.45¢'],
    [0.9955, '99.55¢'],
    [0.999, '99.9¢'],
    [-0.003, '−0.3¢'],
    [0, '0.0¢'],
  ])('the price %d is %s', (dollars, text) => {
    expect(cents(micro(dollars) as Price)).toBe(text);
  });

  test.each([
    [8.06, '8.06'],
    [120, '120'],
    [1_000, '1,000'],
    [100.5, '100.5'],
    [0.004, '0'],
  ])('%d shares are %s', (units, text) => {
    expect(shares(micro(units) as Quantity)).toBe(text);
  });

  test.each([
    [20_000, '2 %'],
    [34_000, '3.4 %'],
    [500, '0.05 %'],
    [1_000_000, '100 %'],
    [-2_000, '−0.2 %'],
  ])('%i ppm is %s', (ppm, text) => {
    expect(percent(ppm as Ppm)).toBe(text);
  });

  test('signs, scores and plurals', () => {
    expect(signedPercent(34_000 as Ppm)).toBe('+3.4 %');
    expect(signedPercent(0 as Ppm)).toBe('0 %');
    expect(score(0.7)).toBe('0.70');
    expect(count(1, 'copy', 'copies')).toBe('1 copy');
    expect(count(1_200, 'copy', 'copies')).toBe('1,200 copies');
  });

  test('what is shown can be typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 }), (tenths) => {
        fc.pre(tenths <= 1_000);
        const price = (tenths * 1_000) as Price;
        expect(readCents(centsShort(price))).toBe(price);
        const ratio = (tenths * 100) as Ppm;
        expect(readPercent(percent(ratio))).toBe(ratio);
      }),
    );
  });
});
