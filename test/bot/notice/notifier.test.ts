import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/bot/format/compose.ts';
import {
  IDLE_MS,
  Notifier,
  type NotifierOptions,
  RETRY_DELAY_MS_BASE,
  RETRY_DELAY_MS_MAX,
  UndeliverableError,
} from '../../../src/bot/notice/notifier.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { context, notice } from './examples.ts';
import { VirtualTiming } from './virtual-timing.ts';

const START_MS = 1_000_000;

function row(id: string, atMs = START_MS + 1): Notice {
  return notice({ kind: 'fill', id, data: { side: 'buy', whole: 1 }, atMs });
}

/** An outbox in memory, and a surface that can be told to fail. */
class World {
  readonly timing = new VirtualTiming(START_MS);
  rows: Notice[];
  readonly delivered: string[] = [];
  readonly repeats: string[] = [];
  readonly reported: unknown[] = [];
  readonly marked: string[] = [];
  fails: (id: string) => Error | null = () => null;
  markFails = false;
  reads = 0;
  readonly notifier: Notifier;

  constructor(rows: readonly Notice[], options: Partial<NotifierOptions> = {}) {
    this.rows = [...rows];
    this.notifier = new Notifier({
      outbox: {
        pendingNotices: async (limit) => {
          this.reads += 1;
          return this.rows.slice(0, limit);
        },
        markDelivered: async (id) => {
          if (this.markFails) throw new Error('no database');
          this.marked.push(id);
          this.rows = this.rows.filter((one) => one.id !== id);
        },
      },
      context: context(),
      policy: () => 'on',
      deliver: async ({ id, reply }) => {
        const failure = this.fails(id);
        if (failure !== null) throw failure;
        this.delivered.push(id);
        if (plainText(reply.title).endsWith('(may repeat)')) this.repeats.push(id);
      },
      timing: this.timing,
      report: (error) => this.reported.push(error),
      ...options,
    });
  }
}

const MANY = Array.from({ length: 120 }, (_, index) => row(`n${index}`));

describe('the notifier', () => {
  it('delivers everything that waits, in order, once, and marks it', async () => {
    const world = new World(MANY);
    world.notifier.start();
    await world.timing.advance(0);
    for (let turn = 0; turn < 200 && world.rows.length > 0; turn += 1)
      await world.timing.advance(0);
    expect(world.delivered).toEqual(MANY.map(({ id }) => id));
    expect(world.marked).toEqual(world.delivered);
    expect(world.repeats).toEqual([]);
  });

  it('delivers at once when it is woken, and without a wake a little later', async () => {
    const world = new World([]);
    world.notifier.start();
    await world.timing.advance(0);
    world.rows.push(row('a'));
    world.notifier.wake();
    await world.timing.advance(0);
    expect(world.delivered).toEqual(['a']);
    world.rows.push(row('b'));
    await world.timing.advance(IDLE_MS);
    expect(world.delivered).toEqual(['a', 'b']);
  });

  it('tries again with growing pauses, marks the repeat, and lets nothing overtake', async () => {
    const world = new World([row('a'), row('b')]);
    world.fails = () => new Error('429');
    world.notifier.start();
    await world.timing.advance(0);
    expect(world.reported).toHaveLength(1);
    await world.timing.advance(RETRY_DELAY_MS_BASE - 1);
    expect(world.reported).toHaveLength(1);
    await world.timing.advance(1);
    expect(world.reported).toHaveLength(2);
    await world.timing.advance(RETRY_DELAY_MS_BASE);
    expect(world.reported).toHaveLength(2);
    world.fails = () => null;
    await world.timing.advance(RETRY_DELAY_MS_BASE);
    expect(world.delivered).toEqual(['a', 'b']);
    expect(world.repeats).toEqual(['a']);
  });

  it('never waits longer than its limit, and a wake does not hurry a failing surface', async () => {
    const world = new World([row('a')]);
    world.fails = () => new Error('down');
    world.notifier.start();
    await world.timing.advance(20 * RETRY_DELAY_MS_MAX);
    const { length } = world.reported;
    world.notifier.wake();
    await world.timing.advance(0);
    expect(world.reported).toHaveLength(length);
    await world.timing.advance(RETRY_DELAY_MS_MAX);
    expect(world.reported).toHaveLength(length + 1);
  });

  it('does not deliver again what was delivered and could not be marked', async () => {
    const world = new World([row('a'), row('b')]);
    world.markFails = true;
    world.notifier.start();
    await world.timing.advance(5_000);
    expect(world.delivered).toEqual(['a']);
    world.markFails = false;
    await world.timing.advance(RETRY_DELAY_MS_MAX);
    expect(world.delivered).toEqual(['a', 'b']);
    expect(world.repeats).toEqual([]);
  });

  it('after a restart marks only the oldest notice of the run before as a possible repeat', async () => {
    const world = new World([row('a', START_MS - 10), row('b', START_MS - 5), row('c')]);
    world.notifier.start();
    await world.timing.advance(0);
    expect(world.delivered).toEqual(['a', 'b', 'c']);
    expect(world.repeats).toEqual(['a']);
  });

  it('leaves behind and reports what a surface will never take', async () => {
    const world = new World([row('a'), row('b')]);
    world.fails = (id) => (id === 'a' ? new UndeliverableError('too long') : null);
    world.notifier.start();
    await world.timing.advance(0);
    expect(world.delivered).toEqual(['b']);
    expect(world.marked).toEqual(['a', 'b']);
    expect(world.reported).toHaveLength(1);
  });

  it('words a notice without its record when that does not answer', async () => {
    const world = new World([row('a')], {
      context: { ...context(), decision: () => Promise.reject(new UnavailableError('slow')) },
    });
    world.notifier.start();
    await world.timing.advance(0);
    expect(world.delivered).toEqual(['a']);
    expect(world.reported).toHaveLength(1);
  });

  it('marks what a surface does not want without delivering it', async () => {
    const world = new World([row('a')], { policy: () => 'off' });
    world.notifier.start();
    await world.timing.advance(0);
    expect(world.delivered).toEqual([]);
    expect(world.marked).toEqual(['a']);
  });

  it('stops after the message under way', async () => {
    const world = new World([row('a'), row('b')]);
    world.fails = (id) => {
      if (id === 'a') void world.notifier.close();
      return null;
    };
    world.notifier.start();
    await world.timing.advance(IDLE_MS * 3);
    expect(world.delivered).toEqual(['a']);
    expect(world.marked).toEqual(['a']);
    expect(world.timing.armed).toBe(0);
  });
});
