import { describe, expect, test } from 'vitest';
import { PHONE_DOWN_MS, PhoneWatch } from '../../../src/app/chat/phone-watch.ts';
import type { PhoneState } from '../../../src/app/chat/phones.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { VirtualTiming } from '../../bot/notice/virtual-timing.ts';

/** A watch over one platform, whose connection and database the test holds. */
class Watched {
  readonly timing = new VirtualTiming();
  readonly told: Notice[] = [];
  readonly reported: unknown[] = [];
  state: PhoneState = { platform: 'telegram', state: 'up', note: null, name: '@bot' };
  databaseIsDown = false;
  wakes = 0;
  readonly watch = new PhoneWatch({
    states: () => [this.state],
    store: {
      notify: async (notice) => {
        if (this.databaseIsDown) throw new Error('connect ECONNREFUSED');
        this.told.push(notice);
      },
    },
    wake: () => {
      this.wakes += 1;
    },
    timing: this.timing,
    report: (error) => this.reported.push(error),
  });

  constructor() {
    this.watch.start();
  }

  is(state: PhoneState['state'], note: string | null = null): void {
    this.state = { ...this.state, state, note };
  }
}

describe('a platform that is not reached', () => {
  test('is told once, after a while, with why and since when', async () => {
    const watched = new Watched();
    const sinceMs = watched.timing.nowMs() + 15_000;
    watched.is('down', 'the token is refused: revoked?');
    await watched.timing.advance(15_000 + PHONE_DOWN_MS - 1);
    expect(watched.told).toEqual([]);
    await watched.timing.advance(60 * PHONE_DOWN_MS);
    expect(watched.told.map(({ kind, subject, data }) => [kind, subject, data])).toEqual([
      [
        'fault',
        'telegram',
        { what: 'Telegram is not reached: the token is refused: revoked?', since: sinceMs },
      ],
    ]);
    expect(watched.wakes).toBe(1);
  });

  test('for a moment only is not told', async () => {
    const watched = new Watched();
    for (let at = 0; at < 10; at += 1) {
      watched.is('down');
      await watched.timing.advance(PHONE_DOWN_MS - 20_000);
      watched.is('up');
      await watched.timing.advance(20_000);
    }
    expect(watched.told).toEqual([]);
  });

  test('again is told again', async () => {
    const watched = new Watched();
    for (let at = 0; at < 2; at += 1) {
      watched.is('connecting');
      await watched.timing.advance(2 * PHONE_DOWN_MS);
      watched.is('up');
      await watched.timing.advance(PHONE_DOWN_MS);
    }
    expect(new Set(watched.told.map(({ id }) => id)).size).toBe(2);
  });

  test('is told later when the database takes nothing', async () => {
    const watched = new Watched();
    watched.databaseIsDown = true;
    watched.is('down');
    await watched.timing.advance(2 * PHONE_DOWN_MS);
    expect(watched.told).toEqual([]);
    expect(watched.reported.length).toBeGreaterThan(0);
    watched.databaseIsDown = false;
    await watched.timing.advance(PHONE_DOWN_MS);
    expect(watched.told).toHaveLength(1);
  });

  test('is not looked at any more after the stop', async () => {
    const watched = new Watched();
    watched.is('down');
    watched.watch.stop();
    await watched.timing.advance(10 * PHONE_DOWN_MS);
    expect(watched.told).toEqual([]);
    expect(watched.timing.armed).toBe(0);
  });
});
