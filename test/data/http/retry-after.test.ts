import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/data/http/retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['79', 79_000],
    [' 1.5 ', 1_500],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    [null, null],
    ['', null],
    ['soon', null],
    ['-1', null],
    ['1e9', null],
    ['2026-11-22', null],
    ['9'.repeat(20), null],
  ])('%s is a pause of %s ms', (header, expected) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(expected);
  });

  test('whatever a server sends, the pause is a whole number that is not negative, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.date().map(String), fc.double().map(String)),
        (header) => {
          const pause = retryAfterMs(header, NOW_MS);
          expect(pause === null || (Number.isSafeInteger(pause) && pause >= 0)).toBe(true);
        },
      ),
    );
  });

  test('a date and the seconds until it are the same pause', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
        const date = new Date(NOW_MS + seconds * 1_000).toUTCString();
        expect(retryAfterMs(date, NOW_MS)).toBe(retryAfterMs(String(seconds), NOW_MS));
      }),
    );
  });
});
