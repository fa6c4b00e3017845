import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qualityOf } from '../../../../src/engine/brain/market-quality.ts';
import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';
import {
  cents,
  dollars,
  money,
  price,
  quantity,
  quantityFor,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import {
  type QualityInput,
  qualityParts,
} from '../../../../src/engine/intelligence/market/quality.ts';
import { NOW_MS } from '../examples.ts';

function level(atCents: number, dollarsThere: number): Level {
  return { price: cents(atCents), quantity: quantityFor(dollars(dollarsThere), cents(atCents)) };
}

const GOOD: QualityInput = {
  bids: [level(49.9, 5_000)],
  asks: [level(50.1, 5_000)],
  tick: cents(0.1),
  volume24h: dollars(100_000),
  closesAtMs: NOW_MS + 7 * DAY_MS,
  atMs: NOW_MS,
};

describe('the parts', () => {
  test('a deep, narrow, busy market with a week to go is worth one', () => {
    const parts = qualityParts(GOOD);
    expect(parts).toEqual({ liquidity: 1, spread: 1, volume: 1, timeDecay: 1 });
    expect(qualityOf(parts)).toBe(1);
  });

  test('a hundred dollars near the mid are worth about a third', () => {
    const parts = qualityParts({ ...GOOD, bids: [level(49.9, 50)], asks: [level(50.1, 50)] });
    expect(parts.liquidity).toBeCloseTo(0.32, 2);
  });

  test('depth counts within two percent of the mid, and a tick at least', () => {
    const far = { ...GOOD, bids: [level(49, 50), level(48.9, 9_000)], asks: [level(51, 50)] };
    expect(qualityParts(far).liquidity).toBeCloseTo(0.32, 2);
    const coarse = { bids: [level(4, 50)], asks: [level(6, 50)], tick: cents(1) };
    expect(qualityParts({ ...GOOD, ...coarse }).liquidity).toBeCloseTo(0.32, 2);
  });

  test.each([
    [49.75, 50.25, 1],
    [48.625, 51.375, 0.5],
    [47.5, 52.5, 0],
    [40, 60, 0],
  ])('a spread of %f to %f is worth %f', (bid, ask, worth) => {
    const book = { bids: [level(bid, 10)], asks: [level(ask, 10)] };
    expect(qualityParts({ ...GOOD, ...book }).spread).toBeCloseTo(worth, 6);
  });

  test.each([
    [HOUR_MS, 0],
    [DAY_MS, 0.62],
    [7 * DAY_MS, 1],
    [30 * DAY_MS, 1],
    [-HOUR_MS, 0],
  ])('%i ms to the close are worth %f', (leftMs, worth) => {
    const parts = qualityParts({ ...GOOD, closesAtMs: NOW_MS + leftMs });
    expect(parts.timeDecay).toBeCloseTo(worth, 2);
  });

  test('a thousand dollars a day are worth about a third', () => {
    expect(qualityParts({ ...GOOD, volume24h: dollars(1_000) }).volume).toBeCloseTo(0.35, 2);
  });
});

describe('what is not known', () => {
  test('lowers the score part by part', () => {
    expect(qualityOf(qualityParts({ ...GOOD, volume24h: null }))).toBeCloseTo(0.8, 9);
    expect(qualityOf(qualityParts({ ...GOOD, closesAtMs: null }))).toBeCloseTo(0.8, 9);
    expect(qualityOf(qualityParts({ ...GOOD, bids: [] }))).toBeCloseTo(0.4, 9);
    expect(qualityOf(qualityParts({ ...GOOD, asks: [] }))).toBeCloseTo(0.4, 9);
  });

  test('a crossed or locked book has neither liquidity nor spread', () => {
    for (const bid of [50.1, 60]) {
      const parts = qualityParts({ ...GOOD, bids: [level(bid, 9_000)] });
      expect(parts).toMatchObject({ liquidity: 0, spread: 0 });
    }
  });
});

describe('properties', () => {
  const side = fc.array(
    fc.record({
      offset: fc.integer({ min: 1, max: 300 }),
      micro: fc.integer({ min: 0, max: 1e12 }),
    }),
    { maxLength: 6 },
  );
  const input = fc.record({
    mid: fc.integer({ min: 310, max: 690 }),
    below: side,
    above: side,
    volume: fc.option(fc.integer({ min: -1e12, max: 1e12 })),
    leftMs: fc.option(fc.integer({ min: -DAY_MS, max: 60 * DAY_MS })),
  });

  function levels(
    mid: number,
    rows: readonly { offset: number; micro: number }[],
    sign: 1 | -1,
  ): Level[] {
    return [...rows]
      .sort((a, b) => a.offset - b.offset)
      .map((row) => ({
        price: price((mid + sign * row.offset) * 1_000),
        quantity: quantity(row.micro),
      }));
  }

  test('the score is 0 to 1, and forgetting any part never raises it', () => {
    fc.assert(
      fc.property(input, ({ mid, below, above, volume, leftMs }) => {
        const known: QualityInput = {
          bids: levels(mid, below, -1),
          asks: levels(mid, above, 1),
          tick: cents(0.1),
          volume24h: volume === null ? null : money(volume),
          closesAtMs: leftMs === null ? null : NOW_MS + leftMs,
          atMs: NOW_MS,
        };
        const score = qualityOf(qualityParts(known));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        const less: Partial<QualityInput>[] = [
          { bids: [] },
          { asks: [] },
          { volume24h: null },
          { closesAtMs: null },
        ];
        for (const change of less) {
          expect(qualityOf(qualityParts({ ...known, ...change }))).toBeLessThanOrEqual(score);
        }
      }),
    );
  });

  test('more depth at the best prices never lowers the score', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e6 }), fc.nat({ max: 1e6 }), (some, more) => {
        const at = (count: number): number =>
          qualityOf(
            qualityParts({ ...GOOD, bids: [{ price: cents(49.9), quantity: shares(count) }] }),
          );
        expect(at(some + more)).toBeGreaterThanOrEqual(at(some));
      }),
    );
  });
});
