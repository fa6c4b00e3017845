import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { price } from '../../../../src/engine/domain/values/money.ts';
import {
  ceilToGrid,
  finestStep,
  flawOfRanges,
  floorToGrid,
  isOnGrid,
  type PriceRange,
} from '../../../../src/engine/domain/venue-rules/kalshi-ticks.ts';

const range = (start: number, end: number, step: number): PriceRange => ({
  start: price(start),
  end: price(end),
  step: price(step),
});

/** The structures of the fact sheet, by what their names stand for. */
const STRUCTURES: readonly (readonly [string, readonly PriceRange[]])[] = [
  ['whole cents', [range(0, MICRO, 10_000)]],
  [
    'tenths of a cent in the tails',
    [range(0, 100_000, 1_000), range(100_000, 900_000, 10_000), range(900_000, MICRO, 1_000)],
  ],
  ['tenths of a cent', [range(0, MICRO, 1_000)]],
  [
    'hundredths of a cent at the edges',
    [range(0, 10_000, 100), range(10_000, 990_000, 1_000), range(990_000, MICRO, 100)],
  ],
  ['ranges with a hole', [range(0, 200_000, 10_000), range(800_000, MICRO, 50_000)]],
];

/** Every allowed price, walked step by step. */
function walked(ranges: readonly PriceRange[]): number[] {
  const prices = new Set<number>();
  for (const { start, end, step } of ranges) {
    for (let at: number = start; at <= end; at += step) if (at > 0 && at < MICRO) prices.add(at);
  }
  return [...prices].sort((a, b) => a - b);
}

describe.each(STRUCTURES)('%s', (_name, ranges) => {
  const allowed = walked(ranges);

  test('snapping finds the nearest allowed price to either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MICRO }), (raw) => {
        const at = price(raw);
        expect(floorToGrid(ranges, at)).toBe(allowed.findLast((each) => each <= raw) ?? null);
        expect(ceilToGrid(ranges, at)).toBe(allowed.find((each) => each >= raw) ?? null);
        expect(isOnGrid(ranges, at)).toBe(allowed.includes(raw));
      }),
    );
  });

  test('what was snapped stays where it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allowed), (raw) => {
        expect(floorToGrid(ranges, price(raw))).toBe(raw);
        expect(ceilToGrid(ranges, price(raw))).toBe(raw);
      }),
    );
  });

  test('the finest step divides every allowed price and one dollar', () => {
    const finest = finestStep(ranges);
    expect(MICRO % finest).toBe(0);
    expect(allowed.filter((each) => each % finest !== 0)).toEqual([]);
    expect(flawOfRanges(ranges)).toBeNull();
  });
});

test.each([
  ['none', [], 'at least one price range'],
  ['a step of nothing', [range(0, MICRO, 0)], 'a step that divides one dollar'],
  ['a step of 0.3 cents', [range(0, MICRO, 3_000)], 'a step that divides one dollar'],
  ['ranges that overlap', [range(0, 500_000, 1_000), range(400_000, MICRO, 1_000)], 'overlap'],
  ['an empty range', [range(500_000, 500_000, 1_000)], 'ascend'],
  ['half a step', [range(0, 15_000, 10_000)], 'whole steps'],
])('%s is refused', (_name, ranges, words) => {
  expect(flawOfRanges(ranges)).toContain(words);
});
