import type { Booking } from '../../../src/engine/contract/reports.ts';
import type { LeaderTrade } from '../../../src/engine/domain/change.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { NOW_MS } from './arbitrary-parts.ts';
import type { AskedStore } from './subjects.ts';

/** All that was ever booked in a ledger. */
export async function bookingsOf(
  store: Pick<AskedStore, 'bookings'>,
  ledger: LedgerId,
): Promise<readonly Booking[]> {
  const pages: Booking[] = [];
  for await (const page of store.bookings({ ledger, sinceMs: 0 })) pages.push(...page);
  return pages;
}

async function tradesOf(store: Pick<AskedStore, 'leaderTrades'>): Promise<readonly LeaderTrade[]> {
  const trades: LeaderTrade[] = [];
  for await (const page of store.leaderTrades({ sinceMs: 0 })) trades.push(...page);
  return trades;
}

/** Everything a reader can see of a store. */
export async function visible(store: AskedStore) {
  const all = { sinceMs: 0, limit: 100 };
  return {
    snapshot: await store.snapshot(NOW_MS),
    decisions: await store.recentDecisions(all),
    orderEvents: [
      await store.orderEvents('i1' as IntentId),
      await store.orderEvents('i2' as IntentId),
    ],
    records: [await store.decisionRecord('d1'), await store.decisionRecord('d2')],
    consultations: [await store.consultation('q1'), await store.consultation('q2')],
    orders: await store.recentOrders(all),
    fills: await store.recentFills(all),
    audit: await store.recentAudit(100),
    settings: await store.settingHistory(all),
    skips: await store.skipCounts(all),
    counts: await store.decisionCounts(all),
    byPrefix: [await store.decisionByPrefix('d1'), await store.decisionByPrefix('I')],
    orderByPrefix: await store.orderByPrefix('i'),
    signals: [await store.signal('s1' as SignalId), await store.signal('e1' as SignalId)],
    leader: await store.leaderTradeStats('0xw1' as WalletAddress, NOW_MS - DAY_MS),
    notices: await store.pending('console', { sinceMs: 0, limit: 100, first: ['killed'] }),
    equity: await store.equityCurve('paper' as LedgerId, NOW_MS - DAY_MS),
    ofSignal: await store.decisionsOf('s1' as SignalId),
    cursor: await store.cursor('cursor1'),
    scores: await store.walletScores({ wallet: '0xw1' as WalletAddress, sinceMs: 0 }),
    trades: await tradesOf(store),
    ended: await store.resolutionsOf(['0xm1', '0xm2'] as MarketId[]),
    bookings: await bookingsOf(store, 'paper' as LedgerId),
    ledgers: await store.bookedLedgers(),
  };
}
