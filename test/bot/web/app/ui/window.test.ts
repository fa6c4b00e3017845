import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsLeft } from '../../../../../src/bot/web/app/ui/seconds-left.ts';
import { windowOf } from '../../../../../src/bot/web/app/ui/window.ts';

const VIEW = { rows: 5_000, rowHeight: 36, scrolled: 0, screen: 900, beyond: 10 };

test('of five thousand rows only a screen is drawn', () => {
  expect(windowOf(VIEW)).toEqual({ from: 0, until: 35, before: 0, behind: (5_000 - 35) * 36 });
  const middle = windowOf({ ...VIEW, scrolled: 36_000 });
  expect(middle).toEqual({ from: 990, until: 1_035, before: 990 * 36, behind: 3_965 * 36 });
});

test('whatever is scrolled, what is seen is drawn and the height stays', () => {
  fc.assert(
    fc.property(
      fc.record({
        rows: fc.nat(5_000),
        rowHeight: fc.integer({ min: 20, max: 120 }),
        scrolled: fc.integer({ min: -2_000, max: 700_000 }),
        screen: fc.integer({ min: 1, max: 2_000 }),
        beyond: fc.nat(20),
      }),
      (view) => {
        const { from, until, before, behind } = windowOf(view);
        expect(before + (until - from) * view.rowHeight + behind).toBe(view.rows * view.rowHeight);
        expect(until - from).toBeLessThanOrEqual(
          view.screen / view.rowHeight + 2 * view.beyond + 2,
        );
        const first = Math.max(0, Math.floor(view.scrolled / view.rowHeight));
        // Negative while the list is below the screen: then nothing of it is seen.
        const last = Math.floor((view.scrolled + view.screen - 1) / view.rowHeight);
        for (const row of (last < 0 ? [] : [first, last]).filter((one) => one < view.rows)) {
          expect(row >= from && row < until).toBe(true);
        }
      },
    ),
  );
});

test('seconds left never say 0', () => {
  expect(secondsLeft(60_000, 0)).toBe(60);
  expect(secondsLeft(60_000, 59_001)).toBe(1);
  expect(secondsLeft(60_000, 60_000)).toBeNull();
});
