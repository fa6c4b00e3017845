import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SteadyClock } from '../../../src/app/running/steady-clock.ts';

const HOUR_MS = 3_600_000;

/** Both clocks of a host, as the test moves them. */
class Host {
  wallMs = 1_790_000_000_000;
  monotonicMs = 5_000.25;
  readonly clock = new SteadyClock({
    wallMs: () => this.wallMs,
    monotonicMs: () => this.monotonicMs,
  });

  pass(ms: number): void {
    this.wallMs += ms;
    this.monotonicMs += ms;
  }
}

describe('the clock of the loop', () => {
  test('is the wall clock while that goes on, and follows it ahead', () => {
    const host = new Host();
    for (const ms of [0, 1, 250, 60_000]) {
      host.pass(ms);
      expect(host.clock.nowMs()).toBe(host.wallMs);
    }
    host.wallMs += HOUR_MS;
    expect(host.clock.nowMs()).toBe(host.wallMs);
  });

  test('never goes back, never stands still, and agrees again when it was caught up', () => {
    const host = new Host();
    const before = host.clock.nowMs();
    host.wallMs -= HOUR_MS;
    expect(host.clock.nowMs()).toBe(before);
    host.pass(10_000);
    expect(host.clock.nowMs()).toBe(before + 5_000);
    host.pass(2 * HOUR_MS);
    expect(host.clock.nowMs()).toBe(host.wallMs);
  });

  test('is never behind the wall clock and never goes back, whatever the host does', () => {
    const moves = fc.array(
      fc.record({ passesMs: fc.nat(5_000), jumpsMs: fc.integer({ min: -9_000, max: 9_000 }) }),
    );
    fc.assert(
      fc.property(moves, (all) => {
        const host = new Host();
        let lastMs = host.clock.nowMs();
        for (const { passesMs, jumpsMs } of all) {
          host.pass(passesMs);
          host.wallMs += jumpsMs;
          const nowMs = host.clock.nowMs();
          expect(nowMs).toBeGreaterThanOrEqual(Math.max(lastMs, host.wallMs));
          lastMs = nowMs;
        }
      }),
    );
  });
});
