import { expect, test } from 'vitest';
import { ChainlinkIndex, chainlinkMean } from '../../../src/sim/spot/chainlink-index.ts';
import { meanOf, normal, PriceOdds } from '../../../src/sim/spot/price-odds.ts';
import { wallSpot, worldSpot } from '../../../src/sim/spot/world-spot.ts';
import { WorldTime } from '../../../src/sim/wire/world-time.ts';

const STARTED_MS = Date.UTC(2026, 10, 23, 12, 0, 1);

test('a seed has the same prices whenever its world begins', () => {
  const spot = worldSpot('7');
  for (const startedAtMs of [STARTED_MS, STARTED_MS + 86_400_000]) {
    const time = new WorldTime({ startsAtMs: startedAtMs, startedAtMs, speed: 1 });
    const wall = wallSpot(spot, time);
    for (const afterMs of [-900_000, -1, 0, 1, 77_777]) {
      expect(wall.priceAt('BTC', startedAtMs + afterMs)).toBe(spot.priceAt('BTC', afterMs));
    }
  }
  expect(worldSpot('8').priceAt('BTC', 0)).not.toBe(spot.priceAt('BTC', 0));
});

test('a fast world has what comes compressed, and what was as it was', () => {
  const spot = worldSpot('7');
  const time = new WorldTime({ startsAtMs: STARTED_MS, startedAtMs: STARTED_MS, speed: 10 });
  const wall = wallSpot(spot, time);
  expect(wall.priceAt('ETH', STARTED_MS + 6_000)).toBe(spot.priceAt('ETH', 60_000));
  expect(wall.priceAt('ETH', STARTED_MS - 6_000)).toBe(spot.priceAt('ETH', -6_000));
});

test('the mean of Chainlink is that of sixty whole seconds, the last of them now', () => {
  const spot = worldSpot('7');
  let sum = 0;
  for (let second = 0; second < 60; second += 1)
    sum += spot.priceAt('SOL', 90_000 - second * 1_000);
  expect(chainlinkMean(spot, 'SOL', 90_000)).toBeCloseTo(sum / 60, 9);
  expect(meanOf(new ChainlinkIndex(spot, 'SOL'), 90_000)).toBe(chainlinkMean(spot, 'SOL', 90_000));
});

test('odds are even at the money, certain at the end, and agree with drawn outcomes', () => {
  let score = 0;
  let count = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const index = new ChainlinkIndex(worldSpot(`odds ${seed}`), 'BTC');
    const odds = new PriceOdds();
    const closeAtMs = 900_000;
    const strike = meanOf(index, 0);
    const isUp = meanOf(index, closeAtMs) >= strike;
    const above = (nowMs: number) => odds.above(index, { strike, closeAtMs, nowMs });
    expect(above(closeAtMs)).toBe(isUp ? 1 : 0);
    score += (above(600_000) - (isUp ? 1 : 0)) ** 2;
    count += 1;
  }
  expect(score / count, 'far better than always saying one half').toBeLessThan(0.2);
  expect(normal(0)).toBeCloseTo(0.5, 7);
  expect(normal(1.959964)).toBeCloseTo(0.975, 6);
});
