import type { ArbitrageRecord } from '../../engine/domain/arbitrage.ts';
import type {
  AuditEntry,
  EquitySample,
  ExitWork,
  LeaderHolding,
  LeaderTrade,
  SettingVersion,
} from '../../engine/domain/change.ts';
import { ARMED, type Control } from '../../engine/domain/control.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Flow } from '../../engine/domain/flow.ts';
import { isShadow, type WalletAddress } from '../../engine/domain/ids.ts';
import type { LedgerMark } from '../../engine/domain/ledger-mark.ts';
import type { Market } from '../../engine/domain/market.ts';
import { filterKey, type MarketFilter } from '../../engine/domain/market-filter.ts';
import { type MarketPair, pairKey } from '../../engine/domain/market-pair.ts';
import type { Consultation } from '../../engine/domain/model.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { Order, OrderEvent } from '../../engine/domain/order.ts';
import { isTerminal } from '../../engine/domain/order-state.ts';
import { type Position, positionKey } from '../../engine/domain/position.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { CopySignal, Signal } from '../../engine/domain/signal.ts';
import {
  type EngineSnapshot,
  SILENCE_CURSOR,
  SNAPSHOT_WINDOW_MS,
} from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { WalletStanding } from '../../engine/domain/wallet-standing.ts';
import { leaderHoldingKey, type Resolved } from './batch.ts';
import { inKeyOrder, inTimeOrder } from './key-order.ts';

/** The rows of a store in memory, each table by its natural key. */
export interface MemoryTables {
  control: Control;
  readonly wallets: Map<WalletAddress, WalletRules>;
  readonly walletScores: Map<string, WalletScore>;
  readonly walletStandings: Map<WalletAddress, WalletStanding>;
  readonly filters: Map<string, MarketFilter>;
  readonly markets: Map<string, Market>;
  readonly resolutions: Map<string, Resolved>;
  readonly leaderHoldings: Map<string, LeaderHolding>;
  readonly decisions: Map<string, Decision>;
  readonly decisionRecords: Map<string, DecisionRecord>;
  readonly consultations: Map<string, Consultation>;
  readonly exits: Map<string, ExitWork>;
  readonly orders: Map<string, Order>;
  readonly orderEvents: Map<string, OrderEvent>;
  readonly positions: Map<string, Position>;
  readonly ledgerMarks: Map<string, LedgerMark>;
  readonly pairs: Map<string, MarketPair>;
  readonly arbitrages: Map<string, ArbitrageRecord>;
  readonly cursors: Map<string, string>;
  readonly fills: Map<string, Fill>;
  readonly settings: Map<number, SettingVersion>;
  readonly leaderTrades: Map<string, LeaderTrade>;
  readonly signals: Map<string, Signal>;
  readonly realisations: Map<string, Realisation>;
  readonly flows: Map<string, Flow>;
  readonly audit: Map<string, AuditEntry>;
  readonly equity: Map<string, EquitySample>;
  readonly notices: Map<string, Notice>;
}

export function emptyTables(): MemoryTables {
  return {
    control: ARMED,
    wallets: new Map(),
    walletScores: new Map(),
    walletStandings: new Map(),
    filters: new Map(),
    markets: new Map(),
    resolutions: new Map(),
    leaderHoldings: new Map(),
    decisions: new Map(),
    decisionRecords: new Map(),
    consultations: new Map(),
    exits: new Map(),
    orders: new Map(),
    orderEvents: new Map(),
    positions: new Map(),
    ledgerMarks: new Map(),
    pairs: new Map(),
    arbitrages: new Map(),
    cursors: new Map(),
    fills: new Map(),
    settings: new Map(),
    leaderTrades: new Map(),
    signals: new Map(),
    realisations: new Map(),
    flows: new Map(),
    audit: new Map(),
    equity: new Map(),
    notices: new Map(),
  };
}

export function memorySnapshot(tables: MemoryTables, atMs: AtMs): EngineSnapshot {
  const sinceMs = atMs - SNAPSHOT_WINDOW_MS;
  return {
    control: tables.control,
    settings: newestSettings(tables.settings.values()),
    wallets: inKeyOrder(tables.wallets.values(), (row) => row.address),
    walletScores: newestScores(tables),
    walletStandings: inKeyOrder(
      [...tables.walletStandings.values()].filter((row) => tables.wallets.has(row.wallet)),
      (row) => row.wallet,
    ),
    filters: inKeyOrder(tables.filters.values(), filterKey),
    ...marketRows(tables, sinceMs),
    leaderTrades: since(tables.leaderTrades, (row) => row.receivedAtMs, sinceMs),
    leaderHoldings: inKeyOrder(tables.leaderHoldings.values(), leaderHoldingKey),
    signalIds: since(tables.signals, (row) => row.receivedAtMs, sinceMs).map((row) => row.id),
    undecided: undecidedSignals(tables, sinceMs),
    ...orderRows(tables, sinceMs),
    realisations: since(tables.realisations, (row) => row.atMs, sinceMs),
    exits: inTimeOrder(
      [...tables.exits.values()].filter((row) => row.status !== 'done'),
      (row) => row.startedAtMs,
    ),
    positions: inKeyOrder(tables.positions.values(), positionKey),
    flows: inTimeOrder(tables.flows.values(), (row) => row.atMs),
    ledgerMarks: inKeyOrder(tables.ledgerMarks.values(), (row) => row.ledger),
    pairs: inKeyOrder(tables.pairs.values(), pairKey),
    modelSpendings: since(tables.consultations, (row) => row.atMs, sinceMs).map(
      ({ tokens, cost, atMs: spentAtMs }) => ({ tokens, cost, atMs: spentAtMs }),
    ),
    silence: tables.cursors.get(SILENCE_CURSOR) ?? null,
    commandIds: since(tables.audit, (row) => row.atMs, sinceMs).map((row) => row.commandId),
    takenAtMs: atMs,
  };
}

function since<T>(table: ReadonlyMap<unknown, T>, atMsOf: (row: T) => AtMs, sinceMs: AtMs): T[] {
  return inTimeOrder(
    [...table.values()].filter((row) => atMsOf(row) >= sinceMs),
    atMsOf,
  );
}

function undecidedSignals(tables: MemoryTables, sinceMs: AtMs): CopySignal[] {
  const real = [...tables.decisions.values()].filter((row) => !isShadow(row.ledger));
  const decided = new Set(real.map((row) => row.signalId));
  return since(tables.signals, (row) => row.receivedAtMs, sinceMs).filter(
    (row): row is CopySignal => row.kind === 'copy' && !decided.has(row.id),
  );
}

function newestScores(tables: MemoryTables): WalletScore[] {
  const newest = new Map<WalletAddress, WalletScore>();
  for (const score of tables.walletScores.values()) {
    if (!tables.wallets.has(score.wallet)) continue;
    if (score.atMs > (newest.get(score.wallet)?.atMs ?? -1)) newest.set(score.wallet, score);
  }
  return inKeyOrder(newest.values(), (row) => row.wallet);
}

function newestSettings(rows: Iterable<SettingVersion>): SettingVersion[] {
  const newest = new Map<string, SettingVersion>();
  for (const row of rows) {
    if (row.version > (newest.get(row.key)?.version ?? -1)) newest.set(row.key, row);
  }
  return [...newest.values()].sort((a, b) => a.version - b.version);
}

function marketRows(
  tables: MemoryTables,
  sinceMs: AtMs,
): Pick<EngineSnapshot, 'markets' | 'resolutions'> {
  const held = new Set<string>();
  for (const position of tables.positions.values()) {
    if (position.quantity > 0) held.add(position.marketId);
  }
  const markets = [...tables.markets.values()].filter(
    (row) => held.has(row.id) || (row.status !== 'resolved' && !tables.resolutions.has(row.id)),
  );
  const resolutions = [...tables.resolutions.values()]
    .filter((row) => held.has(row.resolution.marketId) || row.atMs >= sinceMs)
    .map((row) => row.resolution);
  return {
    markets: inKeyOrder(markets, (row) => row.id),
    resolutions: inKeyOrder(resolutions, (row) => row.marketId),
  };
}

function orderRows(tables: MemoryTables, sinceMs: AtMs): Pick<EngineSnapshot, 'orders' | 'fills'> {
  const orders = [...tables.orders.values()].filter(
    (row) => row.intent.createdAtMs >= sinceMs || !isTerminal(row.status),
  );
  const open = new Set<string>();
  for (const order of orders) if (!isTerminal(order.status)) open.add(order.intent.id);
  const fills = [...tables.fills.values()].filter(
    (row) => row.atMs >= sinceMs || open.has(row.intentId),
  );
  return {
    orders: inTimeOrder(orders, (row) => row.intent.createdAtMs),
    fills: inTimeOrder(fills, (row) => row.atMs),
  };
}
