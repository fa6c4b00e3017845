import { expect, it } from 'vitest';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { SignalId } from '../../../src/engine/domain/ids.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { SNAPSHOT_WINDOW_MS } from '../../../src/engine/domain/snapshot.ts';
import * as a from './arbitraries.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import type { AskedStore } from './subjects.ts';

const SINCE_MS = NOW_MS - SNAPSHOT_WINDOW_MS;

/** What every store shows to readers, and in which order. */
export function readingContract(current: () => AskedStore): void {
  it('looks back exactly one window, and further for what is not over', async () => {
    const store = current();
    const edge = (atMs: number) => [
      sampleOf(a.leaderTrade, { key: `t${atMs}`, receivedAtMs: atMs }),
      sampleOf(t.copySignal, { id: `s${atMs}` as SignalId, receivedAtMs: atMs }),
      sampleOf(a.auditEntry, { commandId: `c${atMs}`, atMs }),
      orderAt(atMs, 'filled'),
      orderAt(atMs, 'inDoubt'),
      { ...sampleOf(t.fill), id: `f${atMs}`, intentId: `filled${atMs}`, atMs },
      { ...sampleOf(t.fill), id: `g${atMs}`, intentId: `inDoubt${atMs}`, atMs },
    ];
    for (const atMs of [SINCE_MS - 1, SINCE_MS]) {
      const [trade, signal, entry, done, open, fillOfDone, fillOfOpen] = edge(atMs);
      await store.commit([
        { kind: 'leaderTrade', trade },
        { kind: 'signal', signal },
        { kind: 'audit', entry },
        { kind: 'order', order: done },
        { kind: 'order', order: open },
        { kind: 'fill', fill: fillOfDone },
        { kind: 'fill', fill: fillOfOpen },
      ] as Change[]);
    }
    const seen = await store.snapshot(NOW_MS);
    expect(seen.leaderTrades.map((row) => row.key)).toEqual([`t${SINCE_MS}`]);
    expect(seen.signalIds).toEqual([`s${SINCE_MS}`]);
    expect(seen.commandIds).toEqual([`c${SINCE_MS}`]);
    expect(seen.orders.map((row) => row.intent.id)).toEqual([
      `inDoubt${SINCE_MS - 1}`,
      `filled${SINCE_MS}`,
      `inDoubt${SINCE_MS}`,
    ]);
    expect(seen.fills.map((row) => row.id)).toEqual([
      `g${SINCE_MS - 1}`,
      `f${SINCE_MS}`,
      `g${SINCE_MS}`,
    ]);
  });

  it('shows a resolved market while its shares are held, in whatever order it learned', async () => {
    const store = current();
    const market = sampleOf(a.listing, { status: 'open', closesAtMs: NOW_MS });
    const resolution = { marketId: market.id, payouts: sampleOf(a.resolution).payouts };
    await store.commit([{ kind: 'resolution', resolution, atMs: SINCE_MS }]);
    expect(await store.snapshot(NOW_MS)).toMatchObject({
      markets: [],
      resolutions: [resolution],
    });
    await store.commit([{ kind: 'market', market }]);
    expect(await store.snapshot(NOW_MS)).toMatchObject({
      markets: [],
      resolutions: [resolution],
    });
    expect((await store.snapshot(NOW_MS + 1)).resolutions).toEqual([]);
    const position = sampleOf(t.position, { marketId: market.id, quantity: shares(1) });
    await store.commit([{ kind: 'position', position }]);
    expect(await store.snapshot(NOW_MS + 1)).toMatchObject({
      markets: [market],
      resolutions: [resolution],
    });
    await store.commit([{ kind: 'position', position: { ...position, quantity: shares(0) } }]);
    expect(await store.snapshot(NOW_MS + 1)).toMatchObject({ markets: [], resolutions: [] });
    await store.commit([{ kind: 'market', market: { ...market, id: 'new' as typeof market.id } }]);
    expect((await store.snapshot(NOW_MS + 1)).markets).toHaveLength(1);
  });

  it('shows the newest version of each setting', async () => {
    const store = current();
    const rows = [3, 1, 7, 5].map((version) =>
      sampleOf(a.setting, { version, key: version < 4 ? 'low' : 'high', value: `${version}` }),
    );
    await store.commit(rows.map((setting) => ({ kind: 'setting', setting })));
    const { settings } = await store.snapshot(NOW_MS);
    expect(settings.map((row) => row.version)).toEqual([3, 7]);
  });

  it('shows exits until they are done', async () => {
    const store = current();
    const work = sampleOf(t.exitWork, { status: 'needsYou' });
    await store.commit([{ kind: 'exitWork', work }]);
    expect((await store.snapshot(NOW_MS)).exits).toEqual([work]);
    await store.commit([{ kind: 'exitWork', work: { ...work, status: 'done' } }]);
    expect((await store.snapshot(NOW_MS)).exits).toEqual([]);
  });

  it('keeps the order of arrival among rows of one moment', async () => {
    const store = current();
    const names = ['m', 'z', 'a', 'k'];
    await store.commit(
      names.map((key) => ({
        kind: 'leaderTrade',
        trade: sampleOf(a.leaderTrade, { key, receivedAtMs: NOW_MS }),
      })),
    );
    await store.commit(
      names.map((id) => ({ kind: 'notice', notice: sampleOf(a.notice, { id, atMs: NOW_MS }) })),
    );
    await store.commit([
      { kind: 'notice', notice: sampleOf(a.notice, { id: 'before', atMs: NOW_MS - 1 }) },
    ]);
    const { leaderTrades } = await store.snapshot(NOW_MS);
    expect(leaderTrades.map((row) => row.key)).toEqual(names);
    const notices = await store.pending('console', { sinceMs: 0, limit: 100, first: [] });
    expect(notices.map(({ notice }) => notice.id)).toEqual(['before', ...names]);
  });
}

function shares(micro: number) {
  return micro as never;
}

function orderAt(createdAtMs: number, status: Order['status']): Order {
  const order = sampleOf(t.order, { status });
  const name = `${status}${createdAtMs}`;
  const intent = { ...order.intent, id: name as typeof order.intent.id, createdAtMs };
  return { ...order, intent, externalId: name };
}
