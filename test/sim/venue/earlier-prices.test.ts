import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/engine/domain/time.ts';
import type { Price } from '../../../src/engine/domain/values/money.ts';
import { PriceTrack, STEP_MS } from '../../../src/engine/intelligence/market/price-track.ts';
import { Chance } from '../../../src/sim/chance.ts';
import { earlierPrices } from '../../../src/sim/venue/earlier-prices.ts';
import { STARTS_AT_MS, venueOf } from './story.ts';

const walk = (seed: string, probability: number, listedMs = -30 * DAY_MS) =>
  earlierPrices(new Chance(seed), { probability, listedMs });

/** The usual move of a day over the last week, in cents. */
function centsADay(prices: ReturnType<typeof walk>): number {
  const track = new PriceTrack(STARTS_AT_MS);
  track.seed(
    prices.map(({ worldAtMs, price }) => ({
      atMs: STARTS_AT_MS + worldAtMs,
      price: price as Price,
    })),
  );
  return Number(track.volatility().week) / 10_000;
}

test('prices before the world come each half hour, and arrive where it begins', () => {
  for (const probability of [0.05, 0.3, 0.5, 0.9]) {
    const prices = walk(`at ${probability}`, probability);
    expect(prices).toHaveLength(8 * 48);
    expect(prices.map(({ worldAtMs }) => worldAtMs)).toEqual(
      prices.map((_, at) => (at - prices.length) * STEP_MS),
    );
    for (const { price } of prices) {
      expect(price).toBeGreaterThan(0);
      expect(price).toBeLessThan(1_000_000);
      expect(price % 500).toBe(0);
    }
    const last = prices.at(-1)?.price ?? 0;
    expect(Math.abs(last / 1_000_000 - probability)).toBeLessThan(0.15);
  }
});

test('a market that was listed since has none, and a young one those of its life', () => {
  expect(walk('young', 0.4, 0)).toEqual([]);
  expect(walk('young', 0.4, -HOUR_MS / 4)).toEqual([]);
  expect(walk('young', 0.4, -HOUR_MS)).toHaveLength(2);
  expect(walk('young', 0.4).slice(-2)).toEqual(walk('young', 0.4, -HOUR_MS));
});

test('the same chance gives the same walk, another one another', () => {
  expect(walk('one', 0.4)).toEqual(walk('one', 0.4));
  expect(walk('one', 0.4)).not.toEqual(walk('two', 0.4));
});

test('most markets are calm, and some are wild', () => {
  const moves = Array.from({ length: 400 }, (_, at) => centsADay(walk(String(at), 0.5)));
  const wild = moves.filter((cents) => cents > 10).length / moves.length;
  const calm = moves.filter((cents) => cents < 5).length / moves.length;
  console.info(
    `earlier prices at a half: ${wild * 100} % over 10¢ a day, ${calm * 100} % under 5¢`,
  );
  expect(wild).toBeGreaterThan(0.07);
  expect(wild).toBeLessThan(0.2);
  expect(calm).toBeGreaterThan(0.8);
});

test('markets of the beginning have them, those that are listed later do not', () => {
  const venue = venueOf(7);
  const first = [...venue.markets];
  for (const market of first) {
    const prices = market.earlierPrices?.() ?? [];
    expect(prices).toEqual(market.earlierPrices?.());
    for (const { worldAtMs } of prices) expect(worldAtMs).toBeLessThan(0);
  }
  expect(
    first.filter(({ earlierPrices: prices }) => (prices?.().length ?? 0) > 300).length,
  ).toBeGreaterThan(10);
  while (venue.markets.length === first.length) venue.step();
  expect(venue.markets.at(-1)?.earlierPrices).toBeUndefined();
});
