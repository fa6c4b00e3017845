import { expect, it } from 'vitest';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type {
  FillId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import { MINUTE_MS } from '../../../src/engine/domain/time.ts';
import {
  cents,
  cost,
  dollars,
  type Money,
  type Price,
  percent,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import type { AskedStore } from './subjects.ts';

const PAPER = 'paper' as LedgerId;
const SHADOW = 'spare:x' as LedgerId;
const ACE = '0xace' as WalletAddress;
const OTHER = '0xother' as WalletAddress;
const MARKET = '0xmarket' as MarketId;
const YES = '7' as TokenId;

/** What every store tells of copies, from the leader's trade to what became of them. */
export function tripsContract(current: () => AskedStore): void {
  it('puts a copy together from its signal, decision, fills, the way out and the payout', async () => {
    const store = current();
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0, leaderPrice: 50 }),
      fill('f1', 's1', { side: 'buy', quantity: 6, price: 52, fee: 0.01, afterMs: 2_000 }),
      fill('f2', 's1', { side: 'buy', quantity: 4, price: 53, fee: 0.02, afterMs: 2_001 }),
      ...exitOf('k2', { percent: 100, price: 70, tradedAfterMs: 60_000 }),
      fill('f3', 'x1', { side: 'sell', quantity: 10, price: 68, fee: 0.03, afterMs: 62_000 }),
    ]);
    const [trip, ...others] = await store.copyTrips({ sinceMs: 0 });
    expect(others).toEqual([]);
    expect(trip).toEqual({
      signalId: 's1',
      ledger: PAPER,
      wallet: ACE,
      marketId: MARKET,
      tokenId: YES,
      leaderPrice: cents(50),
      leaderQuantity: shares(100),
      tradedAtMs: NOW_MS,
      askWhenJudged: cents(51),
      wanted: dollars(5),
      budget: dollars(5.3),
      bought: {
        quantity: shares(10),
        dollars: dollars(5.24),
        fees: dollars(0.03),
        atMs: NOW_MS + 2_001,
      },
      sold: {
        quantity: shares(10),
        dollars: dollars(6.8),
        fees: dollars(0.03),
        atMs: NOW_MS + 62_000,
      },
      payout: null,
      leaderExitPrice: cents(70),
      isOver: true,
      endedAtMs: NOW_MS + 62_000,
    });
  });

  it('gives sales to the copy that was bought first, also to one from before the time asked for', async () => {
    const store = current();
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0 }),
      ...copyOf('s2', { tradedAfterMs: 10_000 }),
      fill('f1', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000 }),
      fill('f2', 's2', { side: 'buy', quantity: 10, price: 60, afterMs: 11_000 }),
      fill('f3', 'x1', { side: 'sell', quantity: 15, price: 70, fee: 0.05, afterMs: 20_000 }),
    ]);
    const both = await store.copyTrips({ sinceMs: 0 });
    expect(both.map(({ sold }) => sold?.quantity)).toEqual([shares(10), shares(5)]);
    expect(both.map(({ isOver }) => isOver)).toEqual([true, false]);
    const fees = both.map(({ sold }) => sold?.fees ?? 0);
    expect(fees[0]).toBe(33_333);
    expect((fees[0] ?? 0) + (fees[1] ?? 0)).toBe(dollars(0.05));
    expect(await store.copyTrips({ sinceMs: NOW_MS + 1 })).toEqual(both.slice(1));
  });

  it('keeps ledgers, wallets and tokens apart, and follows a leader in each of them', async () => {
    const store = current();
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0 }),
      ...copyOf('s2', { tradedAfterMs: 0, wallet: OTHER }),
      fill('f1', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000 }),
      fill('f2', 's1', { side: 'buy', quantity: 9, price: 50, afterMs: 1_001, ledger: SHADOW }),
      fill('f3', 's2', { side: 'buy', quantity: 8, price: 50, afterMs: 1_002, wallet: OTHER }),
      fill('f4', 'x', { side: 'sell', quantity: 9, price: 60, afterMs: 9_000, ledger: SHADOW }),
      ...exitOf('k1', { percent: 50, price: 80, tradedAfterMs: 8_000 }),
      ...exitOf('k2', { percent: 100, price: 60, tradedAfterMs: 9_000 }),
    ]);
    const told = async (query: object) =>
      (await store.copyTrips({ sinceMs: 0, ...query })).map(
        ({ ledger, wallet, bought, sold, leaderExitPrice }) =>
          `${ledger} ${wallet} ${bought.quantity} ${sold?.quantity ?? '-'} ${leaderExitPrice ?? '-'}`,
      );
    const paper = `paper 0xace ${shares(10)} - ${cents(70)}`;
    const shadow = `spare:x 0xace ${shares(9)} ${shares(9)} ${cents(70)}`;
    const other = `paper 0xother ${shares(8)} - -`;
    expect(await told({})).toEqual([paper, shadow, other]);
    expect(await told({ ledger: PAPER })).toEqual([paper, other]);
    expect(await told({ wallet: ACE })).toEqual([paper, shadow]);
    expect(await told({ wallet: ACE, ledger: SHADOW })).toEqual([shadow]);
    expect(await told({ ledger: 'spare:y' })).toEqual([]);
  });

  it('pays what is held at the resolution, and ends the copy with it', async () => {
    const store = current();
    const payouts = [{ tokenId: YES, payout: 1_000_000 as Price }];
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0 }),
      ...exitOf('k1', { percent: 50, price: 60, tradedAfterMs: 5_000 }),
      ...exitOf('k2', { percent: 100, price: null, tradedAfterMs: 6_000 }),
      fill('f1', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000 }),
      { kind: 'resolution', resolution: { marketId: MARKET, payouts }, atMs: NOW_MS + 99_000 },
    ]);
    const [trip] = await store.copyTrips({ sinceMs: 0 });
    const paid = { payout: 1_000_000, sold: null, isOver: true, endedAtMs: NOW_MS + 99_000 };
    // Half at 60 cents, half at a dollar.
    expect(trip).toMatchObject({ ...paid, leaderExitPrice: cents(80) });
  });

  it('takes what was merged with the other side for sold, at its part of the dollar', async () => {
    const store = current();
    const merged = {
      id: 'm1',
      ledger: PAPER,
      wallet: ACE,
      marketId: MARKET,
      tokenId: YES,
    } as const;
    const what = { cause: 'merge', amount: dollars(0.4), fillId: null, transaction: null } as const;
    const left = { change: -shares(4), cash: dollars(2.4), atMs: NOW_MS + 30_000 };
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0 }),
      fill('f1', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000 }),
      { kind: 'realisation', realisation: { ...merged, ...what, ...left } },
      fill('f2', 'x1', { side: 'sell', quantity: 6, price: 70, afterMs: 60_000 }),
    ]);
    const [trip] = await store.copyTrips({ sinceMs: 0 });
    expect(trip?.sold).toMatchObject({ quantity: shares(10), dollars: dollars(2.4 + 4.2) });
    expect(trip?.isOver).toBe(true);
  });

  it('counts no fill that failed, no order of a person, and no signal it does not know', async () => {
    const store = current();
    await store.commit([
      ...copyOf('s1', { tradedAfterMs: 0 }),
      fill('f1', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000, failed: true }),
      fill('f2', 's1', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000, wallet: null }),
      fill('f3', 'unknown', { side: 'buy', quantity: 10, price: 50, afterMs: 1_000 }),
    ]);
    expect(await store.copyTrips({ sinceMs: 0 })).toEqual([]);
  });

  it('tells of a thousand copies at most, the oldest first', async () => {
    const store = current();
    const ids = Array.from({ length: 1_003 }, (_, at) => `s${at}`);
    await store.commit(ids.flatMap((id, at) => copyOf(id, { tradedAfterMs: at })));
    await store.commit(
      ids.map((id, at) =>
        fill(`f${id}`, id, { side: 'buy', quantity: 1, price: 50, afterMs: at + MINUTE_MS }),
      ),
    );
    const trips = await store.copyTrips({ sinceMs: 0 });
    expect(trips.map(({ signalId }) => signalId)).toEqual(ids.slice(0, 1_000));
    const later = await store.copyTrips({ sinceMs: NOW_MS + 1_000 });
    expect(later.map(({ signalId }) => signalId)).toEqual(ids.slice(1_000));
  });
}

function copyOf(
  id: string,
  of: {
    readonly tradedAfterMs: number;
    readonly leaderPrice?: number;
    readonly wallet?: WalletAddress;
  },
): Change[] {
  const { tradedAfterMs, leaderPrice = 50, wallet = ACE } = of;
  const signal = {
    ...({ kind: 'copy', stage: 'crossed', id: id as SignalId, wallet, marketId: MARKET } as const),
    tokenId: YES,
    leaderPrice: cents(leaderPrice),
    leaderQuantity: shares(100),
    leaderNotional: dollars(leaderPrice),
    clipNotional: dollars(leaderPrice),
    prints: 1,
    tradedAtMs: NOW_MS + tradedAfterMs,
    receivedAtMs: NOW_MS + tradedAfterMs + 900,
  };
  const gates: Decision['gates'] = [
    gate('priceMoved', { actual: cents(1), limit: cents(2), unit: 'price' }),
    gate('orderCap', { actual: dollars(5), limit: dollars(10), unit: 'money' }),
  ];
  const decision = sampleOf(t.decision, {
    ...({ id: `d${id}`, signalId: signal.id, signalKind: 'copy', ledger: PAPER, wallet } as const),
    ...({ gates, spend: dollars(5.3), verdict: 'accepted', reason: null } as const),
  });
  return [
    { kind: 'signal', signal },
    { kind: 'decision', decision },
  ];
}

function gate(
  name: Decision['gates'][number]['gate'],
  numbers: Pick<Decision['gates'][number], 'actual' | 'limit' | 'unit'>,
): Decision['gates'][number] {
  return { gate: name, verdict: 'pass', ...numbers, note: null };
}

function fill(
  id: string,
  signalId: string,
  of: {
    readonly side: Fill['side'];
    readonly quantity: number;
    readonly price: number;
    readonly fee?: number;
    readonly afterMs: number;
    readonly ledger?: LedgerId;
    readonly wallet?: WalletAddress | null;
    readonly failed?: boolean;
  },
): Change {
  const { side, ledger = PAPER, wallet = ACE, afterMs, fee = 0, failed = false } = of;
  const price = cents(of.price);
  const quantity = shares(of.quantity);
  const own = {
    ...{ id: id as FillId, signalId: signalId as SignalId, side, ledger, wallet, price, quantity },
    ...{ marketId: MARKET, tokenId: YES, atMs: NOW_MS + afterMs, fee: dollars(fee) },
    notional: cost(price, quantity, 'floor') as Money,
    settlement: failed ? 'failed' : 'confirmed',
  } as const;
  return { kind: 'fill', fill: sampleOf(t.fill, own) };
}

function exitOf(
  id: string,
  of: {
    readonly percent: number;
    readonly price: number | null;
    readonly tradedAfterMs: number;
  },
): Change[] {
  const tradedAtMs = NOW_MS + of.tradedAfterMs;
  const signal = {
    ...({ kind: 'exit', id: id as SignalId, wallet: ACE, marketId: MARKET, tokenId: YES } as const),
    ...({ fraction: percent(of.percent), cause: 'sell', tradedAtMs } as const),
    leaderPrice: of.price === null ? null : cents(of.price),
    receivedAtMs: tradedAtMs + 900,
  };
  const own = { signalId: signal.id, signalKind: 'exit', wallet: ACE, tokenId: YES } as const;
  const atMs = signal.receivedAtMs;
  const decision = sampleOf(t.decision, { ...own, id: `d${id}`, ledger: PAPER, atMs });
  return [
    { kind: 'signal', signal },
    { kind: 'decision', decision },
  ];
}
