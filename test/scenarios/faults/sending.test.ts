import { describe, expect, test } from 'vitest';
import { NOT_PLACED_AFTER_MS } from '../../../src/engine/core/live/looking.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import type { CancelFault, PostFault } from '../../../src/sim/wire/trading/injections.ts';
import { ENOUGH_MS, expectBookedOnce, expectNothing, House } from './house.ts';
import type { LiveProcess } from './live-process.ts';
import { fromFirst } from './store-line.ts';

const statuses = ({ orders }: LiveProcess): readonly string[] => orders.map(({ status }) => status);

describe('a process that is killed while it sends', () => {
  test('F1: before the intent is committed, nothing is at the venue and nothing is reserved', async () => {
    const house = await House.open();
    const first = await house.live();
    first.line.manner = fromFirst('order');
    await house.annaBuys(first);
    expect(first.reserved, 'it was reserved in memory').toBeGreaterThan(0);
    first.kill9();
    const second = await house.begin();
    await house.pass(second, ENOUGH_MS);
    expect(second.orders).toEqual([]);
    expectNothing(house, second);
  });

  test('F2: after the commit and before the POST, it is never sent, and freed when no list has it', async () => {
    const house = await House.open();
    const first = await house.live();
    first.executor.hold('post');
    await house.annaBuys(first);
    expect([statuses(first), first.executor.held]).toEqual([['submitted'], 1]);
    first.kill9();
    const second = await house.begin();
    expect(statuses(second)).toEqual(['inDoubt']);
    await house.pass(second, NOT_PLACED_AFTER_MS - 5 * SECOND_MS);
    expect(second.reserved, 'held until it is proven').toBeGreaterThan(0);
    await house.finish(second);
    expect(statuses(second)).toEqual(['notPlaced']);
    expect(second.executor.asked.filter((one) => one === 'lookUp').length).toBeGreaterThan(2);
    await house.pass(second, MINUTE_MS);
    expect(second.executor.sent, 'not sent behind its time').toEqual([]);
    expectNothing(house, second);
  });

  test.each([
    ['F3: with its bytes at the venue, before the reply', 'posted'],
    ['F4: after the reply, before it is persisted', 'persisting'],
  ] as const)('%s, the order is found by its hash and adopted', async (_name, at) => {
    const house = await House.open();
    const first = await house.live();
    if (at === 'posted') first.executor.hold('posted');
    else first.executor.hold('post');
    await house.annaBuys(first);
    if (at === 'persisting') {
      first.line.manner = () => 'hangs';
      first.executor.release();
      await first.until(() => first.line.held > 0);
    }
    expect(house.venue.orders.size).toBe(1);
    first.kill9();
    const left = await house.store.snapshot(house.venue.clock.nowMs());
    expect(left.orders.map(({ status }) => status)).toEqual(['submitted']);
    expect(left.fills).toEqual([]);
    const second = await house.begin();
    await house.finish(second);
    expect(second.executor.sent).toEqual([]);
    expect(statuses(second)).toEqual(['filled']);
    expectBookedOnce(house, second);
  });
});

describe('an answer that is lost', () => {
  test('F10: a POST that timed out and was matched is adopted, and no second order goes', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
    await house.annaBuys(live);
    expect(statuses(live)).toEqual(['inDoubt']);
    await house.pass(live, ENOUGH_MS);
    expect(statuses(live)).toEqual(['filled']);
    expect(live.executor.sent).toHaveLength(1);
    expectBookedOnce(house, live);
  });

  test('F11: a POST that timed out and was not taken is called so only behind the grace window', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: { kind: 'dropUnread' } });
    await house.annaBuys(live);
    await house.pass(live, NOT_PLACED_AFTER_MS - SECOND_MS);
    expect(statuses(live)).toEqual(['inDoubt']);
    expect(live.reserved).toBeGreaterThan(0);
    await house.finish(live);
    expect(statuses(live)).toEqual(['notPlaced']);
    expect(live.executor.sent).toHaveLength(1);
    expectNothing(house, live);
  });

  test('F11: one that lands behind several empty lookups is still one order, and ours', async () => {
    const house = await House.open();
    const live = await house.live();
    const fault: PostFault = { kind: 'landLate', delayMs: 40 * SECOND_MS };
    house.venue.inject({ on: 'post', fault });
    await house.annaBuys(live);
    await house.pass(live, 30 * SECOND_MS);
    expect([statuses(live), house.venue.orders.size]).toEqual([['inDoubt'], 0]);
    await house.finish(live);
    expect(statuses(live)).toEqual(['filled']);
    expectBookedOnce(house, live);
  });

  test('F12: not found as an order because it filled, it is found by its trades and never rejected', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
    house.venue.inject({ on: 'orders', fault: 'missing', times: 1_000 });
    house.venue.inject({ on: 'trades', lagMs: 30 * SECOND_MS });
    await house.annaBuys(live);
    await house.pass(live, 25 * SECOND_MS);
    expect(statuses(live), 'neither list has it').toEqual(['inDoubt']);
    await house.finish(live);
    expect(statuses(live)).toEqual(['filled']);
    expectBookedOnce(house, live);
  });

  test.each(['acceptThen500', 'acceptThenGarbled', 'acceptThenEmpty'] as const)(
    'F13: %s leaves it in doubt, and it is adopted',
    async (kind) => {
      const house = await House.open();
      const live = await house.live();
      house.venue.inject({ on: 'post', fault: { kind } });
      await house.annaBuys(live);
      expect(statuses(live)).toEqual(['inDoubt']);
      await house.finish(live);
      expect(live.executor.sent).toHaveLength(1);
      expectBookedOnce(house, live);
    },
  );

  test('F13: success without an id and with an error is a rejection, and says why', async () => {
    const house = await House.open();
    const live = await house.live();
    const errorMsg = 'not enough balance / allowance';
    house.venue.inject({ on: 'post', fault: { kind: 'blank', errorMsg } });
    await house.annaBuys(live);
    await house.pass(live, MINUTE_MS);
    expect(live.orders).toMatchObject([{ status: 'rejected', reason: errorMsg }]);
    expect(live.notices('rejected')).toHaveLength(1);
    expectNothing(house, live);
  });
});

describe('a venue that takes nothing for a while', () => {
  const PATIENT = { maxAgeMs: 10 * MINUTE_MS } as const;

  test('F14: 425 for 90 s and post-only for two minutes, the same bytes go again until they are taken', async () => {
    const house = await House.open();
    const live = await house.live(PATIENT);
    const sentAtMs: number[] = [];
    live.onEffect = ({ kind }) => {
      if (kind === 'post') sentAtMs.push(house.venue.clock.nowMs());
    };
    const postOnlyMs = 2 * MINUTE_MS;
    const beganAtMs = house.venue.clock.nowMs();
    house.venue.inject({ on: 'venue', mode: 'restarting', forMs: 90 * SECOND_MS, postOnlyMs });
    await house.annaBuys(live);
    await house.finish(live);
    expect(new Set(live.executor.sent).size, 'one body').toBe(1);
    const gapsMs = sentAtMs.slice(1).map((atMs, at) => atMs - (sentAtMs[at] ?? 0));
    expect(gapsMs.slice(0, 5)).toEqual([1, 2, 4, 8, 16].map((seconds) => seconds * SECOND_MS));
    // The first refusal of the window holds what takes until it is over.
    const within = sentAtMs.filter((atMs) => atMs - beganAtMs >= 90 * SECOND_MS);
    expect(within.length).toBeLessThanOrEqual(2);
    expectBookedOnce(house, live);
  });

  test('F14: a venue that comes back behind the deadline gets nothing, and cancels go meanwhile', async () => {
    const house = await House.open();
    const live = await house.live();
    const restart = { mode: 'restarting', forMs: 90 * SECOND_MS } as const;
    house.venue.inject({ on: 'venue', ...restart });
    await house.annaBuys(live);
    await house.pass(live, 5 * SECOND_MS);
    live.command({ kind: 'kill', reason: 'a test' });
    await house.pass(live, ENOUGH_MS);
    expect(statuses(live)).toEqual(['notPlaced']);
    expect(live.executor.asked).toContain('cancelAll');
    expect(live.notices('nothingOpen')).toHaveLength(1);
    expectNothing(house, live);
  });

  const tooMany = (headers: Readonly<Record<string, string>>): PostFault & CancelFault => ({
    ...{ kind: 'refuse', status: 429, error: 'Too Many Requests', headers },
  });

  test('F15: 429 with Retry-After, nothing goes before it, and then the same bytes go', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: tooMany({ 'retry-after': '6' }) });
    await house.annaBuys(live);
    await house.pass(live, 5 * SECOND_MS);
    expect(live.executor.sent).toHaveLength(1);
    await house.finish(live);
    expect(live.executor.sent).toHaveLength(2);
    expect(new Set(live.executor.sent).size).toBe(1);
    expectBookedOnce(house, live);
  });

  test('F15: 429 without it, what is sent gets rarer, and a cancel is not held back by it', async () => {
    const house = await House.open();
    const live = await house.live({ maxAgeMs: 5 * MINUTE_MS });
    house.venue.inject({ on: 'post', fault: tooMany({}), times: 1_000 });
    await house.annaBuys(live);
    await house.pass(live, MINUTE_MS);
    expect(live.executor.sent.length, 'no ban loop').toBeLessThan(10);
    expect(live.executor.sent.length).toBeGreaterThan(2);
    live.command({ kind: 'kill', reason: 'a test' });
    await live.settle();
    await live.pass(5 * SECOND_MS);
    expect(live.notices('nothingOpen')).toHaveLength(1);
    expect(statuses(live)).toEqual(['notPlaced']);
    expectNothing(house, live);
  });

  test('F16: a disabled venue gets no entry; one that only cancels still cancels', async () => {
    const house = await House.open();
    const live = await house.live();
    live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
    house.showCheaper(0);
    await house.annaBuys(live, 0);
    expect(house.venue.open, 'it rests').toHaveLength(1);
    house.venue.inject({ on: 'venue', mode: 'cancelOnly', forMs: ENOUGH_MS });
    await house.annaBuys(live, 1);
    await house.pass(live, 20 * SECOND_MS);
    expect(statuses(live).toSorted()).toEqual(['notPlaced', 'open']);
    live.command({ kind: 'kill', reason: 'a test' });
    await house.pass(live, 10 * SECOND_MS);
    expect([house.venue.open, house.venue.orders.size]).toEqual([[], 1]);
    expectNoneOpen(live);
  });

  test('F16: in disabled mode the order waits and ends by its deadline, with the words of the venue', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'venue', mode: 'disabled', forMs: ENOUGH_MS });
    await house.annaBuys(live);
    await house.pass(live, MINUTE_MS);
    expect(live.orders[0]?.status).toBe('notPlaced');
    expect(live.orders[0]?.reason).toContain('not taken by the venue in time');
    expectNothing(house, live);
  });

  function expectNoneOpen(live: LiveProcess): void {
    expect(live.notices('nothingOpen')).toHaveLength(1);
    expect([live.reserved, live.engine.live.underway.size]).toEqual([0, 0]);
  }
});

describe('credentials that are refused', () => {
  const refused: PostFault = { kind: 'refuse', status: 401, error: 'Unauthorized/Invalid api key' };

  test('F17: once, they are derived anew and the order goes', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: refused });
    await house.annaBuys(live);
    await house.finish(live);
    expect([live.killed, live.executor.sent.length]).toEqual([null, 2]);
    expectBookedOnce(house, live);
  });

  test('F17: that stay refused are tried once anew, then killed with an alarm', async () => {
    const house = await House.open();
    const live = await house.live();
    house.venue.inject({ on: 'post', fault: refused, times: 50 });
    await house.annaBuys(live);
    await house.pass(live, MINUTE_MS);
    expect(live.killed).toContain('the venue refuses the credentials');
    expect(live.notices('killed')).toHaveLength(1);
    expect(live.executor.sent, 'one with the old ones, one with new ones').toHaveLength(2);
    expect(statuses(live)).toEqual(['notPlaced']);
    expectNothing(house, live);
  });
});
