import { expect, it } from 'vitest';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type {
  FillId,
  IntentId,
  LedgerId,
  SignalId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { Money } from '../../../src/engine/domain/values/money.ts';
import * as a from './arbitraries.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import { orderChange } from './order-change.ts';
import { ordersContract } from './orders-contract.ts';
import type { AskedStore } from './subjects.ts';

const PAPER = 'paper' as LedgerId;
const SHADOW = 'spare:x' as LedgerId;
const ACE = '0xace' as WalletAddress;
const OTHER = '0xother' as WalletAddress;

/** What every store answers to people. */
export function reportsContract(current: () => AskedStore): void {
  ordersContract(current);

  it('lists decisions newest first, by moment, wallet and ledger, never above the limit', async () => {
    const { reports, commit } = bound(current());
    await commit(
      Array.from({ length: 6 }, (_, index) =>
        decisionChange({
          id: `d${index}`,
          ledger: index % 2 === 0 ? PAPER : SHADOW,
          wallet: index < 3 ? ACE : OTHER,
          atMs: NOW_MS + Math.floor(index / 2),
        }),
      ),
    );
    const ids = async (query: Parameters<typeof reports.recentDecisions>[0]) =>
      (await reports.recentDecisions(query)).map((row) => row.id);
    expect(await ids({ limit: 3 })).toEqual(['d5', 'd4', 'd3']);
    expect(await ids({ limit: 9, ledger: PAPER })).toEqual(['d4', 'd2', 'd0']);
    expect(await ids({ limit: 9, wallet: ACE })).toEqual(['d2', 'd1', 'd0']);
    expect(await ids({ limit: 9, sinceMs: NOW_MS + 1 })).toEqual(['d5', 'd4', 'd3', 'd2']);
    expect(await ids({ limit: 9, wallet: ACE, ledger: PAPER, sinceMs: NOW_MS + 1 })).toEqual([
      'd2',
    ]);
    expect(await ids({ limit: -1 })).toEqual([]);
  });

  it('lists orders newest first, and those of a signal in one ledger oldest first', async () => {
    const { reports, commit } = bound(current());
    const s1 = 's1' as SignalId;
    await commit([
      orderChange({ id: 'i3', signalId: s1, ledger: PAPER, createdAtMs: 3 }),
      orderChange({ id: 'i1', signalId: s1, ledger: PAPER, createdAtMs: 1 }),
      orderChange({ id: 'i2', signalId: s1, ledger: SHADOW, createdAtMs: 2 }),
      orderChange({ id: 'i4', signalId: 's2' as SignalId, ledger: PAPER, createdAtMs: 4 }),
    ]);
    const ids = (rows: readonly Order[]) => rows.map((row) => row.intent.id);
    expect(ids(await reports.recentOrders({ limit: 3 }))).toEqual(['i4', 'i3', 'i2']);
    expect(ids(await reports.recentOrders({ limit: 3, ledger: SHADOW }))).toEqual(['i2']);
    expect(ids(await reports.ordersOf(s1, PAPER))).toEqual(['i1', 'i3']);
    expect(ids(await reports.ordersOf('s3' as SignalId, PAPER))).toEqual([]);
  });

  it('finds a decision by the beginning of its own, its signal’s or an order’s id', async () => {
    const { reports, commit } = bound(current());
    const first = { signalId: 'sigone' as SignalId, ledger: PAPER };
    const second = { signalId: 'sigtwo' as SignalId, ledger: PAPER };
    await commit([
      decisionChange({ id: 'abc123', ...first, atMs: 1 }),
      decisionChange({ id: 'abd456', ...second, atMs: 2 }),
      decisionChange({ id: 'shadow', ...second, ledger: SHADOW, atMs: 3 }),
      orderChange({ id: 'order1', ...first, createdAtMs: 1 }),
      orderChange({ id: 'order2', ...second, createdAtMs: 2 }),
    ]);
    const found = async (prefix: string) => (await reports.decisionByPrefix(prefix))?.id ?? null;
    expect(await found('ABC')).toBe('abc123');
    expect(await found(' abd456 ')).toBe('abd456');
    expect(await found('ab')).toBe('abd456');
    expect(await found('SIGONE')).toBe('abc123');
    expect(await found('sigt')).toBe('shadow');
    expect(await found('order1')).toBe('abc123');
    expect(await found('order2')).toBe('abd456');
    expect(await found('Order')).toBe('abd456');
    expect((await reports.orderByPrefix('ORDER1'))?.intent.id).toBe('order1');
    expect((await reports.orderByPrefix('ord'))?.intent.id).toBe('order2');
    for (const nothing of [
      '',
      ' ',
      'zzz',
      'abc1234',
      '%',
      'ab_123',
      'a\\',
      "'",
      '\u0000',
      '\ud83d',
    ]) {
      expect(await found(nothing)).toBeNull();
      expect(await reports.orderByPrefix(nothing)).toBeNull();
    }
  });

  it('gives back a signal of either kind as it was written', async () => {
    const { reports, commit } = bound(current());
    const copy = sampleOf(t.copySignal);
    const exit = sampleOf(t.exitSignal, { wallet: null, leaderPrice: null });
    await commit([copy, exit].map((signal) => ({ kind: 'signal', signal })));
    expect(await reports.signal(copy.id)).toEqual(copy);
    expect(await reports.signal(exit.id)).toEqual(exit);
    expect(await reports.signal('nobody' as SignalId)).toBeNull();
    const asked = [exit.id, 'nobody' as SignalId, copy.id];
    const both = await reports.signalsById(asked);
    expect(new Map(both.map((one) => [one.id, one]))).toEqual(
      new Map([copy, exit].map((one) => [one.id, one])),
    );
    expect(await reports.signalsById([])).toEqual([]);
  });

  it('lists fills newest first, and those of orders oldest first', async () => {
    const { reports, commit } = bound(current());
    await commit([
      fillChange({ id: 'f2', intentId: 'i1', ledger: PAPER, atMs: 2 }),
      fillChange({ id: 'f1', intentId: 'i2', ledger: SHADOW, atMs: 1 }),
      fillChange({ id: 'f3', intentId: 'i3', ledger: PAPER, atMs: 3 }),
    ]);
    const ids = (rows: readonly Fill[]) => rows.map((row) => row.id);
    expect(ids(await reports.recentFills({ limit: 2 }))).toEqual(['f3', 'f2']);
    expect(ids(await reports.recentFills({ limit: 9, sinceMs: 2 }))).toEqual(['f3', 'f2']);
    expect(ids(await reports.recentFills({ limit: 9, ledger: SHADOW }))).toEqual(['f1']);
    expect(ids(await reports.fillsOf(['i1', 'i2'] as IntentId[]))).toEqual(['f1', 'f2']);
    expect(await reports.fillsOf([])).toEqual([]);
  });

  it('counts why copies were skipped, most first, and what became of signals', async () => {
    const { reports, commit } = bound(current());
    const denied = { verdict: 'denied', signalKind: 'copy', wallet: ACE, ledger: PAPER } as const;
    await commit(
      (
        [
          { ...denied, reason: 'quality' },
          { ...denied, reason: 'priceMoved' },
          { ...denied, reason: 'priceMoved', wallet: OTHER },
          { ...denied, reason: 'signalAge', ledger: SHADOW },
          { ...denied, reason: null },
          { ...denied, reason: 'quality', atMs: 9 },
          { ...denied, reason: 'paused', verdict: 'held', signalKind: 'exit' },
          { ...denied, reason: null, verdict: 'accepted' },
        ] as const
      ).map((fields, index) => decisionChange({ atMs: 10, ...fields, id: `d${index}` })),
    );
    expect(await reports.skipCounts({ sinceMs: 10 })).toEqual([
      { gate: 'priceMoved', count: 2 },
      { gate: 'signalAge', count: 1 },
      { gate: 'quality', count: 1 },
    ]);
    expect(await reports.skipCounts({ sinceMs: 0, wallet: ACE, ledger: PAPER })).toEqual([
      { gate: 'quality', count: 2 },
      { gate: 'priceMoved', count: 1 },
    ]);
    expect(await reports.skipCounts({ sinceMs: 11 })).toEqual([]);
    expect(await reports.decisionCounts({ sinceMs: 10 })).toEqual([
      { signalKind: 'copy', verdict: 'denied', count: 5 },
      { signalKind: 'copy', verdict: 'accepted', count: 1 },
      { signalKind: 'exit', verdict: 'held', count: 1 },
    ]);
    expect(await reports.decisionCounts({ sinceMs: 0, wallet: OTHER })).toEqual([
      { signalKind: 'copy', verdict: 'denied', count: 1 },
    ]);
  });

  it('counts the buys and sells of a leader, and knows the newest however old', async () => {
    const { reports, commit } = bound(current());
    const trade = (kind: 'buy' | 'sell' | 'redeem', tradedAtMs: number, wallet = ACE): Change => {
      const row = sampleOf(a.leaderTrade, { key: `${kind}${tradedAtMs}${wallet}` });
      return {
        kind: 'leaderTrade',
        trade: { ...row, event: { ...row.event, wallet, kind, tradedAtMs } },
      };
    };
    await commit([trade('buy', 5), trade('sell', 7), trade('redeem', 9), trade('buy', 8, OTHER)]);
    expect(await reports.leaderTradeStats(ACE, 6)).toEqual({ count: 1, lastAtMs: 7 });
    expect(await reports.leaderTradeStats(ACE, 0)).toEqual({ count: 2, lastAtMs: 7 });
    expect(await reports.leaderTradeStats(ACE, 8)).toEqual({ count: 0, lastAtMs: 7 });
    const never = '0xnever' as WalletAddress;
    expect(await reports.leaderTradeStats(never, 0)).toEqual({ count: 0, lastAtMs: null });
  });

  it('sums fills exactly by ledger and wallet', async () => {
    const { reports, commit } = bound(current());
    const large = 4_000_000_000_000_001;
    const fill = (id: string, notional: number, fields: Partial<Fill>) =>
      fillChange({
        ...{ id, intentId: 'i', ledger: PAPER, wallet: ACE, atMs: 5 },
        ...{ notional: notional as Money, fee: 3 as Money, side: 'buy' },
        ...fields,
      });
    await commit([
      fill('f1', large, {}),
      fill('f2', large, {}),
      fill('f3', 7, { side: 'sell', fee: -1 as Money }),
      fill('f4', 11, { ledger: SHADOW }),
      fill('f5', 13, { wallet: null }),
      fill('f6', 17, { atMs: 4 }),
    ]);
    const own = { ledger: PAPER, wallet: null, fills: 1, bought: 13, sold: 0, fees: 3 };
    const ace = { ledger: PAPER, wallet: ACE, fills: 3, bought: 2 * large, sold: 7, fees: 5 };
    const shadow = { ledger: SHADOW, wallet: ACE, fills: 1, bought: 11, sold: 0, fees: 3 };
    expect(await reports.fillSums({ sinceMs: 5 })).toEqual([own, ace, shadow]);
    expect(await reports.fillSums({ sinceMs: 5, ledger: SHADOW })).toEqual([shadow]);
    expect(await reports.fillSums({ sinceMs: 6 })).toEqual([]);
  });

  it('sums what became final by wallet, in one ledger', async () => {
    const { reports, commit } = bound(current());
    const rows = (
      [
        { ledger: PAPER, wallet: ACE, amount: 5 as Money, atMs: 2 },
        { ledger: PAPER, wallet: ACE, amount: -9 as Money, atMs: 3 },
        { ledger: PAPER, wallet: null, amount: 1 as Money, atMs: 2 },
        { ledger: PAPER, wallet: ACE, amount: 7 as Money, atMs: 1 },
        { ledger: SHADOW, wallet: ACE, amount: 11 as Money, atMs: 2 },
      ] as const
    ).map((fields, index) => sampleOf(t.realisation, { id: `r${index}`, ...fields }));
    await commit(rows.map((realisation) => ({ kind: 'realisation', realisation })));
    expect(await reports.realisedSums({ sinceMs: 2, ledger: PAPER })).toEqual([
      { wallet: null, amount: 1 },
      { wallet: ACE, amount: -4 },
    ]);
    expect(await reports.realisedSums({ sinceMs: 4, ledger: PAPER })).toEqual([]);
  });

  it('lists what people did newest first', async () => {
    const { reports, commit } = bound(current());
    const entries = [2, 1, 2].map((atMs, index) =>
      sampleOf(a.auditEntry, { commandId: `c${index}`, atMs }),
    );
    await commit(entries.map((entry) => ({ kind: 'audit', entry })));
    const [second, oldest, newest] = entries;
    expect(await reports.recentAudit(9)).toEqual([newest, second, oldest]);
    expect(await reports.recentAudit(1)).toEqual([newest]);
  });

  it('shows the versions of a setting, newest first', async () => {
    const { reports, commit } = bound(current());
    const rows = [3, 1, 7, 5].map((version) =>
      sampleOf(a.setting, { version, key: version < 4 ? 'low' : 'high' }),
    );
    await commit(rows.map((setting) => ({ kind: 'setting', setting })));
    const versions = async (query: Parameters<typeof reports.settingHistory>[0]) =>
      (await reports.settingHistory(query)).map((row) => row.version);
    expect(await versions({ limit: 3 })).toEqual([7, 5, 3]);
    expect(await versions({ limit: 9, key: 'low' })).toEqual([3, 1]);
    expect(await versions({ limit: 9, key: 'nul \u0000' })).toEqual([]);
  });

  it('never answers with more than a thousand rows', async () => {
    const { reports, commit } = bound(current());
    await commit(
      Array.from({ length: 1_001 }, (_, index) =>
        fillChange({ id: `f${index}`, intentId: 'i1', ledger: PAPER, atMs: index }),
      ),
    );
    expect(await reports.recentFills({ limit: Number.POSITIVE_INFINITY })).toHaveLength(1_000);
    expect(await reports.fillsOf(['i1' as IntentId])).toHaveLength(1_000);
  });
}

function bound(store: AskedStore) {
  return {
    reports: store,
    commit: (changes: readonly Change[]) => store.commit(changes),
  };
}

function decisionChange(fields: Partial<Decision>): Change {
  return { kind: 'decision', decision: sampleOf(t.decision, fields) };
}

function fillChange(
  fields: Omit<Partial<Fill>, 'id' | 'intentId'> & {
    readonly id: string;
    readonly intentId: string;
  },
): Change {
  const ids = { id: fields.id as FillId, intentId: fields.intentId as IntentId };
  return { kind: 'fill', fill: { ...sampleOf(t.fill), ...fields, ...ids } };
}
