import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { type Bounds, isTiled } from '../../../../src/engine/intelligence/arbitrage/tiles.ts';
import type { Comparator } from '../../../../src/engine/intelligence/normalizer/contract.ts';

const COMPARATORS = ['lt', 'le', 'gt', 'ge', 'between', 'eq', null] as const;
/** Half steps too, where values are not whole. */
const STEP = 0.5;

function bounds(
  comparator: Comparator | null,
  [floor, cap]: readonly [number | null, number | null],
  isInteger = true,
): Bounds {
  const micro = (value: number | null): number | null => (value === null ? null : value * MICRO);
  return { comparator, floor: micro(floor), cap: micro(cap), isInteger };
}

/** Whether a value pays, by the words of its bounds alone. */
function pays({ comparator, floor, cap }: Bounds, value: number): boolean {
  const [low, high] = [floor ?? cap ?? 0, cap ?? floor ?? 0];
  const at = value * MICRO;
  switch (comparator) {
    case 'lt':
      return cap !== null && at < cap;
    case 'le':
      return cap !== null && at <= cap;
    case 'gt':
      return floor !== null && at > floor;
    case 'ge':
      return floor !== null && at >= floor;
    case 'between':
    case 'eq':
      return (floor !== null || cap !== null) && at >= low && at <= high;
    case null:
      return false;
  }
}

describe('outcomes that leave no value out', () => {
  test('are whole numbers whose ranges follow each other', () => {
    const middle = bounds('between', [77, 78]);
    const ends = [bounds('lt', [null, 77]), bounds('gt', [78, null])];
    expect(isTiled([...ends, middle])).toBe(true);
    expect(isTiled([bounds('le', [null, 76]), middle, bounds('ge', [79, null])])).toBe(true);
  });

  test('are not those with a gap, an open question or a closed end', () => {
    const [low, high] = [bounds('lt', [null, 77]), bounds('gt', [78, null])] as const;
    expect(isTiled([low, high])).toBe(false);
    expect(isTiled([low, bounds(null, [null, null]), high])).toBe(false);
    expect(isTiled([bounds('between', [1, 2]), bounds('between', [3, 4])])).toBe(false);
    for (const comparator of COMPARATORS) {
      expect(isTiled([low, bounds(comparator, [null, null]), high])).toBe(false);
    }
    expect(isTiled([])).toBe(false);
    // Between 77 and 78 there is 77.5, where values are not whole.
    const halves = [bounds('le', [null, 77], false), bounds('ge', [78, null], false)];
    expect(isTiled(halves)).toBe(false);
    expect(isTiled([bounds('lt', [null, 77], false), bounds('gt', [77, null], false)])).toBe(false);
    expect(isTiled([bounds('lt', [null, 77], false), bounds('ge', [77, null], false)])).toBe(true);
  });

  test('pay for every value, whatever the bounds', () => {
    const number = fc.integer({ min: -4, max: 4 });
    const one = fc.record({
      comparator: fc.constantFrom(...COMPARATORS),
      ends: fc.tuple(fc.option(number), fc.option(number)),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), fc.boolean(), (all, isInteger) => {
        const tiles = all
          .filter(({ ends: [a, b] }) => a === null || b === null || a <= b)
          .map(({ comparator, ends }) => bounds(comparator, ends, isInteger));
        if (!isTiled(tiles)) return;
        for (let value = -6; value <= 6; value += isInteger ? 1 : STEP) {
          expect([value, tiles.some((tile) => pays(tile, value))]).toEqual([value, true]);
        }
      }),
    );
  });
});
