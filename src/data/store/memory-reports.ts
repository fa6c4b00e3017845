import type {
  Booking,
  DecisionCount,
  DecisionScope,
  FillSum,
  LeaderTradeStats,
  OrdersScope,
  RealisedSum,
  Reports,
  SkipCount,
} from '../../engine/contract/reports.ts';
import type { CurvePoint } from '../../engine/contract/views.ts';
import type { ArbitrageRecord } from '../../engine/domain/arbitrage.ts';
import type { AuditEntry, LeaderTrade, SettingVersion } from '../../engine/domain/change.ts';
import type { CopyTrip } from '../../engine/domain/copy-result.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import {
  type IntentId,
  isShadow,
  type LedgerId,
  type MarketId,
  type SignalId,
  type WalletAddress,
} from '../../engine/domain/ids.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { Consultation } from '../../engine/domain/model.ts';
import type { Order, OrderEvent } from '../../engine/domain/order.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { ZERO_MONEY } from '../../engine/domain/values/money.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { Resolved } from './batch.ts';
import { idBeginning } from './id-prefix.ts';
import { inTimeOrder } from './key-order.ts';
import { boundedLimit, QUERY_ROWS_MAX } from './limits.ts';
import { bookedLedgersIn, bookingsIn } from './memory-bookings.ts';
import { equityCurveIn, resultCurveIn } from './memory-curves.ts';
import { ordersIn } from './memory-orders.ts';
import { leaderTradesIn, resolutionsIn, walletScoresIn } from './memory-scores.ts';
import type { MemoryTables } from './memory-snapshot.ts';
import { copyTripsIn, isInLedger } from './memory-trips.ts';
import {
  mergedDecisionCounts,
  mergedFillSums,
  mergedRealised,
  mergedSkips,
  TRADE_KINDS,
} from './report-order.ts';
import type { TripScope } from './trip-facts.ts';

type ResultScope = Parameters<Reports['resultCurve']>[0];

/** Reports from the maps of the store in memory. */
export class MemoryReports implements Reports {
  protected readonly tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.tables = tables;
  }

  async recentDecisions(
    query: { readonly limit: number } & Partial<DecisionScope>,
  ): Promise<readonly Decision[]> {
    return newestFirst(this.#decisionsIn(query), decidedAt, query.limit);
  }

  async decisionsOf(signalId: SignalId): Promise<readonly Decision[]> {
    const found = [...this.tables.decisions.values()].filter((row) => row.signalId === signalId);
    return oldestFirst(found, decidedAt);
  }

  async decisionByPrefix(prefix: string): Promise<Decision | null> {
    const beginning = idBeginning(prefix);
    if (beginning === null) return null;
    const intent = (await this.orderByPrefix(beginning))?.intent;
    const found = [...this.tables.decisions.values()].filter(
      (row) =>
        row.id.startsWith(beginning) ||
        row.signalId.startsWith(beginning) ||
        (row.signalId === intent?.signalId && row.ledger === intent.ledger),
    );
    const real = found.filter((row) => !isShadow(row.ledger));
    return newestFirst(real.length > 0 ? real : found, decidedAt, 1)[0] ?? null;
  }

  async signal(id: SignalId): Promise<Signal | null> {
    return this.tables.signals.get(id) ?? null;
  }

  async signalsById(ids: readonly SignalId[]): Promise<readonly Signal[]> {
    return ids.slice(0, QUERY_ROWS_MAX).flatMap((id) => this.tables.signals.get(id) ?? []);
  }

  async ordersOf(signalId: SignalId, ledger: LedgerId): Promise<readonly Order[]> {
    const found = [...this.tables.orders.values()].filter(
      ({ intent }) => intent.signalId === signalId && intent.ledger === ledger,
    );
    return oldestFirst(found, createdAt);
  }

  async recentOrders(scope: OrdersScope): Promise<readonly Order[]> {
    return ordersIn(this.tables.orders.values(), scope);
  }

  async orderByPrefix(prefix: string): Promise<Order | null> {
    const beginning = idBeginning(prefix);
    if (beginning === null) return null;
    const found = [...this.tables.orders.values()].filter(({ intent }) =>
      intent.id.startsWith(beginning),
    );
    return newestFirst(found, createdAt, 1)[0] ?? null;
  }

  async decisionRecord(id: string): Promise<DecisionRecord | null> {
    return this.tables.decisionRecords.get(id) ?? null;
  }

  async consultation(id: string): Promise<Consultation | null> {
    return this.tables.consultations.get(id) ?? null;
  }

  async orderEvents(intentId: IntentId): Promise<readonly OrderEvent[]> {
    const found = [...this.tables.orderEvents.values()].filter((row) => row.intentId === intentId);
    return found.sort((a, b) => a.ordinal - b.ordinal).slice(0, QUERY_ROWS_MAX);
  }

  async fillsOf(intentIds: readonly IntentId[]): Promise<readonly Fill[]> {
    const wanted = new Set(intentIds.slice(0, QUERY_ROWS_MAX));
    const found = [...this.tables.fills.values()].filter((row) => wanted.has(row.intentId));
    return oldestFirst(found, filledAt);
  }

  async recentFills(query: {
    readonly limit: number;
    readonly sinceMs?: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly Fill[]> {
    return newestFirst(this.#fillsIn(query), filledAt, query.limit);
  }

  async skipCounts(scope: DecisionScope): Promise<readonly SkipCount[]> {
    const denied = this.#decisionsIn(scope).filter((row) => row.verdict === 'denied');
    return mergedSkips(
      denied.flatMap(({ reason }) => (reason === null ? [] : [{ gate: reason, count: 1 }])),
    );
  }

  async decisionCounts(scope: DecisionScope): Promise<readonly DecisionCount[]> {
    return mergedDecisionCounts(
      this.#decisionsIn(scope).map(({ signalKind, verdict }) => ({
        signalKind,
        verdict,
        count: 1,
      })),
    );
  }

  async leaderTradeStats(wallet: WalletAddress, sinceMs: AtMs): Promise<LeaderTradeStats> {
    const kinds: ReadonlySet<string> = new Set(TRADE_KINDS);
    let count = 0;
    let lastAtMs: AtMs | null = null;
    for (const { event } of this.tables.leaderTrades.values()) {
      if (event.wallet !== wallet || !kinds.has(event.kind)) continue;
      if (event.tradedAtMs >= sinceMs) count += 1;
      lastAtMs = Math.max(lastAtMs ?? 0, event.tradedAtMs);
    }
    return { count, lastAtMs };
  }

  async fillSums(query: {
    readonly sinceMs: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly FillSum[]> {
    return mergedFillSums(
      this.#fillsIn(query).map(({ ledger, wallet, side, notional, fee }) => ({
        ledger,
        wallet,
        fills: 1,
        bought: side === 'buy' ? notional : ZERO_MONEY,
        sold: side === 'sell' ? notional : ZERO_MONEY,
        fees: fee,
      })),
    );
  }

  async realisedSums(query: {
    readonly sinceMs: AtMs;
    readonly ledger: LedgerId;
  }): Promise<readonly RealisedSum[]> {
    const found = [...this.tables.realisations.values()].filter(
      (row) => row.ledger === query.ledger && row.atMs >= query.sinceMs,
    );
    return mergedRealised(found.map(({ wallet, amount }) => ({ wallet, amount })));
  }

  async bookedLedgers(): Promise<readonly LedgerId[]> {
    return bookedLedgersIn(this.tables);
  }

  bookings(query: Parameters<Reports['bookings']>[0]): AsyncIterable<readonly Booking[]> {
    return bookingsIn(this.tables, query);
  }

  async marketsById(ids: readonly MarketId[]): Promise<readonly Market[]> {
    const wanted = new Set(ids.slice(0, QUERY_ROWS_MAX));
    return Array.from(wanted, (id) => this.tables.markets.get(id) ?? []).flat();
  }

  async equityCurve(ledger: LedgerId, sinceMs: AtMs): Promise<readonly CurvePoint[]> {
    return equityCurveIn(this.tables, ledger, sinceMs);
  }

  leaderTrades(
    query: Parameters<Reports['leaderTrades']>[0],
  ): AsyncIterable<readonly LeaderTrade[]> {
    return leaderTradesIn(this.tables, query);
  }

  async resolutionsOf(ids: readonly MarketId[]): Promise<readonly Resolved[]> {
    return resolutionsIn(this.tables, ids);
  }

  async walletScores(
    query: Parameters<Reports['walletScores']>[0],
  ): Promise<readonly WalletScore[]> {
    return walletScoresIn(this.tables, query);
  }

  async copyTrips(query: TripScope): Promise<readonly CopyTrip[]> {
    return copyTripsIn(this.tables, query);
  }

  async resultCurve(query: ResultScope): Promise<readonly CurvePoint[]> {
    return resultCurveIn(this.tables, query);
  }

  async recentArbitrages({
    limit,
    pair,
  }: Parameters<Reports['recentArbitrages']>[0]): Promise<readonly ArbitrageRecord[]> {
    const rows = [...this.tables.arbitrages.values()];
    const wanted = pair === undefined ? rows : rows.filter(({ found }) => found.pair === pair);
    return newestFirst(wanted, ({ found }) => found.atMs, limit);
  }

  async recentAudit(limit: number): Promise<readonly AuditEntry[]> {
    return newestFirst([...this.tables.audit.values()], (row) => row.atMs, limit);
  }

  async settingHistory(query: {
    readonly limit: number;
    readonly key?: string;
  }): Promise<readonly SettingVersion[]> {
    const { key } = query;
    const found = [...this.tables.settings.values()].filter(
      (row) => key === undefined || row.key === key,
    );
    return newestFirst(found, (row) => row.version, query.limit);
  }

  #decisionsIn({ sinceMs, wallet, ledger }: Partial<DecisionScope>): Decision[] {
    return [...this.tables.decisions.values()].filter(
      (row) =>
        (sinceMs === undefined || row.atMs >= sinceMs) &&
        (wallet === undefined || row.wallet === wallet) &&
        isInLedger(row.ledger, ledger),
    );
  }

  #fillsIn(query: { readonly sinceMs?: AtMs; readonly ledger?: LedgerId }): Fill[] {
    const { sinceMs, ledger } = query;
    return [...this.tables.fills.values()].filter(
      (row) => (sinceMs === undefined || row.atMs >= sinceMs) && isInLedger(row.ledger, ledger),
    );
  }
}

function decidedAt(row: Decision): AtMs {
  return row.atMs;
}

function createdAt(row: Order): AtMs {
  return row.intent.createdAtMs;
}

function filledAt(row: Fill): AtMs {
  return row.atMs;
}

function oldestFirst<T>(rows: readonly T[], orderOf: (row: T) => number): T[] {
  return inTimeOrder(rows, orderOf).slice(0, QUERY_ROWS_MAX);
}

function newestFirst<T>(rows: readonly T[], orderOf: (row: T) => number, limit: number): T[] {
  return inTimeOrder(rows, orderOf).reverse().slice(0, boundedLimit(limit));
}
