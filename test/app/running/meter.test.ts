import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Meter } from '../../../src/app/running/meter.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';

/** Newest lags that percentiles are taken of. */
const KEPT = 1_024;

const spotAt = (venueAtMs: number) => ({ kind: 'spotPrice', venueAtMs }) as unknown as MarketEvent;

function meterOf(lagsMs: readonly number[]): Meter {
  const meter = new Meter();
  for (const lagMs of lagsMs) meter.message(10_000 + lagMs, [spotAt(10_000)], 0);
  return meter;
}

describe('a meter', () => {
  test('counts messages, their events and what could not be read', () => {
    const meter = new Meter();
    expect(meter).toMatchObject({ messages: 0, events: 0, problems: 0, lastAtMs: null });
    meter.message(1_000, [spotAt(900), spotAt(950)], 0);
    meter.message(2_000, [], 3);
    expect(meter).toMatchObject({ messages: 2, events: 2, problems: 3, lastAtMs: 2_000 });
    expect(meter.lagMs(0.5)).toBe(100);
  });

  test('dates a trade of a leader by its own time, and a listing by none', () => {
    const meter = new Meter();
    meter.message(5_000, [{ kind: 'marketListed' } as MarketEvent], 0);
    expect(meter.lagMs(0.5)).toBeNull();
    const acted = { kind: 'leaderActed', event: { tradedAtMs: 3_000 } } as MarketEvent;
    meter.message(5_000, [acted], 0);
    expect(meter.lagMs(0.5)).toBe(2_000);
  });

  test('takes no lag from a message that the venue did not date', () => {
    const meter = new Meter();
    meter.message(5_000, [{ kind: 'topOfBook', venueAtMs: null } as MarketEvent], 0);
    expect(meter.lagMs(0.99)).toBeNull();
  });

  test('gives the lag that the wanted share of the newest ones does not exceed', () => {
    const lag = fc.integer({ min: -2_000, max: 100_000 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(lag, { minLength: 1, maxLength: 60 }), part, (lagsMs, share) => {
        const sorted = [...lagsMs].sort((a, b) => a - b);
        const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
        expect(meterOf(lagsMs).lagMs(share)).toBe(sorted[at]);
      }),
    );
  });

  test('forgets all but the newest lags', () => {
    const model = Array.from({ length: 3 * KEPT + 7 }, (_, at) => (at * 7_919) % 10_007);
    const sorted = model.slice(-KEPT).sort((a, b) => a - b);
    const meter = meterOf(model);
    for (const share of [0, 0.5, 0.99]) {
      expect(meter.lagMs(share)).toBe(sorted[Math.floor(KEPT * share)]);
    }
  });
});
