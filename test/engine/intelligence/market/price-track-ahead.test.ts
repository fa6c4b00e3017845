import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { PriceTrack, STEP_MS } from '../../../../src/engine/intelligence/market/price-track.ts';

/** The beginning of a step. */
const START_MS = Math.floor(1_790_766_966_000 / STEP_MS) * STEP_MS;
const DOLLAR = 1_000_000;

test('looking ahead is what rolling would give, and leaves the track as it is', () => {
  const closes = fc.array(fc.nat(DOLLAR), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(closes, fc.nat(9 * DAY_MS), fc.nat(DOLLAR), (path, aheadMs, stands) => {
      const untilMs = START_MS + path.length * STEP_MS;
      const track = new PriceTrack(START_MS);
      path.forEach((close, at) => {
        track.roll(START_MS + (at + 1) * STEP_MS, close);
      });
      const before = track.volatility();
      const ahead = track.rolledTo(untilMs + aheadMs, stands);
      expect(track.volatility()).toEqual(before);
      expect(track.endsAtMs).toBe(untilMs + STEP_MS);
      track.roll(untilMs + aheadMs, stands);
      expect(ahead.volatility()).toEqual(track.volatility());
      expect(ahead.endsAtMs).toBe(track.endsAtMs);
    }),
  );
});
