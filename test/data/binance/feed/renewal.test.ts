import { describe, expect, test } from 'vitest';
import { OUT_SPACING_MS } from '../../../../src/data/binance/feed/spot-feed.ts';
import {
  CONNECT_SPACING_MS,
  LINE_SILENCE_MS_MAX,
  OVERLAP_MS,
  RENEW_AFTER_MS,
} from '../../../../src/data/binance/feed/stream-line.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { aggTrade, best, FeedSetup, SHUTDOWN } from './feed-setup.ts';

/** A connection that brings something just often enough. */
const QUIET_MS = LINE_SILENCE_MS_MAX - 2_000;

/** Passes most of a day at once. */
async function passHours(setup: FeedSetup, ms: number): Promise<void> {
  const [wire] = setup.alive;
  for (let passed = 0; passed < ms; passed += QUIET_MS) {
    setup.runtime.advance(Math.min(QUIET_MS, ms - passed));
    wire?.text(best('BTCUSDT', { id: setup.nextId(), price: 100 }));
  }
  await setup.pass(0);
}

describe('after 23 hours', () => {
  test('a new connection takes over before the old one is left', async () => {
    const setup = await FeedSetup.live();
    await passHours(setup, RENEW_AFTER_MS - 60_000);
    expect(setup.runtime.wires).toHaveLength(1);
    await passHours(setup, 61_000);
    const [old, next] = setup.runtime.wires;
    expect(setup.runtime.wires).toHaveLength(2);
    expect([old?.state, next?.state]).toEqual(['open', 'connecting']);
    next?.open();
    setup.out.length = 0;
    if (old !== undefined) setup.trade(old);
    await setup.pass(100);
    expect(old?.state).toBe('open');
    expect(setup.out.length).toBeGreaterThan(0);
    if (next !== undefined) setup.trade(next);
    await setup.pass(OVERLAP_MS - 500);
    expect(old?.state).toBe('open');
    expect(setup.feed.snapshot().renewals).toBe(1);
    await setup.pass(500);
    expect(old?.state).toBe('closing');
    expect(next?.state).toBe('open');
    expect(setup.feed.snapshot()).toMatchObject({ losses: 0, host: 'vision' });
    expect(setup.btc()).toMatchObject({ gaps: 0, trouble: null });
  });

  test('what both connections bring is handed on once, in order', async () => {
    const setup = await FeedSetup.live();
    await passHours(setup, RENEW_AFTER_MS + 1_000);
    const [old, next] = setup.runtime.wires;
    next?.open();
    setup.out.length = 0;
    const at = () => ({ price: 100, atMs: setup.runtime.nowMs() });
    const before = setup.btc().missedTrades;
    for (const [wire, id] of [
      [old, 900_001],
      [next, 900_001],
      [next, 900_002],
      [old, 900_002],
      [old, 900_003],
      [next, 900_003],
      [old, 900_001],
      [next, 900_004],
    ] as const) {
      wire?.text(aggTrade('BTCUSDT', { id, ...at() }));
      setup.runtime.advance(OUT_SPACING_MS);
    }
    expect(setup.ids('btcusdt@aggTrade')).toEqual([900_001, 900_002, 900_003, 900_004]);
    // Its first id is far from those before, which the test made up.
    expect(setup.btc().missedTrades - before).toBeGreaterThan(0);
    expect(setup.btc()).toMatchObject({ duplicates: 3, overtaken: 1, gaps: 1 });
  });

  test('a new connection that fails leaves the old one in use, and is tried again', async () => {
    const setup = await FeedSetup.live();
    await passHours(setup, RENEW_AFTER_MS + 1_000);
    const [old, next] = setup.runtime.wires;
    next?.fail('connect ETIMEDOUT');
    expect(old?.state).toBe('open');
    await setup.passLive(CONNECT_SPACING_MS + 1_000, old);
    expect(setup.runtime.wires).toHaveLength(3);
    expect(setup.feed.snapshot()).toMatchObject({ host: 'vision', renewals: 0, losses: 0 });
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    expect(setup.feed.snapshot().renewals).toBe(1);
  });

  test('the connection that took over lives as long', async () => {
    const setup = await FeedSetup.live();
    await passHours(setup, RENEW_AFTER_MS + 1_000);
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    await setup.pass(OVERLAP_MS);
    await passHours(setup, RENEW_AFTER_MS - HOUR_MS);
    expect(setup.runtime.wires).toHaveLength(2);
    await passHours(setup, HOUR_MS + 1_000);
    expect(setup.runtime.wires).toHaveLength(3);
  });
});

describe('a server that is about to go', () => {
  test('is left at once, for a new connection that is opened first', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(MINUTE_MS);
    const [old] = setup.runtime.wires;
    old?.text(SHUTDOWN);
    await setup.pass(0);
    expect(setup.runtime.wires).toHaveLength(2);
    expect(old?.state).toBe('open');
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    await setup.pass(OVERLAP_MS);
    expect(old?.state).toBe('closing');
    expect(setup.feed.snapshot()).toMatchObject({ shutdowns: 1, renewals: 1, losses: 0 });
  });

  test('that says so again and again makes one new connection', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(MINUTE_MS);
    for (let time = 0; time < 5; time += 1) setup.runtime.last.text(SHUTDOWN);
    await setup.pass(0);
    expect(setup.runtime.wires).toHaveLength(2);
  });

  test('that hangs up before the new connection is there is a loss, and no second attempt', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(MINUTE_MS);
    const [old] = setup.runtime.wires;
    old?.text(SHUTDOWN);
    await setup.pass(0);
    old?.end(1006);
    await setup.pass(1_000);
    expect(setup.runtime.wires).toHaveLength(2);
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    expect(setup.feed.snapshot()).toMatchObject({ losses: 1, renewals: 0, host: 'vision' });
    expect(setup.btc().trouble).toBeNull();
  });

  test('attempts stay far below what the venue takes, also when every server goes at once', async () => {
    const setup = await FeedSetup.live();
    for (let second = 0; second < 300; second += 1) {
      const wire = setup.runtime.last;
      if (wire.state === 'connecting') {
        wire.open();
        setup.trade(wire);
      }
      if (wire.state === 'open') wire.text(SHUTDOWN);
      await setup.pass(1_000);
    }
    expect(setup.runtime.attemptsMs.length).toBeLessThanOrEqual(151);
    expect(setup.alive.length).toBeLessThanOrEqual(3);
  });
});

describe('a connection that is lost', () => {
  test('is replaced, and a first price tells that prices are back', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(MINUTE_MS);
    setup.runtime.last.end(1006);
    await setup.pass(250);
    expect(setup.runtime.wires).toHaveLength(2);
    setup.runtime.last.open();
    expect(setup.feed.snapshot()).toMatchObject({ losses: 1, host: null });
    setup.trade(setup.runtime.last);
    expect(setup.feed.snapshot()).toMatchObject({ host: 'vision', trouble: null });
  });

  test('that says nothing for 10 s is cut', async () => {
    const setup = await FeedSetup.live();
    await setup.pass(LINE_SILENCE_MS_MAX);
    expect(setup.runtime.wires[0]?.state).not.toBe('open');
    expect(setup.feed.snapshot().trouble).toContain('no data for 10000 ms');
  });

  test('right after it took over gives way to the one before it, while that lives', async () => {
    const setup = await FeedSetup.live();
    await setup.passLive(MINUTE_MS);
    const [old] = setup.runtime.wires;
    old?.text(SHUTDOWN);
    await setup.pass(0);
    setup.runtime.last.open();
    setup.trade(setup.runtime.last);
    setup.runtime.last.end(1006);
    expect(setup.feed.snapshot()).toMatchObject({ host: 'vision', losses: 0 });
    setup.runtime.advance(2 * OUT_SPACING_MS);
    setup.out.length = 0;
    if (old !== undefined) setup.trade(old);
    expect(setup.out.length).toBeGreaterThan(0);
    await setup.passLive(3_000, old);
    expect(setup.runtime.wires).toHaveLength(3);
    expect(old?.state).toBe('open');
  });
});

test('closing leaves no connection, no timer and no request', async () => {
  const setup = await FeedSetup.live();
  setup.rest.hangs = true;
  await setup.pass(4_000);
  setup.runtime.last.text(SHUTDOWN);
  await setup.pass(0);
  expect(setup.alive).toHaveLength(2);
  const closing = setup.feed.close();
  for (const wire of setup.runtime.wires) wire.end(1005);
  await closing;
  expect(setup.alive).toHaveLength(0);
  expect(setup.runtime.pending).toBe(0);
  setup.out.length = 0;
  await setup.pass(10 * MINUTE_MS);
  expect(setup.out).toEqual([]);
  expect(setup.alive).toHaveLength(0);
});
