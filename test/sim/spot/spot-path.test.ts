import { expect, test } from 'vitest';
import { SeededSpotPath, SPOT_COINS, SPOT_SYMBOLS } from '../../../src/sim/spot/spot-path.ts';

const FROM_MS = Date.UTC(2026, 10, 23, 12);
const SECOND_MS = 1_000;
const YEAR_SECONDS = 31_557_600;

/** Log changes of so many steps. */
function changes(symbol: 'BTC' | 'ETH', seed: string, of: { steps: number; stepMs: number }) {
  const path = new SeededSpotPath(seed);
  const logs = Array.from({ length: of.steps + 1 }, (_, at) =>
    Math.log(path.priceAt(symbol, FROM_MS + at * of.stepMs)),
  );
  return logs.slice(1).map((log, at) => log - (logs[at] ?? 0));
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const squares = (values: readonly number[]): number => sum(values.map((value) => value ** 2));

test('the same seed gives the same prices, in whatever order they are asked', () => {
  const one = new SeededSpotPath('7');
  const two = new SeededSpotPath('7');
  const moments = Array.from({ length: 50 }, (_, at) => FROM_MS + at * 77_777);
  const forward = moments.map((atMs) => one.priceAt('SOL', atMs));
  const backward = moments.toReversed().map((atMs) => two.priceAt('SOL', atMs));
  expect(backward.toReversed()).toEqual(forward);
  expect(new SeededSpotPath('8').priceAt('SOL', FROM_MS)).not.toBe(forward[0]);
  // Before the moment that it counts from, too.
  const oldMs = Date.UTC(2025, 5, 1);
  expect(one.priceAt('BTC', oldMs)).toBe(two.priceAt('BTC', oldMs));
});

test('a price lies on the grid of its coin and not far from the usual one', () => {
  const path = new SeededSpotPath('7');
  for (const symbol of SPOT_SYMBOLS) {
    const { price, decimals } = SPOT_COINS[symbol];
    for (let day = -400; day < 800; day += 37) {
      const value = path.priceAt(symbol, FROM_MS + day * 86_400_000);
      expect(Number(value.toFixed(decimals))).toBe(value);
      expect(value).toBeGreaterThan(price / 3);
      expect(value).toBeLessThan(price * 3);
    }
  }
});

test('a coin moves as much in a year as coins do', () => {
  const deviations = ['1', '2', '3'].map((seed) => {
    const moves = changes('BTC', seed, { steps: 20_000, stepMs: 60 * SECOND_MS });
    return Math.sqrt((squares(moves) / 20_000) * (YEAR_SECONDS / 60));
  });
  expect(sum(deviations) / 3).toBeGreaterThan(0.3);
  expect(sum(deviations) / 3).toBeLessThan(0.8);
});

test('wild minutes follow wild minutes', () => {
  const moves = changes('BTC', '7', { steps: 36_000, stepMs: SECOND_MS });
  const minutes = Array.from({ length: 600 }, (_, at) =>
    Math.log(squares(moves.slice(at * 60, at * 60 + 60))),
  );
  const mean = sum(minutes) / minutes.length;
  const off = minutes.map((value) => value - mean);
  const next = sum(off.slice(1).map((value, at) => value * (off[at] ?? 0))) / squares(off);
  expect(next).toBeGreaterThan(0.2);
});

test('coins move together, and not alike', () => {
  const of = { steps: 5_000, stepMs: 60 * SECOND_MS };
  const [btc, eth] = [changes('BTC', '7', of), changes('ETH', '7', of)];
  const both = sum(btc.map((move, at) => move * (eth[at] ?? 0)));
  const correlation = both / Math.sqrt(squares(btc) * squares(eth));
  expect(correlation).toBeGreaterThan(0.5);
  expect(correlation).toBeLessThan(0.99);
});

test('a day has a jump that a walk alone would not have', () => {
  const moves = changes('BTC', '7', { steps: 86_400, stepMs: SECOND_MS });
  const deviation = Math.sqrt(squares(moves) / moves.length);
  expect(Math.max(...moves.map(Math.abs)) / deviation).toBeGreaterThan(10);
});

test('years away from what it counts from is refused in words', () => {
  const path = new SeededSpotPath('7');
  expect(() => path.priceAt('BTC', Date.UTC(2100, 0, 1))).toThrow('within 20 years');
});
