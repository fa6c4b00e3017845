import { expect, test } from 'vitest';
import * as words from '../../../../../src/bot/web/app/words/format.ts';

test('amounts read as in messages', () => {
  expect(words.money(1_240_500_000)).toBe('$1,240.50');
  expect(words.signedMoney(-22_000_000)).toBe('−$22.00');
  expect(words.cents(624_000)).toBe('62.4¢');
  expect(words.signedCents(106_000)).toBe('+10.6¢');
  expect(words.signedCents(-4_000)).toBe('−0.4¢');
  expect(words.shares(8_060_000)).toBe('8.06');
});

test('ratios and their intervals', () => {
  expect(words.ratioPercent(0.6341)).toBe('63.4 %');
  expect(words.signedRatio(-0.0181)).toBe('−1.8 %');
  expect(words.interval({ value: 0.7, low: 0.581, high: 0.81 })).toBe('0.58–0.81');
  expect(words.ratioInterval({ value: 0, low: -0.002, high: 0.07 })).toBe('−0.2 % to +7 %');
  expect(words.scale(500_000)).toBe('×0.5');
  expect(words.scale(1_000_000)).toBe('×1');
});

test('a tone is read from the sign', () => {
  expect(
    [words.signedMoney(1_000_000), '$0.00', words.signedMoney(-1_000_000)].map(words.toneOf),
  ).toEqual(['gain', 'plain', 'loss']);
});
