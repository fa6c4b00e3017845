import { expect, it } from 'vitest';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { FillId, IntentId, LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Order, OrderEvent } from '../../../src/engine/domain/order.ts';
import { isTerminal, ORDER_STATUSES } from '../../../src/engine/domain/order-state.ts';
import { SNAPSHOT_WINDOW_MS } from '../../../src/engine/domain/snapshot.ts';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import type { AskedStore } from './subjects.ts';

const LIVE = 'live:polymarket:0xa' as LedgerId;
const LONG_AGO_MS = NOW_MS - SNAPSHOT_WINDOW_MS - 30 * DAY_MS;
const BODY = '{"order":{"salt":7,"signature":"0xfeed"},"owner":"key","orderType":"GTD"}';

/** What every store owes to orders of real money. */
export function liveContract(current: () => AskedStore): void {
  it('gives a restart every live order that is not over, however old, with its bytes and fills', async () => {
    const store = current();
    const orders = ORDER_STATUSES.map((status) => liveOrder(status));
    const fills = orders.map(({ intent }) =>
      sampleOf(t.fill, {
        id: `fill of ${intent.id}` as FillId,
        intentId: intent.id,
        ledger: LIVE,
        settlement: 'matched',
        atMs: LONG_AGO_MS,
      }),
    );
    await store.commit([
      ...orders.map((order): Change => ({ kind: 'order', order })),
      ...fills.map((fill): Change => ({ kind: 'fill', fill })),
    ]);
    const alive = orders.filter(({ status }) => !isTerminal(status));
    const ids = new Set(alive.map(({ intent }) => intent.id));
    const snapshot = await store.snapshot(NOW_MS);
    expect(alive.length).toBeGreaterThan(0);
    expect(snapshot.orders).toEqual(alive);
    expect(snapshot.fills).toEqual(fills.filter(({ intentId }) => ids.has(intentId)));
  });

  it('takes the bytes and the hash of an order when they are made', async () => {
    const store = current();
    const order = { ...liveOrder('initialized'), body: null, externalId: 'until it is signed' };
    await store.commit([{ kind: 'order', order }]);
    const signed: Order = { ...order, body: BODY, externalId: '0xhash', status: 'submitted' };
    await store.commit([{ kind: 'order', order: signed }]);
    expect((await store.snapshot(NOW_MS)).orders).toEqual([signed]);
  });

  it('tells what happened to an order oldest first, and never changes what it told', async () => {
    const store = current();
    const event = (ordinal: number, fields: Partial<OrderEvent> = {}): Change => ({
      kind: 'orderEvent',
      event: {
        ...{ intentId: 'i1' as IntentId, ordinal, kind: 'sent' },
        ...{ detail: `attempt ${ordinal}`, atMs: NOW_MS },
        ...fields,
      },
    });
    await store.commit([event(10), event(2), event(2, { detail: 'said again' })]);
    await store.commit([
      event(1, { kind: 'signed' }),
      event(2, { kind: 'unknown', detail: 'later words' }),
      event(1, { intentId: 'i2' as IntentId }),
    ]);
    const told = await store.orderEvents('i1' as IntentId);
    expect(told.map(({ ordinal, kind, detail }) => [ordinal, kind, detail])).toEqual([
      [1, 'signed', 'attempt 1'],
      [2, 'sent', 'attempt 2'],
      [10, 'sent', 'attempt 10'],
    ]);
    expect(await store.orderEvents('i2' as IntentId)).toHaveLength(1);
    expect(await store.orderEvents('nobody' as IntentId)).toEqual([]);
  });

  it('follows a fill through its settlement, back from mined too', async () => {
    const store = current();
    const fill = sampleOf(t.fill, { ledger: LIVE, atMs: NOW_MS });
    for (const settlement of ['matched', 'mined', 'retrying', 'mined', 'failed'] as const) {
      const transaction = settlement === 'matched' ? null : `0x${settlement}`;
      await store.commit([{ kind: 'fill', fill: { ...fill, settlement, transaction } }]);
      expect((await store.snapshot(NOW_MS)).fills).toEqual([{ ...fill, settlement, transaction }]);
    }
  });
}

function liveOrder(status: Order['status']): Order {
  const order = sampleOf(t.order, { status, body: BODY });
  const intent = {
    ...order.intent,
    id: `intent ${status}` as IntentId,
    ledger: LIVE,
    createdAtMs: LONG_AGO_MS,
    restsUntilMs: LONG_AGO_MS + DAY_MS,
  };
  return { ...order, intent, externalId: `0xhash of ${status}` };
}
