import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  columnsOf,
  type Series,
  spread,
} from '../../../../../../src/bot/web/app/ui/chart/series.ts';

const line = (...points: readonly (readonly [number, number])[]): Series => ({
  name: 'x',
  colour: 'ours',
  points: points.map(([atMs, value]) => ({ atMs, value })),
});

test('lines of different times stand in one table and hold their values', () => {
  expect(columnsOf([line([1_000, 5], [3_000, 7]), line([2_000, 1])])).toEqual([
    [1, 2, 3],
    [5, 5, 7],
    [null, 1, null],
  ]);
});

test('no line at all is an empty table', () => {
  expect(columnsOf([line()])).toEqual([[], []]);
});

test('labels never cover each other and keep their order', () => {
  expect(spread([100, 104, 10], 28)).toEqual([100, 128, 10]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 220 }), { maxLength: 4 }), (tops) => {
      const placed = [...spread(tops, 28)].sort((a, b) => a - b);
      for (const [at, top] of placed.entries()) {
        if (at > 0) expect(top - (placed[at - 1] ?? 0)).toBeGreaterThanOrEqual(28);
      }
    }),
  );
});
