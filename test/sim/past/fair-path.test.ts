import { expect, test } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { FairPath } from '../../../src/sim/past/fair-path.ts';

const PATHS = 6_000;
const LIFE_MS = 48_000;
const MOMENTS = [0, 0.25, 0.6, 0.95];

test('whoever buys at the price gets what it paid for, whenever it buys', () => {
  const chance = new Chance('paths');
  const bands = new Map<string, { count: number; price: number; wins: number }>();
  for (let path = 0; path < PATHS; path += 1) {
    const probability = 0.1 + 0.8 * chance.next();
    const winner = chance.happens(probability) ? 0 : 1;
    const course = { probability, winner, fromMs: 0, untilMs: LIFE_MS } as const;
    const fair = new FairPath(chance.fork(String(path)), course);
    for (const moment of MOMENTS) {
      const price = fair.at(moment * LIFE_MS);
      const key = `${moment}/${Math.floor(price * 5)}`;
      const band = bands.get(key) ?? { count: 0, price: 0, wins: 0 };
      bands.set(key, {
        count: band.count + 1,
        price: band.price + price,
        wins: band.wins + (winner === 0 ? 1 : 0),
      });
    }
  }
  for (const [key, { count, price, wins }] of bands) {
    const mean = price / count;
    const error = Math.sqrt((mean * (1 - mean)) / count);
    const off = Math.abs(wins / count - mean) / error;
    expect(off, `${key}: ${wins} of ${count} at ${mean.toFixed(3)}`).toBeLessThan(4);
  }
  expect(bands.size).toBeGreaterThan(MOMENTS.length * 4);
});

test('prices move over the life, and the end nearly knows the outcome', () => {
  const course = { probability: 0.5, winner: 0, fromMs: -LIFE_MS, untilMs: 0 } as const;
  const ends = Array.from({ length: 200 }, (_, at) =>
    new FairPath(new Chance(`path ${at}`), course).at(-1),
  );
  expect(ends.reduce((sum, end) => sum + end, 0) / ends.length).toBeGreaterThan(0.85);
  const [first] = new FairPath(new Chance('one'), course).steps;
  expect(first).toEqual({ atMs: -LIFE_MS, probability: 0.5 });
});
