import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damerauDistance, nearest } from '../../../src/bot/grammar/nearest.ts';

test.each([
  ['kitten', 'sitting', 3],
  ['scal', 'scale', 1],
  ['sacle', 'scale', 1],
  ['', 'abc', 3],
  ['same', 'same', 0],
])('%s and %s are %i edits apart', (a, b, distance) => {
  expect(damerauDistance(a, b)).toBe(distance);
});

test('the distance is the same in both directions and at most the longer length', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = damerauDistance(a, b);
      expect(distance).toBe(damerauDistance(b, a));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance === 0).toBe(a === b);
    }),
  );
});

test('swapped neighbours are one slip, and far words are not guessed', () => {
  expect(nearest('pasue', ['pause', 'positions'])).toBe('pause');
  expect(nearest('STAUTS', ['status'])).toBe('status');
  expect(nearest('zebra', ['pause', 'status'])).toBeNull();
  expect(nearest('ab', ['cd'])).toBeNull();
  expect(nearest('x'.repeat(10_000), ['pause'])).toBeNull();
});
