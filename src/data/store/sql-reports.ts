import { and, asc, desc, eq, getTableColumns, gte, inArray, like, or } from 'drizzle-orm';
import type {
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
import type { AuditEntry, SettingVersion } from '../../engine/domain/change.ts';
import type { CopyTrip } from '../../engine/domain/copy-result.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { IntentId, LedgerId, SignalId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Order, OrderEvent } from '../../engine/domain/order.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { idBeginning, likeBeginning } from './id-prefix.ts';
import { boundedLimit, FOUND_ROWS_MAX, QUERY_ROWS_MAX } from './limits.ts';
import { orderOf } from './rows.ts';
import { audit } from './schema/audit.ts';
import { decisions } from './schema/decisions.ts';
import { fills } from './schema/fills.ts';
import { orderEvents } from './schema/order-events.ts';
import { orders } from './schema/orders.ts';
import { settings } from './schema/settings.ts';
import { signals } from './schema/signals.ts';
import { signalOf } from './signal-rows.ts';
import { type ArbitrageScope, readArbitrages } from './sql-arbitrages.ts';
import {
  countDecisions,
  countLeaderTrades,
  countSkips,
  decisionsIn,
  inLedger,
  sumFills,
  sumRealised,
} from './sql-counts.ts';
import { type ResultScope, readEquityCurve, readResultCurve } from './sql-curves.ts';
import { readOrders, readSignals } from './sql-orders.ts';
import { SqlScores } from './sql-scores.ts';
import { readCopyTrips } from './sql-trips.ts';
import { storable } from './storable.ts';
import type { TripScope } from './trip-facts.ts';

const { rowOrder: _decisionOrder, ...DECISION } = getTableColumns(decisions);
const { rowOrder: _fillOrder, ...FILL } = getTableColumns(fills);
const { rowOrder: _auditOrder, ...AUDIT } = getTableColumns(audit);

/** Reports from tables, one statement a time; every one is found by an index. */
export class SqlReports extends SqlScores implements Reports {
  recentDecisions(
    query: { readonly limit: number } & Partial<DecisionScope>,
  ): Promise<readonly Decision[]> {
    const { limit, sinceMs } = query;
    const since = sinceMs === undefined ? undefined : gte(decisions.atMs, Math.max(0, sinceMs));
    return this.read((database) =>
      database
        .select(DECISION)
        .from(decisions)
        .where(and(decisionsIn(query), since))
        .orderBy(desc(decisions.atMs), desc(decisions.rowOrder))
        .limit(boundedLimit(limit)),
    );
  }

  decisionsOf(signalId: SignalId): Promise<readonly Decision[]> {
    return this.read((database) =>
      database
        .select(DECISION)
        .from(decisions)
        .where(eq(decisions.signalId, signalId))
        .orderBy(asc(decisions.atMs), asc(decisions.rowOrder))
        .limit(QUERY_ROWS_MAX),
    );
  }

  async decisionByPrefix(prefix: string): Promise<Decision | null> {
    const beginning = idBeginning(prefix);
    if (beginning === null) return null;
    const pattern = likeBeginning(beginning);
    const ids = await this.read((database) => {
      const found = database
        .select({
          id: decisions.id,
          ledger: decisions.ledger,
          atMs: decisions.atMs,
          rowOrder: decisions.rowOrder,
        })
        .from(decisions)
        .where(or(like(decisions.id, pattern), like(decisions.signalId, pattern)))
        .limit(FOUND_ROWS_MAX)
        .as('found');
      // Of one signal what was done comes before what would have been.
      const newest = [like(found.ledger, 'shadow:%'), desc(found.atMs), desc(found.rowOrder)];
      return database
        .select({ id: found.id })
        .from(found)
        .orderBy(...newest)
        .limit(1);
    });
    const order = await this.orderByPrefix(beginning);
    const own = ids[0] === undefined ? undefined : eq(decisions.id, ids[0].id);
    const ofOrder =
      order === null
        ? undefined
        : and(
            eq(decisions.signalId, order.intent.signalId),
            eq(decisions.ledger, order.intent.ledger),
          );
    const either = or(own, ofOrder);
    if (either === undefined) return null;
    const rows = await this.read((database) =>
      database
        .select(DECISION)
        .from(decisions)
        .where(either)
        .orderBy(desc(decisions.atMs), desc(decisions.rowOrder))
        .limit(1),
    );
    return rows[0] ?? null;
  }

  async signal(id: SignalId): Promise<Signal | null> {
    const [row] = await this.read((database) =>
      database.select().from(signals).where(eq(signals.id, id)).limit(1),
    );
    return row === undefined ? null : signalOf(row);
  }

  signalsById(ids: readonly SignalId[]): Promise<readonly Signal[]> {
    return readSignals(this.read, ids);
  }

  async ordersOf(signalId: SignalId, ledger: LedgerId): Promise<readonly Order[]> {
    const rows = await this.read((database) =>
      database
        .select()
        .from(orders)
        .where(and(eq(orders.signalId, signalId), eq(orders.ledger, ledger)))
        .orderBy(asc(orders.createdAtMs), asc(orders.rowOrder))
        .limit(QUERY_ROWS_MAX),
    );
    return rows.map(orderOf);
  }

  recentOrders(scope: OrdersScope): Promise<readonly Order[]> {
    return readOrders(this.read, scope);
  }

  async orderByPrefix(prefix: string): Promise<Order | null> {
    const beginning = idBeginning(prefix);
    if (beginning === null) return null;
    const [row] = await this.read((database) => {
      const found = database
        .select()
        .from(orders)
        .where(like(orders.id, likeBeginning(beginning)))
        .limit(FOUND_ROWS_MAX)
        .as('found');
      const newest = [desc(found.createdAtMs), desc(found.rowOrder)];
      return database
        .select()
        .from(found)
        .orderBy(...newest)
        .limit(1);
    });
    return row === undefined ? null : orderOf(row);
  }

  orderEvents(intentId: IntentId): Promise<readonly OrderEvent[]> {
    return this.read((database) =>
      database
        .select()
        .from(orderEvents)
        .where(eq(orderEvents.intentId, intentId))
        .orderBy(asc(orderEvents.ordinal))
        .limit(QUERY_ROWS_MAX),
    );
  }

  async fillsOf(intentIds: readonly IntentId[]): Promise<readonly Fill[]> {
    const wanted = intentIds.slice(0, QUERY_ROWS_MAX);
    if (wanted.length === 0) return [];
    const rows = await this.read((database) => {
      const found = database
        .select()
        .from(fills)
        .where(inArray(fills.intentId, wanted))
        .limit(FOUND_ROWS_MAX)
        .as('found');
      const oldest = [asc(found.atMs), asc(found.rowOrder)];
      return database
        .select()
        .from(found)
        .orderBy(...oldest)
        .limit(QUERY_ROWS_MAX);
    });
    return rows.map(({ rowOrder: _, ...fill }) => fill);
  }

  recentFills(query: {
    readonly limit: number;
    readonly sinceMs?: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly Fill[]> {
    const { limit, sinceMs, ledger } = query;
    const since = sinceMs === undefined ? undefined : gte(fills.atMs, Math.max(0, sinceMs));
    const own = inLedger(fills.ledger, ledger);
    return this.read((database) =>
      database
        .select(FILL)
        .from(fills)
        .where(and(own, since))
        .orderBy(desc(fills.atMs), desc(fills.rowOrder))
        .limit(boundedLimit(limit)),
    );
  }

  skipCounts(scope: DecisionScope): Promise<readonly SkipCount[]> {
    return countSkips(this.read, scope);
  }

  decisionCounts(scope: DecisionScope): Promise<readonly DecisionCount[]> {
    return countDecisions(this.read, scope);
  }

  leaderTradeStats(wallet: WalletAddress, sinceMs: AtMs): Promise<LeaderTradeStats> {
    return countLeaderTrades(this.read, wallet, sinceMs);
  }

  fillSums(query: {
    readonly sinceMs: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly FillSum[]> {
    return sumFills(this.read, query);
  }

  realisedSums(query: {
    readonly sinceMs: AtMs;
    readonly ledger: LedgerId;
  }): Promise<readonly RealisedSum[]> {
    return sumRealised(this.read, query);
  }

  equityCurve(ledger: LedgerId, sinceMs: AtMs): Promise<readonly CurvePoint[]> {
    return readEquityCurve(this.read, ledger, sinceMs);
  }

  resultCurve(query: ResultScope): Promise<readonly CurvePoint[]> {
    return readResultCurve(this.read, query);
  }

  copyTrips(query: TripScope): Promise<readonly CopyTrip[]> {
    return readCopyTrips(this.read, query, this);
  }

  recentArbitrages(query: ArbitrageScope): Promise<readonly ArbitrageRecord[]> {
    return readArbitrages(this.read, query);
  }

  recentAudit(limit: number): Promise<readonly AuditEntry[]> {
    return this.read((database) =>
      database
        .select(AUDIT)
        .from(audit)
        .orderBy(desc(audit.atMs), desc(audit.rowOrder))
        .limit(boundedLimit(limit)),
    );
  }

  settingHistory(query: {
    readonly limit: number;
    readonly key?: string;
  }): Promise<readonly SettingVersion[]> {
    const { key, limit } = query;
    return this.read((database) =>
      database
        .select()
        .from(settings)
        .where(key === undefined ? undefined : eq(settings.key, storable(key)))
        .orderBy(desc(settings.version))
        .limit(boundedLimit(limit)),
    );
  }
}
