import { describe, expect, test, vi } from 'vitest';
import { Housekeeping } from '../../../src/app/run/housekeeping.ts';
import type { Forgetting } from '../../../src/data/store/retention.ts';

const DAY_MS = 86_400_000;
const NOTHING = { notices: 0, samples: 0, records: 0 };

class Desk {
  day: () => void = () => undefined;
  looks = 0;
  ended = 0;
  nowMs = 100 * DAY_MS;
  readonly asked: Forgetting[] = [];
  readonly logged: string[] = [];
  forget: (of: Forgetting) => Promise<typeof NOTHING> = async () => NOTHING;
  readonly keeping = new Housekeeping({
    store: {
      forgetOld: (of) => {
        this.asked.push(of);
        return this.forget(of);
      },
    },
    canary: {
      look: async () => {
        this.looks += 1;
      },
    },
    log: {
      info: (() => this.logged.push('info')) as never,
      error: (() => this.logged.push('error')) as never,
    },
    daily: (run) => {
      this.day = run;
      return () => {
        this.ended += 1;
      };
    },
    nowMs: () => this.nowMs,
    pauseMs: 1,
  });
}

describe('housekeeping', () => {
  test('does nothing before its hour; then looks at the venues, and forgets', async () => {
    const desk = new Desk();
    expect([desk.looks, desk.asked.length]).toEqual([0, 0]);
    desk.day();
    await vi.waitFor(() => expect(desk.logged).toEqual(['info']));
    expect(desk.looks).toBe(1);
    expect(desk.asked[0]).toMatchObject({ nowMs: 100 * DAY_MS, lastMs: null });
    desk.nowMs += DAY_MS;
    desk.day();
    await vi.waitFor(() => expect(desk.logged).toHaveLength(2));
    expect(desk.asked[1]).toMatchObject({ nowMs: 101 * DAY_MS, lastMs: 100 * DAY_MS });
  });

  test('that fails looks through everything the next day', async () => {
    const desk = new Desk();
    desk.forget = () => Promise.reject(new Error('the database is down'));
    desk.day();
    await vi.waitFor(() => expect(desk.logged).toEqual(['error']));
    desk.forget = async () => NOTHING;
    desk.day();
    await vi.waitFor(() => expect(desk.logged).toEqual(['error', 'info']));
    expect(desk.asked[1]?.lastMs).toBeNull();
  });

  test('that is underway ends at its next pause when the program stops', async () => {
    const desk = new Desk();
    let statements = 0;
    desk.forget = async ({ pause }) => {
      for (;;) {
        statements += 1;
        await pause();
      }
    };
    desk.day();
    await vi.waitFor(() => expect(statements).toBeGreaterThan(2));
    await desk.keeping.close();
    expect(desk.ended).toBe(1);
    expect(desk.logged).toEqual([]);
  });
});
