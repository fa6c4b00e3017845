import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atMsFromIso } from '../../src/data/fields.ts';

test.each([
  ['2026-07-24T00:00:16Z', Date.UTC(2026, 6, 24, 0, 0, 16)],
  ['2026-07-24 00:00:16+00', Date.UTC(2026, 6, 24, 0, 0, 16)],
  ['2026-07-24T02:00:16+02:00', Date.UTC(2026, 6, 24, 0, 0, 16)],
  ['2026-07-24T02:00:16+0200', Date.UTC(2026, 6, 24, 0, 0, 16)],
  ['2026-03-11T09:29:01.328428Z', Date.UTC(2026, 2, 11, 9, 29, 1, 328)],
  ['2028-01-01T05:00:00', Date.UTC(2028, 0, 1, 5)],
  ['2021-01-02', Date.UTC(2021, 0, 2)],
])('%s is a time', (raw, expected) => {
  expect(atMsFromIso(raw)).toBe(expected);
});

test.each(['', 'now', '2026-13-01', '2026-01-32T00:00:00Z', '2026-01-01T25:00:00Z', '1', '2026'])(
  '%j is none',
  (raw) => {
    expect(atMsFromIso(raw)).toBeNull();
  },
);

test('what Date writes comes back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
      expect(atMsFromIso(date.toISOString())).toBe(date.getTime());
    }),
  );
});
