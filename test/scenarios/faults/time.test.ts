import { describe, expect, test } from 'vitest';
import { Readiness } from '../../../src/app/running/live/readiness.ts';
import { HOUR_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { LoopLag, troubleOf } from '../../../src/engine/execution/health.ts';
import { BEAT_EVERY_MS, Heartbeat } from '../../../src/engine/execution/heartbeat.ts';
import { expectNothing, House } from './house.ts';
import type { LiveProcess } from './live-process.ts';

/** How long the process does not run: longer than an order may wait, shorter than a POST may take. */
const STOPPED_MS = 45 * SECOND_MS;

/** The dead-man switch of a process, as the program wires it. */
function heartOf(house: House, live: LiveProcess): { readonly heart: Heartbeat; why: string[] } {
  const lag = new LoopLag(house.schedule);
  lag.start();
  const why: string[] = [];
  const heart = new Heartbeat({
    venue: live.venueClient,
    schedule: house.schedule,
    isLive: () => live.state.control.live !== null,
    trouble: () =>
      troubleOf({
        lag,
        isKilled: () => live.killed !== null,
        isStoreFailing: () => false,
        isAccountFeedFresh: () => true,
      }),
    onChange: (reason) => why.push(reason ?? 'well'),
  });
  heart.start();
  return { heart, why };
}

describe('a process that stood still', () => {
  test('F36: wakes with an order in its hands, and does not send it any more', async () => {
    const house = await House.open();
    const live = await house.live();
    live.executor.hold('post');
    await house.annaBuys(live);
    house.venue.clock.advance(STOPPED_MS);
    await house.schedule.block(STOPPED_MS);
    live.executor.release();
    await live.settle();
    expect(live.executor.sent).toEqual([]);
    const reason = 'it is too late to send it';
    expect(live.orders).toMatchObject([{ status: 'notPlaced', reason }]);
    expectNothing(house, live);
  });

  test('F36: finds that the venue has canceled what rested, because nobody beat', async () => {
    const house = await House.open();
    const live = await house.live();
    live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
    house.showCheaper(0);
    const { heart } = heartOf(house, live);
    await house.annaBuys(live);
    for (let beats = 0; beats < 4; beats += 1) await house.pass(live, BEAT_EVERY_MS);
    expect(house.venue.open, 'it is beaten for').toHaveLength(1);
    // The venue goes on; the process does not.
    for (let passed = 0; passed < STOPPED_MS; passed += SECOND_MS) {
      house.venue.clock.advance(SECOND_MS);
    }
    expect(house.venue.open).toEqual([]);
    await house.schedule.block(STOPPED_MS);
    await house.finish(live);
    heart.stop();
    expect(live.orders).toHaveLength(1);
    expect(['expired', 'canceled']).toContain(live.orders[0]?.status);
    expect([live.shares, live.reserved]).toEqual([0, 0]);
  });

  test('F38: an event loop that was blocked for five seconds misses a beat and sends no burst', async () => {
    const house = await House.open();
    const live = await house.live();
    const { heart, why } = heartOf(house, live);
    live.executor.hold('post');
    for (const at of [0, 1, 2, 3]) await house.annaBuys(live, at);
    expect(live.orders).toHaveLength(4);
    house.venue.clock.advance(20 * SECOND_MS);
    await house.schedule.block(20 * SECOND_MS);
    live.executor.release();
    await live.settle();
    expect(live.executor.sent).toEqual([]);
    await house.pass(live, 3 * BEAT_EVERY_MS);
    heart.stop();
    expect(why[0]).toContain('the loop was');
    expect(why.at(-1), 'it goes on').toBe('well');
    expect(live.orders.map(({ status }) => status)).toEqual(Array(4).fill('notPlaced'));
    expectNothing(house, live);
  });

  test('F38: what was seen before the block is too old to be copied behind it', async () => {
    const house = await House.open();
    const live = await house.live();
    house.tellAnnaBuys(live);
    house.venue.clock.advance(20 * SECOND_MS);
    await house.schedule.block(20 * SECOND_MS);
    await live.settle();
    const [decision] = live.changes.flatMap((one) =>
      one.kind === 'decision' ? [one.decision] : [],
    );
    expect(decision).toMatchObject({ verdict: 'denied', reason: 'signalAge' });
    expectNothing(house, live);
  });
});

describe('a wall clock that is wrong', () => {
  test.each([
    ['back', -HOUR_MS],
    ['ahead', HOUR_MS],
  ])('F37: set %s an hour while an order waits, it does not get more time', async (_, byMs) => {
    const house = await House.open();
    const live = await house.live();
    live.executor.hold('post');
    await house.annaBuys(live);
    house.schedule.wallAheadMs += byMs;
    await house.schedule.advance(20 * SECOND_MS);
    live.executor.release();
    await live.settle();
    expect(live.executor.sent).toEqual([]);
    expect(live.orders).toMatchObject([{ status: 'notPlaced' }]);
    expectNothing(house, live);
  });

  test.each([
    ['back', -HOUR_MS],
    ['ahead', HOUR_MS],
  ])(
    'F37: set %s an hour, a doubt is not cut short and the account is right in the end',
    async (_, byMs) => {
      const house = await House.open();
      const live = await house.live();
      house.venue.inject({ on: 'post', fault: { kind: 'landLate', delayMs: 30 * SECOND_MS } });
      await house.annaBuys(live);
      house.schedule.wallAheadMs += byMs;
      await house.pass(live, 2 * SECOND_MS);
      expect(live.orders[0]?.status).toBe('inDoubt');
      house.schedule.wallAheadMs -= byMs;
      await house.finish(live);
      expect(live.shares).toBe(house.venue.matched);
      expect(house.venue.orders.size).toBe(1);
    },
  );

  test('F37: more than two seconds away from the venue is missing for live, and kills where it holds', async () => {
    const house = await House.open();
    const live = await house.live();
    const readiness = new Readiness({
      sources: {
        geoblock: async () => ({ blocked: false, ip: '', country: 'PL', region: '' }),
        checkClock: () => live.venueClient.checkClock(),
        isClosedOnly: () => live.venueClient.isClosedOnly(),
        collateral: () => live.venueClient.balances.read(null),
        signerState: () => ({ kind: 'open' }),
        isChannelOpen: () => true,
      },
      onChange: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
    expect(await readiness.look()).toEqual([]);
    house.venue.inject({ on: 'clock', skewMs: -HOUR_MS });
    const missing = await readiness.look();
    expect(missing).toEqual([expect.stringMatching(/\((3599|3600)\.\d s, at most 2 s\)/)]);
    await live.settle();
    expect(live.killed).toContain('the clock of this host differs from the venue');
    await house.annaBuys(live);
    const denied = live.changes.flatMap((one) => (one.kind === 'decision' ? [one.decision] : []));
    expect(denied).toMatchObject([{ verdict: 'denied', reason: 'killed' }]);
    expectNothing(house, live);
  });
});
