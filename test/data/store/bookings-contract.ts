import { expect, it } from 'vitest';
import { BOOKING_PAGE_ROWS } from '../../../src/data/store/limits.ts';
import type { Booking } from '../../../src/engine/contract/reports.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import type { FillId, LedgerId, MarketId } from '../../../src/engine/domain/ids.ts';
import type { Realisation } from '../../../src/engine/domain/realisation.ts';
import type { Money } from '../../../src/engine/domain/values/money.ts';
import * as a from './arbitraries.ts';
import { sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import type { AskedStore } from './subjects.ts';
import { bookingsOf } from './visible.ts';

const PAPER = 'paper' as LedgerId;
const SHADOW = 'shadow:x' as LedgerId;
const NOBODY = 'live:polymarket:0x1' as LedgerId;

/** What every store gives back of what moved money or shares. */
export function bookingsContract(current: () => AskedStore): void {
  it('gives back what was booked in a ledger, oldest first, with what belongs to it', async () => {
    const store = current();
    const bought = fillOf('f1', { side: 'buy', atMs: 10 });
    const sold = fillOf('f2', { side: 'sell', atMs: 30 });
    const sale = realisationOf('f2', { cause: 'sale', amount: 7, fillId: 'f2', atMs: 30 });
    const back = realisationOf('r1', { cause: 'reversal', amount: 0, fillId: 'f1', atMs: 40 });
    const paid = realisationOf('p1', { cause: 'payout', amount: -3, fillId: null, atMs: 20 });
    const deposit = sampleOf(t.flow, { id: 'd', ledger: PAPER, atMs: 5 });
    const moves = [{ wallet: null, marketId: '0xm', tokenId: '7', change: 5, cost: 3 }] as never;
    const external = { ...sampleOf(t.flow, { id: 'e', ledger: PAPER, atMs: 30 }), moves };
    await store.commit([fillChange(sold), realised(sale), realised(paid)]);
    await store.commit([fillChange(bought), flowChange(external), flowChange(deposit)]);
    await store.commit([realised(back), fillChange(fillOf('other', { ledger: SHADOW, atMs: 1 }))]);
    expect(await bookingsOf(store, PAPER)).toEqual([
      { kind: 'flow', flow: deposit },
      { kind: 'fill', fill: bought, realised: 0 },
      { kind: 'payout', realisation: paid },
      { kind: 'fill', fill: sold, realised: 7 },
      { kind: 'flow', flow: external },
      { kind: 'reversal', fill: bought, realisation: back },
    ]);
    expect(await store.bookedLedgers()).toEqual([PAPER, SHADOW]);
    expect(await bookingsOf(store, NOBODY)).toEqual([]);
    const middle = { ledger: PAPER, sinceMs: 10, beforeMs: 30 };
    const kinds: string[] = [];
    for await (const page of store.bookings(middle)) kinds.push(...page.map(({ kind }) => kind));
    expect(kinds).toEqual(['fill', 'payout']);
  });

  it('gives back a long past in pages, also where many rows share a moment', async () => {
    const store = current();
    const count = 2 * BOOKING_PAGE_ROWS + 1;
    const ids = Array.from({ length: count }, (_, at) => `f${at}`);
    await store.commit(ids.map((id) => fillChange(fillOf(id, { atMs: 9 }))));
    const seen: string[] = [];
    const sizes: number[] = [];
    for await (const page of store.bookings({ ledger: PAPER, sinceMs: 0 })) {
      sizes.push(page.length);
      seen.push(...page.map((row) => (row.kind === 'fill' ? row.fill.id : '')));
    }
    expect(seen).toEqual(ids);
    expect(sizes).toEqual([BOOKING_PAGE_ROWS, BOOKING_PAGE_ROWS, 1]);
  });

  it('gives back nothing that is booked while it is read', async () => {
    const store = current();
    const ids = Array.from({ length: BOOKING_PAGE_ROWS + 1 }, (_, at) => `f${at}`);
    await store.commit(ids.map((id, at) => fillChange(fillOf(id, { atMs: at }))));
    let rows = 0;
    for await (const page of store.bookings({ ledger: PAPER, sinceMs: 0 })) {
      rows += page.length;
      const late = BOOKING_PAGE_ROWS + 5;
      await store.commit([
        fillChange(fillOf(`late${rows}`, { atMs: late })),
        flowChange(sampleOf(t.flow, { id: `late${rows}`, ledger: PAPER, atMs: late })),
      ]);
    }
    expect(rows).toBe(ids.length);
    const again: Booking[] = [...(await bookingsOf(store, PAPER))];
    expect(again).toHaveLength(ids.length + 4);
  });

  it('finds markets by their ids, and leaves out those that were never listed', async () => {
    const store = current();
    const listed = sampleOf(a.listing, { id: '0xlisted' as MarketId });
    const resolution = { marketId: '0xunlisted' as MarketId, payouts: [] };
    await store.commit([
      { kind: 'market', market: listed },
      { kind: 'resolution', resolution, atMs: 5 },
    ]);
    const ids = ['0xlisted', '0xunlisted', '0xunknown', '0xlisted'] as MarketId[];
    expect(await store.marketsById(ids)).toEqual([listed]);
    expect(await store.marketsById([])).toEqual([]);
  });
}

function fillOf(id: string, fields: Partial<Fill>): Fill {
  return { ...sampleOf(t.fill), ledger: PAPER, ...fields, id: id as FillId };
}

function realisationOf(
  id: string,
  fields: Pick<Realisation, 'cause' | 'atMs'> & {
    readonly amount: number;
    readonly fillId: string | null;
  },
): Realisation {
  const { amount, fillId } = fields;
  const own = { amount: amount as Money, fillId: fillId as FillId | null };
  return { ...sampleOf(t.realisation), ledger: PAPER, ...fields, ...own, id };
}

function fillChange(fill: Fill): Change {
  return { kind: 'fill', fill };
}

function flowChange(flow: Flow): Change {
  return { kind: 'flow', flow };
}

function realised(realisation: Realisation): Change {
  return { kind: 'realisation', realisation };
}
