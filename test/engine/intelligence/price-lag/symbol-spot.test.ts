import { describe, expect, test } from 'vitest';
import type { SpotFeed } from '../../../../src/engine/domain/price-lag.ts';
import { BASIS_UNKNOWN } from '../../../../src/engine/intelligence/price-lag/basis.ts';
import {
  type IndexView,
  SymbolSpot,
} from '../../../../src/engine/intelligence/price-lag/symbol-spot.ts';
import { CANDLE, MEAN_60, POINT, START_MS, tick } from './examples.ts';

/** Feeds prices of one second each; the index arrives with its own price of that second. */
function fed(spot: SymbolSpot, seconds: number, prices: Partial<Record<SpotFeed, number>>): number {
  let atMs = START_MS;
  for (let second = 0; second < seconds; second += 1) {
    atMs = START_MS + second * 1_000;
    for (const [feed, price] of Object.entries(prices)) {
      spot.take(tick(price, atMs, feed as SpotFeed), atMs);
    }
  }
  return atMs;
}

function view(spot: SymbolSpot, source: typeof POINT, atMs: number): IndexView {
  const index = spot.index(source, atMs);
  if (typeof index === 'string') throw new Error(index);
  return index;
}

describe('the price that settles', () => {
  test('a Binance rule is settled by Binance itself, without an error', () => {
    const spot = new SymbolSpot('btc');
    const atMs = fed(spot, 5, { binance: 60_000 });
    expect(view(spot, CANDLE, atMs)).toMatchObject({ price: 60_000, error: 0, estimated: false });
  });

  test('with both feeds it is what Binance says now, at their usual difference', () => {
    const spot = new SymbolSpot('btc');
    const atMs = fed(spot, 60, { binance: 60_000, chainlink: 60_030 });
    spot.take(tick(60_060, atMs + 500), atMs + 500);
    const index = view(spot, POINT, atMs + 500);
    expect(index.price).toBeCloseTo(60_060 * (60_030 / 60_000), 6);
    expect(index.track.feed).toBe('binance');
    expect(index.estimated).toBe(false);
    expect(index.error).toBeLessThan(BASIS_UNKNOWN);
  });

  test('without the settling feed it is an estimate with a wide error, and says so', () => {
    const spot = new SymbolSpot('btc');
    const atMs = fed(spot, 60, { binance: 60_000 });
    for (const source of [POINT, MEAN_60]) {
      const index = view(spot, source, atMs);
      expect(index).toMatchObject({ price: 60_000, error: BASIS_UNKNOWN, estimated: true });
    }
  });

  test('when the settling feed stops, the difference it had is kept and grows less sure', () => {
    const spot = new SymbolSpot('btc');
    const lastMs = fed(spot, 60, { binance: 60_000, chainlink: 60_030 });
    const before = view(spot, POINT, lastMs);
    for (let second = 1; second <= 300; second += 1) {
      spot.take(tick(60_000, lastMs + second * 1_000), lastMs + second * 1_000);
    }
    const after = view(spot, POINT, lastMs + 300_000);
    expect(after.estimated).toBe(true);
    expect(after.price).toBeCloseTo(before.price, 6);
    expect(after.error).toBeGreaterThan(2 * before.error);
  });

  test('with the settling feed alone it is that, as old as it is', () => {
    const spot = new SymbolSpot('btc');
    const atMs = fed(spot, 300, { chainlink: 60_000 });
    expect(view(spot, POINT, atMs + 1_500)).toMatchObject({
      price: 60_000,
      estimated: false,
      ageS: 1.5,
    });
  });

  test('RTDS stands in when Binance itself is silent, as an estimate', () => {
    const spot = new SymbolSpot('btc');
    const atMs = fed(spot, 5, { rtds: 60_000 });
    const index = view(spot, CANDLE, atMs);
    expect(index.track.feed).toBe('rtds');
    expect(index.estimated).toBe(true);
  });

  test('a price that nobody renewed is stale, and no price is no price', () => {
    const spot = new SymbolSpot('btc');
    expect(spot.index(CANDLE, START_MS)).toBe('spotUnknown');
    const atMs = fed(spot, 5, { binance: 60_000 });
    expect(typeof spot.index(CANDLE, atMs + 2_000)).toBe('object');
    expect(spot.index(CANDLE, atMs + 2_001)).toBe('spotStale');
    spot.take(tick(60_000, atMs + 100), atMs + 6_000);
    // It came just now and is from long ago.
    expect(spot.index(CANDLE, atMs + 6_000)).toBe('spotStale');
  });
});
