import { describe, expect, test } from 'vitest';
import { FileJournal } from '../../../src/data/journal/file-journal.ts';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { InFlightMirror } from '../../../src/engine/execution/in-flight-mirror.ts';
import type { StateStore } from '../../../src/engine/ports.ts';
import { SimulatedDisk } from '../../data/journal/simulated-disk.ts';
import { expectBookedOnce, House } from './house.ts';
import { LiveProcess } from './live-process.ts';

const hasOrder = (changes: readonly Change[]): boolean =>
  changes.some(({ kind }) => kind === 'order');

describe('a database that is down', () => {
  test('F30: at the intent, nothing is sent, entries are blocked, cancels go, and it resumes', async () => {
    const house = await House.open();
    const live = await house.live();
    live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
    house.showCheaper(0);
    await house.annaBuys(live, 0);
    const [resting] = live.orders;
    expect(house.venue.open).toHaveLength(1);
    live.line.manner = () => 'fails';
    await house.annaBuys(live, 1);
    await house.pass(live, 3 * SECOND_MS);
    expect(live.executor.sent, 'the second one waits for its commit').toHaveLength(1);
    await house.annaBuys(live, 2);
    const denied = live.changes.flatMap((one) => (one.kind === 'decision' ? [one.decision] : []));
    expect(denied.at(-1)).toMatchObject({ verdict: 'denied', reason: 'writeQueue' });
    await house.pass(live, MINUTE_MS);
    live.command({ kind: 'kill', reason: 'a test' });
    await live.settle();
    await house.pass(live, 5 * SECOND_MS);
    expect(house.venue.open, 'a cancel needs no database').toEqual([]);
    live.line.release();
    await live.settle();
    live.command({ kind: 'arm' });
    await live.settle();
    await house.finish(live);
    expect(live.executor.sent, 'what waited was too old').toHaveLength(1);
    live.command({ kind: 'setMode', mode: 'live' });
    await live.settle();
    await house.pass(live, MINUTE_MS);
    await house.annaBuys(live, 3);
    await house.finish(live);
    expect(live.executor.sent).toHaveLength(2);
    expect(live.shares).toBe(house.venue.matched);
    expect(live.shares).toBeGreaterThan(0);
    const written = await house.store.ordersOf(
      resting?.intent.signalId ?? ('' as never),
      live.ledger,
    );
    expect(written).toMatchObject([{ status: 'canceled' }]);
  });

  test('F31: a commit whose result is unknown is written again before anything is sent', async () => {
    const house = await House.open();
    const live = await house.live();
    let triesBeforeSent = 0;
    live.line.manner = (changes) => (hasOrder(changes) ? 'lost' : 'takes');
    live.onEffect = ({ kind }) => {
      if (kind === 'post') triesBeforeSent = live.line.written.filter(hasOrder).length;
    };
    house.tellAnnaBuys(live);
    await live.until(() => live.line.failed > 1);
    expect(live.executor.sent, 'the row is there, and nobody knows it').toEqual([]);
    live.line.release();
    await live.settle();
    await house.finish(live);
    expect(triesBeforeSent).toBeGreaterThan(2);
    const bodies = live.line.written
      .flat()
      .flatMap((one) => (one.kind === 'order' && one.order.body !== null ? [one.order.body] : []));
    expect(new Set(bodies)).toEqual(new Set(live.executor.sent));
    expectBookedOnce(house, live);
  });
});

/** The database as it was before its first transaction that says so: a replica that lags. */
async function replicaBefore(
  written: readonly (readonly Change[])[],
  isLost: (changes: readonly Change[]) => boolean,
): Promise<MemoryStore> {
  const replica = new MemoryStore();
  const lost = written.findIndex(isLost);
  for (const changes of written.slice(0, lost)) await replica.commit(changes);
  return replica;
}

describe('a failover to a replica that lacks the last seconds', () => {
  test.each([
    ['filled', false],
    ['is on its way', true],
  ] as const)(
    'F32: an order of the journal that %s is ours, its signal is not copied again, and it is told',
    async (_name, isUnderway) => {
      const house = await House.open();
      const disk = new SimulatedDisk();
      const open = () => FileJournal.open({ dataDir: '/d', report: fail, fs: disk });
      house.journal = await open();
      const first = await house.live();
      if (isUnderway) first.executor.hold('posted');
      const trade = house.leaderTrade('buy', house.venue.market(0));
      await house.annaBuys(first, 0, trade);
      if (!isUnderway) await house.finish(first);
      first.kill9();
      const isLost = (changes: readonly Change[]) =>
        changes.some(({ kind }) => kind === 'signal' || kind === 'order');
      const store = await replicaBefore(first.line.written, isLost);
      const second = new LiveProcess({ ...house.ports, store, journal: await open() });
      await second.start();
      expect(second.orders, 'the journal has it').toHaveLength(1);
      // The feeds' places are old as well: they tell the same trade of the leader again.
      await house.annaBuys(second, 0, trade);
      await house.finish(second);
      await house.pass(second, MINUTE_MS);
      expect(second.executor.sent).toEqual([]);
      expectBookedOnce(house, second);
      const flows = second.changes.filter(
        (one) =>
          one.kind === 'flow' && one.flow.kind !== 'deposit' && one.flow.ledger === second.ledger,
      );
      expect(flows, 'not taken for a trade of the owner').toEqual([]);
      const told = second.changes.flatMap((one) => (one.kind === 'audit' ? [one.entry] : []));
      expect(told).toContainEqual(
        expect.objectContaining({ actor: 'safety', action: 'journal', detail: { orders: 1 } }),
      );
    },
  );

  test('F32: nothing is told where the database has what the journal has', async () => {
    const house = await House.open();
    const disk = new SimulatedDisk();
    const open = () => FileJournal.open({ dataDir: '/d', report: fail, fs: disk });
    house.journal = await open();
    const first = await house.live();
    first.executor.hold('posted');
    await house.annaBuys(first);
    first.kill9();
    house.journal = await open();
    const second = await house.begin();
    await house.finish(second);
    expect(second.changes.filter(({ kind }) => kind === 'audit')).toEqual([]);
    expectBookedOnce(house, second);
  });
});

function fail(error: unknown): never {
  throw error;
}

describe('Redis', () => {
  const broke = async (): Promise<never> => {
    throw new Error('connection refused');
  };
  const hangs = (): Promise<never> => new Promise(() => undefined);
  test.each([
    ['is down', { set: broke, get: broke, delete: broke }],
    ['answers nothing', { set: hangs, get: hangs, delete: hangs }],
    [
      'forgets everything',
      { set: async (): Promise<void> => undefined, get: async (): Promise<null> => null },
    ],
  ])('F33: trading and recovery are the same when it %s', async (_name, broken) => {
    const house = await House.open();
    const first = await house.live();
    const mirror = new InFlightMirror({
      ledger: first.ledger,
      state: broken as unknown as StateStore,
      schedule: house.schedule,
      onError: () => undefined, // It is broken, as told.
    });
    first.onEffect = (effect) => {
      if (effect.kind === 'commit') mirror.take(effect.changes);
    };
    first.executor.hold('posted');
    await house.annaBuys(first);
    first.kill9();
    mirror.close();
    const second = await house.begin();
    await house.finish(second);
    expectBookedOnce(house, second);
    await house.annaBuys(second, 1);
    await house.finish(second);
    expect(second.executor.sent).toHaveLength(1);
    expect(second.shares).toBe(house.venue.matched);
  });
});

describe('a disk that fails', () => {
  test.each([
    ['a full disk', 'append', 'ENOSPC'],
    ['a failed fsync', 'sync', 'EIO'],
  ] as const)(
    'F35: %s stops entries, cancels what rests, keeps reading, and a restart recovers',
    async (_name, call, code) => {
      const house = await House.open();
      const disk = new SimulatedDisk();
      const open = () => FileJournal.open({ dataDir: '/d', report: fail, fs: disk });
      house.journal = await open();
      const first = await house.live();
      first.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
      house.showCheaper(0);
      await house.annaBuys(first, 0);
      expect(house.venue.open).toHaveLength(1);
      disk.failWith = (what) => (what === call ? Object.assign(new Error('disk'), { code }) : null);
      await house.annaBuys(first, 1);
      await house.pass(first, 10 * SECOND_MS);
      expect(first.executor.sent, 'no POST without its line').toHaveLength(1);
      expect(first.killed).toContain('the journal of orders cannot be written');
      expect(house.venue.open, 'what rested is canceled').toEqual([]);
      expect(first.orders.map(({ status }) => status).sort()).toEqual(['canceled', 'notPlaced']);
      disk.failWith = null;
      await house.journal.close();
      first.kill9();
      house.journal = await open();
      const second = await house.begin();
      expect(second.killed, 'only a person arms').not.toBeNull();
      second.command({ kind: 'arm' });
      second.command({ kind: 'changeSetting', key: 'entry.rest', value: 'off' });
      second.command({ kind: 'setMode', mode: 'live' });
      await second.settle();
      await house.pass(second, MINUTE_MS);
      await house.annaBuys(second, 2);
      await house.finish(second);
      expect(second.executor.sent).toHaveLength(1);
      expect(second.shares).toBe(house.venue.matched);
      expect(second.shares).toBeGreaterThan(0);
    },
  );
});
