import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storable } from '../../../src/data/store/storable.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { Money } from '../../../src/engine/domain/values/money.ts';
import * as a from './arbitraries.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import { bookingsContract } from './bookings-contract.ts';
import { chatContract } from './chat-contract.ts';
import { curvesContract } from './curves-contract.ts';
import { liveContract } from './live-contract.ts';
import { pairsContract } from './pairs-contract.ts';
import { readingContract } from './reading-contract.ts';
import { reportsContract } from './reports-contract.ts';
import { scoresContract } from './scores-contract.ts';
import type { AskedStore, StoreSubject } from './subjects.ts';
import { tripsContract } from './trips-contract.ts';
import { visible } from './visible.ts';

const ALL_NOTICES = { sinceMs: 0, limit: 100, first: [] } as const;

/** What every store owes its callers, whatever it is made of. */
export function describeStore(
  name: string,
  start: () => Promise<StoreSubject>,
  { numRuns }: { readonly numRuns: number },
): void {
  describe(name, () => {
    let subject: StoreSubject;
    let store: AskedStore;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject?.stop());
    beforeEach(async () => {
      store = await subject.fresh();
    });

    readingContract(() => store);
    chatContract(() => store);
    curvesContract(() => store);
    reportsContract(() => store);
    bookingsContract(() => store);
    liveContract(() => store);
    tripsContract(() => store);
    scoresContract(() => store);
    pairsContract(() => store);

    it('starts armed and empty', async () => {
      const { control, orders, wallets, takenAtMs } = await store.snapshot(NOW_MS);
      expect(control).toEqual({ live: null, warningReadAtMs: null, killed: null, paused: null });
      expect([...orders, ...wallets]).toEqual([]);
      expect(takenAtMs).toBe(NOW_MS);
      expect(await store.cursor('nobody')).toBeNull();
      await store.commit([]);
    });

    it('gives back every record as it was written', async () => {
      const records = fc.record({
        rules: a.walletRules,
        market: a.listing.map((market) => ({ ...market, status: 'open' as const })),
        filter: a.filter,
        setting: a.setting,
        control: a.control,
        trade: a.leaderTrade.map((trade) => ({ ...trade, receivedAtMs: NOW_MS })),
        holding: a.leaderHolding,
        decision: t.decision,
        work: t.exitWork.map((work) => ({ ...work, status: 'working' as const })),
        order: t.order.map((order) => ({ ...order, status: 'open' as const })),
        fill: t.fill.map((fill) => ({ ...fill, atMs: NOW_MS })),
        position: t.position,
        mark: t.ledgerMark,
        flow: t.flow,
        sample: a.equitySample,
        notice: a.notice,
      });
      await fc.assert(
        fc.asyncProperty(records, async (written) => {
          store = await subject.fresh();
          await store.commit([
            { kind: 'wallet', wallet: written.rules },
            { kind: 'market', market: written.market },
            { kind: 'filter', filter: written.filter },
            { kind: 'setting', setting: written.setting },
            { kind: 'control', control: written.control },
            { kind: 'leaderTrade', trade: written.trade },
            { kind: 'leaderHolding', holding: written.holding },
            { kind: 'decision', decision: written.decision },
            { kind: 'exitWork', work: written.work },
            { kind: 'order', order: written.order },
            { kind: 'fill', fill: written.fill },
            { kind: 'position', position: written.position },
            { kind: 'ledgerMark', mark: written.mark },
            { kind: 'flow', flow: written.flow },
            { kind: 'equity', sample: written.sample },
            { kind: 'notice', notice: written.notice },
            { kind: 'cursor', name: 'core.silence', value: 'told' },
          ]);
          const expected = storable(written);
          const snapshot = await store.snapshot(NOW_MS);
          expect(snapshot.wallets).toEqual([expected.rules]);
          expect(snapshot.markets).toEqual([expected.market]);
          expect(snapshot.filters).toEqual([expected.filter]);
          expect(snapshot.settings).toEqual([expected.setting]);
          expect(snapshot.control).toEqual(expected.control);
          expect(snapshot.leaderTrades).toEqual([expected.trade]);
          expect(snapshot.leaderHoldings).toEqual([expected.holding]);
          expect(snapshot.silence).toBe('told');
          expect(snapshot.exits).toEqual([expected.work]);
          expect(snapshot.orders).toEqual([expected.order]);
          expect(snapshot.fills).toEqual([expected.fill]);
          expect(snapshot.positions).toEqual([expected.position]);
          expect(snapshot.ledgerMarks).toEqual([expected.mark]);
          expect(snapshot.flows).toEqual([expected.flow]);
          expect(await store.decisionsOf(written.decision.signalId)).toEqual([expected.decision]);
          expect(await store.recentOrders({ limit: 1 })).toEqual([expected.order]);
          expect(await store.pending('console', ALL_NOTICES)).toEqual([
            { notice: expected.notice, tried: false },
          ]);
          const { ledger, atMs, equity } = expected.sample;
          expect(await store.equityCurve(ledger, 0)).toEqual([{ atMs, value: equity }]);
        }),
        { numRuns },
      );
    });

    it('shows the same after a batch was applied twice as after once', async () => {
      await fc.assert(
        fc.asyncProperty(a.batch, a.batch, async (first, second) => {
          store = await subject.fresh();
          await store.commit(first).catch(onlyConflict);
          await store.commit(second).catch(onlyConflict);
          const once = await visible(store);
          const again = await store.commit(second).then(
            () => true,
            (error) => onlyConflict(error) ?? false,
          );
          expect(await visible(store)).toEqual(once);
          expect(typeof again).toBe('boolean');
        }),
        { numRuns },
      );
    });

    it('leaves nothing of a batch of which one change fails', async () => {
      await store.commit([
        { kind: 'filter', filter: { type: 'category', value: 'sports', action: 'allow' } },
      ]);
      const before = await visible(store);
      const all = Object.entries(a.CHANGES)
        .filter(([kind]) => kind !== 'filter' && kind !== 'filterRemoved')
        .map(([, arbitrary]) => sampleOf(arbitrary));
      const contradiction: Change = {
        kind: 'filter',
        filter: { type: 'category', value: 'sports', action: 'deny' },
      };
      await expect(store.commit([...all, contradiction])).rejects.toMatchObject({
        name: 'StoreError',
        kind: 'conflict',
      });
      const broken: Change = {
        kind: 'flow',
        flow: sampleOf(t.flow, { amount: Number.NaN as Money }),
      };
      await expect(store.commit([...all, broken])).rejects.toThrow('Invariant');
      expect(await visible(store)).toEqual(before);
      await store.commit(all);
      expect(await visible(store)).not.toEqual(before);
    });

    it('refuses the opposite action for a filter, and takes the same one again', async () => {
      const allow = { type: 'keyword', value: 'cup', action: 'allow' } as const;
      const deny = { ...allow, action: 'deny' } as const;
      const remove = { kind: 'filterRemoved', type: 'keyword', value: 'cup' } as const;
      await store.commit([{ kind: 'filter', filter: allow }]);
      await store.commit([{ kind: 'filter', filter: allow }]);
      const conflict = { kind: 'conflict' };
      await expect(store.commit([{ kind: 'filter', filter: deny }])).rejects.toMatchObject(
        conflict,
      );
      await expect(
        store.commit([remove, { kind: 'filter', filter: allow }, { kind: 'filter', filter: deny }]),
      ).rejects.toMatchObject(conflict);
      expect((await store.snapshot(NOW_MS)).filters).toEqual([allow]);
      await store.commit([remove, { kind: 'filter', filter: deny }]);
      expect((await store.snapshot(NOW_MS)).filters).toEqual([deny]);
      await store.commit([remove, remove]);
      expect((await store.snapshot(NOW_MS)).filters).toEqual([]);
    });

    it('gives an external id to one order only', async () => {
      const order = sampleOf(t.order);
      const other = { ...order, intent: { ...order.intent, id: 'other' } } as Order;
      await store.commit([{ kind: 'order', order }]);
      await expect(store.commit([{ kind: 'order', order: other }])).rejects.toMatchObject({
        kind: 'conflict',
      });
      await store.commit([{ kind: 'order', order: { ...order, externalId: 'moved' } }]);
      await store.commit([{ kind: 'order', order: other }]);
      expect(await store.recentOrders({ limit: 9 })).toHaveLength(2);
    });

    it('keeps the first booking of a fill and moves only its settlement', async () => {
      const fill = sampleOf(t.fill, { settlement: 'matched', atMs: NOW_MS });
      const later = { ...fill, settlement: 'confirmed', quantity: 1 } as typeof fill;
      await store.commit([{ kind: 'fill', fill }]);
      await store.commit([{ kind: 'fill', fill: later }]);
      const expected = [{ ...fill, settlement: 'confirmed' }];
      expect((await store.snapshot(NOW_MS)).fills).toEqual(expected);
      const twin = { ...fill, id: 'twin' } as typeof fill;
      await store.commit([
        { kind: 'fill', fill: twin },
        { kind: 'fill', fill: { ...twin, settlement: 'mined', fee: 5 as Money } },
      ]);
      expect((await store.snapshot(NOW_MS)).fills[1]).toEqual({ ...twin, settlement: 'mined' });
    });

    it('never changes a row that is only ever inserted', async () => {
      const flow = sampleOf(t.flow, { note: 'first' });
      const trade = sampleOf(a.leaderTrade, { receivedAtMs: NOW_MS });
      const setting = sampleOf(a.setting, { value: 'first' });
      await store.commit([
        { kind: 'flow', flow },
        { kind: 'leaderTrade', trade },
        { kind: 'setting', setting },
      ]);
      const before = await visible(store);
      await store.commit([
        { kind: 'flow', flow: { ...flow, note: 'second' } },
        { kind: 'leaderTrade', trade: { ...trade, receivedAtMs: NOW_MS - 1 } },
        { kind: 'setting', setting: { ...setting, value: 'second' } },
      ]);
      expect(await visible(store)).toEqual(before);
    });

    it('follows the order of steps within a batch', async () => {
      const rules = sampleOf(a.walletRules);
      const remove: Change = { kind: 'walletRemoved', address: rules.address };
      const follow: Change = { kind: 'wallet', wallet: rules };
      await store.commit([remove, follow]);
      expect((await store.snapshot(NOW_MS)).wallets).toEqual([rules]);
      await store.commit([follow, remove]);
      expect((await store.snapshot(NOW_MS)).wallets).toEqual([]);
      await store.commit([
        { kind: 'cursor', name: 'feed', value: 'old' },
        { kind: 'cursor', name: 'feed', value: 'new' },
      ]);
      expect(await store.cursor('feed')).toBe('new');
    });

    it('holds money up to 2^53 exactly', async () => {
      for (const amount of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1, -1, 0]) {
        const flow = sampleOf(t.flow, { id: `flow${amount}`, amount: amount as Money });
        await store.commit([{ kind: 'flow', flow }]);
        expect((await store.snapshot(NOW_MS)).flows).toContainEqual(flow);
      }
      const tooMuch = sampleOf(t.flow, { amount: (Number.MAX_SAFE_INTEGER + 1) as Money });
      await expect(store.commit([{ kind: 'flow', flow: tooMuch }])).rejects.toThrow('Invariant');
    });

    it('takes what strangers write in titles as text', async () => {
      const titles = ["'); drop table orders; --", 'nul \u0000 inside', 'half \ud83d', '$1 %s \\'];
      const events = titles.map((title, ordinal) => {
        const trade = sampleOf(a.leaderTrade, { ordinal, receivedAtMs: NOW_MS });
        return { ...trade, event: { ...trade.event, title } };
      });
      await store.commit(events.map((trade) => ({ kind: 'leaderTrade', trade })));
      const data = JSON.parse('{"__proto__":"a \\u0000 b","constructor":1}');
      await store.commit([{ kind: 'notice', notice: sampleOf(a.notice, { data }) }]);
      const { leaderTrades } = await store.snapshot(NOW_MS);
      expect(leaderTrades.map((row) => row.event.title)).toEqual([
        titles[0],
        'nul \ufffd inside',
        'half \ufffd',
        titles[3],
      ]);
      const [pending] = await store.pending('console', ALL_NOTICES);
      expect(Object.entries(pending?.notice.data ?? {}).sort()).toEqual([
        ['__proto__', 'a \ufffd b'],
        ['constructor', 1],
      ]);
    });

    it('writes more rows in one batch than fit in one statement', async () => {
      const trades = Array.from({ length: 1_201 }, (_, ordinal) =>
        sampleOf(a.leaderTrade, { ordinal, receivedAtMs: NOW_MS }),
      );
      await store.commit(trades.map((trade) => ({ kind: 'leaderTrade', trade })));
      const { leaderTrades } = await store.snapshot(NOW_MS);
      expect(leaderTrades.map((row) => row.ordinal)).toEqual(trades.map((row) => row.ordinal));
    });
  });
}

/** Random batches may contradict stored filters; nothing else may fail. */
export function onlyConflict(error: unknown): void {
  expect(error).toMatchObject({ name: 'StoreError', kind: 'conflict' });
}
