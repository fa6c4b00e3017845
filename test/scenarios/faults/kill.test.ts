import { describe, expect, test } from 'vitest';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { LANES } from '../../../src/engine/execution/live-runner.ts';
import { CrashLoop, STARTS_MAX } from '../../../src/ops/kill/crash-loop.ts';
import { temporaryFolder } from '../../ops/folder.ts';
import { expectNothing, House } from './house.ts';
import type { LiveProcess } from './live-process.ts';

/** Of which enough are of the kind that is traded here. */
const MANY_MARKETS = 80;
const AT_ONCE = LANES.post.atOnceMax;

/** An order that rests at the venue, the price that it pays, and its size. */
async function resting(house: House): Promise<{ live: LiveProcess; size: number; price: number }> {
  const live = await house.live();
  live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
  house.showCheaper(0);
  await house.annaBuys(live);
  const [order] = house.venue.open;
  expect(order).toBeDefined();
  return { live, size: order?.size ?? 0, price: order?.price ?? 0 };
}

describe('a process that is killed during a cancel', () => {
  test.each([
    ['before the cancel left', 'cancel'],
    ['with the order canceled and nobody told', 'canceled'],
  ] as const)('F7: %s, the next one cancels again and ends it', async (_name, at) => {
    const house = await House.open();
    const { live: first } = await resting(house);
    first.executor.hold(at);
    first.executor.cancelAllOrders = () => new Promise(() => undefined);
    first.command({ kind: 'kill', reason: 'a test' });
    await first.until(() => first.executor.held > 0 && first.line.held === 0);
    await first.until(() => first.orders[0]?.status === 'pendingCancel');
    expect(house.venue.open).toHaveLength(at === 'cancel' ? 1 : 0);
    first.kill9();
    const second = await house.begin();
    expect(second.killed, 'kill survives').toBe('a test');
    await house.finish(second);
    expect(house.venue.open).toEqual([]);
    expect(second.orders).toMatchObject([{ status: 'canceled' }]);
    expect(second.notices('nothingOpen')).toHaveLength(1);
    expect([second.shares, second.reserved]).toEqual([0, 0]);
  });

  test('F7: when a fill outruns the cancel, the venue is right', async () => {
    const house = await House.open();
    const { live: first, size, price } = await resting(house);
    first.executor.hold('cancel');
    first.executor.cancelAllOrders = () => new Promise(() => undefined);
    first.command({ kind: 'kill', reason: 'a test' });
    await first.until(() => first.orders[0]?.status === 'pendingCancel');
    house.venue.somebodySells(0, { shares: size * 2, price });
    const [filled] = [...house.venue.orders.values()];
    expect(filled?.matched).toBeGreaterThan(0);
    first.kill9();
    const second = await house.begin();
    await house.finish(second);
    expect(second.shares).toBe(house.venue.matched);
    expect(second.orders[0]?.filledQuantity).toBe(house.venue.matched);
    expect([house.venue.open, second.reserved]).toEqual([[], 0]);
  });
});

describe('a program that crashes again and again', () => {
  test('F9: starts killed after five crashes, refuses live, sends nothing, and a person arms it', async () => {
    const house = await House.open();
    const folder = temporaryFolder();
    const startOne = async () => {
      const crashes = new CrashLoop(folder, house.venue.clock.nowMs());
      const process = await house.begin();
      // As the program does with its reason, before anything else.
      const { reason } = crashes;
      if (reason !== null) process.command({ kind: 'kill', reason });
      await process.settle();
      return { process, crashes };
    };
    const first = await house.live();
    first.kill9();
    for (let crash = 0; crash < STARTS_MAX; crash += 1) {
      const { process } = await startOne();
      expect(process.killed).toBeNull();
      process.kill9();
    }
    const { process, crashes } = await startOne();
    expect(process.killed).toBe('it crashed 5 times within 10 minutes');
    expect(process.notices('killed')).toHaveLength(1);
    await house.annaBuys(process);
    await house.pass(process, MINUTE_MS);
    expectNothing(house, process);
    crashes.endedWell();
    process.kill9();
    const { process: next } = await startOne();
    expect(next.killed, 'it stays killed until a person arms').not.toBeNull();
    next.command({ kind: 'arm' });
    await next.settle();
    expect(next.killed).toBeNull();
  });
});

describe('kill', () => {
  test('F48: with 20 POSTs in flight, nothing new is sent, each is accounted for, and nothing is open', async () => {
    const house = await House.open(MANY_MARKETS);
    const live = await house.live();
    live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
    live.command({ kind: 'changeSetting', key: 'limits.walletPercent', value: '100' });
    live.command({ kind: 'changeSetting', key: 'limits.walletDayPercent', value: '100' });
    live.command({ kind: 'changeSetting', key: 'limits.categoryPercent', value: '100' });
    const markets = house.venue.markets.length;
    expect(markets, 'the world has markets for it').toBeGreaterThan(AT_ONCE + 2);
    live.executor.hold('posted');
    for (let at = 0; at < AT_ONCE + 3; at += 1) {
      // Some rest, the others take at once.
      if (at % 2 === 0) house.showCheaper(at);
      house.tellAnnaBuys(live, at);
    }
    await live.until(() => live.executor.held === AT_ONCE);
    await live.until(() => live.engine.live.underway.size === AT_ONCE + 3);
    expect(house.venue.orders.size, 'they are at the venue').toBe(AT_ONCE);
    live.command({ kind: 'kill', reason: 'a test' });
    await live.until(() => live.notices('killed').length > 0);
    expect(live.executor.sent).toHaveLength(AT_ONCE);
    live.executor.release();
    await live.settle();
    await house.finish(live);
    await house.pass(live, 10 * SECOND_MS);
    expect(live.executor.sent, 'nothing new').toHaveLength(AT_ONCE);
    expect(house.venue.orders.size).toBe(AT_ONCE);
    expect(house.venue.open).toEqual([]);
    expect(house.venue.matched, 'some took at once').toBeGreaterThan(0);
    expect(live.orders).toHaveLength(AT_ONCE + 3);
    expect(live.orders.every(({ status }) => isTerminal(status))).toBe(true);
    expect(live.orders.filter(({ status }) => status === 'notPlaced')).toHaveLength(3);
    expect([live.shares, live.reserved]).toEqual([house.venue.matched, 0]);
    expect(live.notices('nothingOpen'), 'told when the list was empty twice').toHaveLength(1);
    const [killed] = live.notices('killed');
    expect(killed).toMatchObject({ notice: { data: { underway: AT_ONCE + 3 } } });
    const outcome = live.orders.map(({ status }) => status);
    console.info(`F48: ${JSON.stringify(countsOf(outcome))}`);
  });
});

function countsOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
