import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  GAP_S_MAX,
  SECONDS_KEPT,
  SecondRing,
} from '../../../../src/engine/intelligence/price-lag/second-ring.ts';

describe('prices by the second', () => {
  test('first and last price of a second are kept, and a silent one keeps the price before it', () => {
    const ring = new SecondRing();
    expect(ring.push(10, 1_000)).toBe(0);
    expect(ring.push(12, 1_900)).toBe(0);
    expect(ring.push(20, 4_100)).toBe(3);
    expect([1, 2, 3, 4].map((second) => ring.closeOf(second))).toEqual([12, 12, 12, 20]);
    expect([1, 2, 3, 4].map((second) => ring.firstOf(second))).toEqual([10, null, null, 20]);
    expect(ring.mean(1, 5)).toBe((12 + 12 + 12 + 20) / 4);
    expect(ring.mean(2, 4)).toBe(12);
  });

  test('what came late is left out, and nothing is said of seconds that are not kept', () => {
    const ring = new SecondRing();
    expect(ring.closeOf(0)).toBeNull();
    ring.push(10, 5_000);
    ring.push(11, 7_000);
    expect(ring.push(99, 6_500)).toBe(0);
    expect(ring.closeOf(6)).toBe(10);
    expect(ring.closeOf(4)).toBeNull();
    expect(ring.closeOf(8)).toBeNull();
    expect(ring.mean(4, 8)).toBeNull();
    expect(ring.mean(7, 7)).toBeNull();
  });

  test('across a gap nothing is measured', () => {
    const ring = new SecondRing();
    ring.push(10, 1_000);
    ring.push(11, (1 + GAP_S_MAX) * 1_000);
    expect(ring.closeOf(1)).toBe(10);
    ring.push(12, (2 + 2 * GAP_S_MAX) * 1_000);
    expect(ring.solidFrom).toBe(2 + 2 * GAP_S_MAX);
    expect(ring.closeOf(1 + GAP_S_MAX)).toBeNull();
    expect(ring.mean(1, 2 + 2 * GAP_S_MAX)).toBeNull();
    expect(ring.mean(ring.solidFrom, ring.solidFrom + 1)).toBe(12);
  });

  test('means are those of the plain prices, whatever comes', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 3_000 }),
      price: fc.double({ min: 50, max: 150, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), (steps) => {
        const ring = new SecondRing();
        const closes = new Map<number, number>();
        let atMs = 1_000_000;
        let last = 0;
        for (const { waitMs, price } of steps) {
          const before = Math.floor(atMs / 1_000);
          atMs += waitMs;
          const now = Math.floor(atMs / 1_000);
          for (let second = before + 1; last > 0 && second < now; second += 1)
            closes.set(second, last);
          ring.push(price, atMs);
          closes.set(now, price);
          last = price;
        }
        const [from, to] = [Math.min(...closes.keys()), Math.max(...closes.keys())];
        const plain = [...closes.values()].reduce((sum, price) => sum + price, 0) / closes.size;
        expect(ring.mean(from, to + 1)).toBeCloseTo(plain, 9);
      }),
    );
  });

  test('as many seconds are kept as it says', () => {
    const ring = new SecondRing();
    for (let second = 0; second < SECONDS_KEPT + 10; second += 1)
      ring.push(second + 1, second * 1_000);
    expect(ring.closeOf(9)).toBeNull();
    expect(ring.closeOf(10)).toBe(11);
    expect(ring.mean(10, SECONDS_KEPT + 10)).toBeCloseTo(10 + (SECONDS_KEPT + 1) / 2, 9);
  });
});
