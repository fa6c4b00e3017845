import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/bot/command.ts';
import { readDuration } from '../../../src/bot/grammar/duration.ts';

test.each([
  ['15', 15_000],
  ['15s', 15_000],
  ['1,5 s', 1_500],
  ['500ms', 500],
  ['2 min', 120_000],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
  ['2 weeks', 1_209_600_000],
])('%s is %i ms', (typed, ms) => {
  expect(readDuration(typed, 1_000)).toBe(ms);
});

test.each(['', 's', 'x', '$5', '5%', '-1s', '999999999999w'])('%j is no time', (typed) => {
  expect(readDuration(typed, 1_000)).toBeNull();
});

test('anything is a whole number of milliseconds, nothing, or asked back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789., smhdw') }), (typed) => {
      try {
        const ms = readDuration(typed, 1_000);
        if (ms !== null) expect(Number.isSafeInteger(ms)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
  );
});
