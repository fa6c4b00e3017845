import { beforeEach, describe, expect, it } from 'vitest';
import { LOOP_LAG_MS_MAX, LoopLag, troubleOf } from '../../../src/engine/execution/health.ts';
import { BEAT_EVERY_MS, Heartbeat } from '../../../src/engine/execution/heartbeat.ts';
import type { BeatAnswer } from '../../../src/engine/ports.ts';
import { settled, VirtualSchedule } from './virtual-schedule.ts';

/** What the account of the beats says at the venue: a chain, cut by silence. */
class Venue {
  readonly beats: string[] = [];
  next: ((id: string) => Promise<BeatAnswer>) | null = null;
  #expected = '';

  beat = (id: string): Promise<BeatAnswer> => {
    this.beats.push(id);
    if (this.next !== null) return this.next(id);
    if (id !== this.#expected) {
      return Promise.resolve({ kind: 'wrongId', expectedId: this.#expected });
    }
    return this.#counted();
  };

  /** Another program beats for the same account. */
  moveOn(): void {
    this.#expected = 'moved';
  }

  async #counted(): Promise<BeatAnswer> {
    this.#expected = `beat ${this.beats.length}`;
    return { kind: 'beaten', nextId: this.#expected };
  }
}

describe('the dead-man beat', () => {
  let schedule: VirtualSchedule;
  let venue: Venue;
  let isLive: boolean;
  let trouble: string | null;
  let changes: (string | null)[];
  let heart: Heartbeat;

  beforeEach(() => {
    schedule = new VirtualSchedule();
    venue = new Venue();
    isLive = true;
    trouble = null;
    changes = [];
    heart = new Heartbeat({
      ...{ venue, schedule, isLive: () => isLive, trouble: () => trouble },
      onChange: (why) => changes.push(why),
    });
  });

  it('goes every five seconds, each naming the id that the last one brought', async () => {
    heart.start();
    heart.start();
    await schedule.advance(3 * BEAT_EVERY_MS);
    expect(venue.beats).toEqual(['', 'beat 1', 'beat 2', 'beat 3']);
    expect(changes).toEqual([]);
  });

  it('stays away while live trading is off, and begins a new chain when it is on again', async () => {
    isLive = false;
    heart.start();
    await schedule.advance(2 * BEAT_EVERY_MS);
    expect(venue.beats).toEqual([]);
    isLive = true;
    await schedule.advance(2 * BEAT_EVERY_MS);
    isLive = false;
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toEqual(['', 'beat 1']);
    isLive = true;
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats.slice(2)).toEqual(['', 'beat 2']);
  });

  it('stays away while something is wrong, tells why, and goes on when it is over', async () => {
    heart.start();
    await settled();
    trouble = 'the store fails';
    await schedule.advance(3 * BEAT_EVERY_MS);
    expect(venue.beats).toHaveLength(1);
    trouble = null;
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toHaveLength(2);
    expect(changes).toEqual(['the store fails', null]);
  });

  it('takes over the id that the venue expects, at once', async () => {
    heart.start();
    await settled();
    venue.moveOn();
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toEqual(['', 'beat 1', 'moved']);
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats.at(-1)).toBe('beat 3');
    expect(changes).toEqual([]);
  });

  it('does not chase a venue that expects another one each time', async () => {
    venue.next = async (id) => ({ kind: 'wrongId', expectedId: `${id}x` });
    heart.start();
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toEqual(['', 'x', 'xx', 'xxx']);
    expect(changes).toEqual(['the venue expects another beat']);
  });

  it('stops at once when it is stopped, in the middle of a wrong id too', async () => {
    heart.start();
    await settled();
    venue.moveOn();
    venue.next = async () => {
      trouble = 'killed';
      return { kind: 'wrongId', expectedId: 'moved' };
    };
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toEqual(['', 'beat 1']);
    trouble = null;
    heart.stop();
    await schedule.advance(10 * BEAT_EVERY_MS);
    expect(venue.beats).toHaveLength(2);
    expect(schedule.armed).toBe(0);
  });

  it('goes on after an answer that failed, hung or broke, with the id it has', async () => {
    heart.start();
    await settled();
    const answers: (() => Promise<BeatAnswer>)[] = [
      async () => ({ kind: 'failed', text: 'status 503' }),
      () => new Promise(() => undefined),
      async () => {
        throw new TypeError('secret');
      },
    ];
    for (const next of answers) {
      venue.next = next;
      await schedule.advance(BEAT_EVERY_MS);
    }
    await schedule.advance(BEAT_EVERY_MS - 1);
    venue.next = null;
    await schedule.advance(1);
    expect(venue.beats).toEqual(['', ...Array.from({ length: 4 }, () => 'beat 1')]);
    expect(changes).toEqual(['status 503', 'the venue did not answer in time', 'TypeError', null]);
  });

  it('misses a beat after the loop was blocked for five seconds, and then goes on (F38)', async () => {
    const lag = new LoopLag(schedule);
    const gated = new Heartbeat({
      ...{ venue, schedule, isLive: () => true, onChange: (why) => changes.push(why) },
      trouble: () =>
        troubleOf({
          lag,
          isKilled: () => false,
          isStoreFailing: () => false,
          isAccountFeedFresh: () => true,
        }),
    });
    lag.start();
    gated.start();
    await schedule.advance(BEAT_EVERY_MS);
    expect(venue.beats).toHaveLength(2);
    await schedule.block(5_000);
    expect(venue.beats).toHaveLength(2);
    expect(changes).toEqual([expect.stringMatching(/^the loop was \d+ ms late$/)]);
    await schedule.advance(2 * BEAT_EVERY_MS);
    expect(venue.beats.length).toBeGreaterThan(2);
    expect(changes.at(-1)).toBeNull();
    gated.stop();
    lag.stop();
    expect(schedule.armed).toBe(0);
  });
});

describe('the health of the program', () => {
  const fine = {
    lag: { lagMs: 0 },
    isKilled: () => false,
    isStoreFailing: () => false,
    isAccountFeedFresh: () => true,
  };

  it.each([
    ['killed', { isKilled: () => true }],
    ['the loop was 2000 ms late', { lag: { lagMs: LOOP_LAG_MS_MAX } }],
    ['the store fails', { isStoreFailing: () => true }],
    ["the account's own channel is silent", { isAccountFeedFresh: () => false }],
  ])('names what is wrong: %s', (why, change) => {
    expect(troubleOf({ ...fine, ...change })).toBe(why);
  });

  it('has nothing to say when all is well', () => {
    expect(troubleOf({ ...fine, lag: { lagMs: LOOP_LAG_MS_MAX - 1 } })).toBeNull();
  });

  it('knows how late the loop is while it is still late, and forgets it after a while', async () => {
    const schedule = new VirtualSchedule();
    const lag = new LoopLag(schedule);
    expect(lag.lagMs).toBe(0);
    lag.start();
    await schedule.advance(10_000);
    expect(lag.lagMs).toBe(0);
    // The timers themselves are late: whoever comes first must see it.
    void schedule.block(3_000);
    expect(lag.lagMs).toBeGreaterThanOrEqual(2_750);
    await schedule.advance(4_000);
    expect(lag.lagMs).toBeGreaterThanOrEqual(2_750);
    await schedule.advance(2_000);
    expect(lag.lagMs).toBeLessThan(LOOP_LAG_MS_MAX);
    lag.stop();
  });
});
