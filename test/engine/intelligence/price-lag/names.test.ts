import { describe, expect, test } from 'vitest';
import {
  coinOf,
  coinOfPair,
  dollarsOf,
} from '../../../../src/engine/intelligence/price-lag/coins.ts';
import {
  easternAtMs,
  easternTime,
  hourOf,
  monthOf,
} from '../../../../src/engine/intelligence/price-lag/eastern-time.ts';
import { normalCdf } from '../../../../src/engine/intelligence/price-lag/normal.ts';
import { spotTick } from '../../../../src/engine/intelligence/price-lag/spot-tick.ts';

describe('names', () => {
  test.each([
    ['btcusdt', 'btc'],
    ['BTC/USD', 'btc'],
    ['ethusdc', 'eth'],
    ['dogeusd', 'doge'],
    ['xrp', 'xrp'],
    ['usdt', 'usdt'],
  ])('the pair %s is %s', (pair, coin) => {
    expect(coinOfPair(pair)).toBe(coin);
  });

  test('a reference price becomes a tick of its coin', () => {
    const event = { kind: 'spotPrice', source: 'chainlink', symbol: 'btc/usd' } as const;
    expect(spotTick({ ...event, price: 60_000, venueAtMs: 1 })).toEqual({
      symbol: 'btc',
      feed: 'chainlink',
      price: 60_000,
      venueAtMs: 1,
    });
  });

  test('prices of settling feeds become ticks of theirs, and other means none', () => {
    const settled = { kind: 'settlementPrice', symbol: 'eth/usd', price: 2, venueAtMs: 1 } as const;
    const feeds = [null, 60_000, 30_000].map(
      (meanOfMs) => spotTick({ ...settled, meanOfMs })?.feed,
    );
    expect(feeds).toEqual(['chainlink', 'chainlinkTwap', undefined]);
    const means = { trailing60s: null, settlement60s: null } as const;
    const index = { kind: 'indexValue', source: 'kalshi', indexId: 'BRTI', ...means } as const;
    expect(spotTick({ ...index, coin: 'btc', value: 3, venueAtMs: 1 })).toEqual({
      symbol: 'btc',
      feed: 'kalshiIndex',
      price: 3,
      venueAtMs: 1,
    });
    expect(spotTick({ ...index, coin: null, value: 3, venueAtMs: 1 })).toBeNull();
  });

  test('coins by name, and none for what is not followed', () => {
    expect(['Bitcoin', 'ETH', 'dogecoin', 'pepe'].map(coinOf)).toEqual([
      'btc',
      'eth',
      'doge',
      null,
    ]);
  });

  test.each([
    ['$64,000', 64_000],
    ['105K', 105_000],
    ['$1m', 1_000_000],
    ['$2.10', 2.1],
    ['', null],
    ['$0', null],
    ['much', null],
    ['1.2.3', null],
  ])('dollars of "%s"', (text, dollars) => {
    expect(dollarsOf(text)).toBe(dollars);
  });
});

describe('the clock of New York', () => {
  test('winter and summer, there and back', () => {
    const noon = { year: 2026, month: 1, day: 15, hour: 12, minute: 0 };
    expect(easternAtMs(noon)).toBe(Date.parse('2026-01-15T17:00:00Z'));
    expect(easternAtMs({ ...noon, month: 7 })).toBe(Date.parse('2026-07-15T16:00:00Z'));
    expect(easternTime(Date.parse('2026-01-15T17:00:00Z'))).toEqual(noon);
  });

  test('a time that a change of the clocks left out does not exist, nor does a 31st of April', () => {
    expect(easternAtMs({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 })).toBeNull();
    expect(easternAtMs({ year: 2026, month: 4, day: 31, hour: 12, minute: 0 })).toBeNull();
  });

  test('names of months and hours', () => {
    expect(['FEB', 'february', 'Xyz'].map(monthOf)).toEqual([2, 2, null]);
    expect([hourOf(12, 'AM'), hourOf(12, 'pm'), hourOf(9, 'PM'), hourOf(13, 'AM')]).toEqual([
      0,
      12,
      21,
      null,
    ]);
  });
});

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.841_344_746_068_542_9],
    [-1.96, 0.024_997_895_148_220_435],
    [3, 0.998_650_101_968_369_9],
    [-6, 9.865_876_450_376_946e-10],
    [-8, 6.220_960_574_271_785e-16],
    [40, 1],
    [-40, 0],
  ])('up to %d deviations', (z, chance) => {
    expect(Math.abs(normalCdf(z) - chance)).toBeLessThanOrEqual(1e-14 * Math.max(chance, 1e-3));
  });
});
