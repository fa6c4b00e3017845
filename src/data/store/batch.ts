import type { ArbitrageRecord } from '../../engine/domain/arbitrage.ts';
import type {
  AuditEntry,
  Change,
  EquitySample,
  ExitWork,
  LeaderHolding,
  LeaderTrade,
  SettingVersion,
} from '../../engine/domain/change.ts';
import type { Control } from '../../engine/domain/control.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Flow } from '../../engine/domain/flow.ts';
import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { LedgerMark } from '../../engine/domain/ledger-mark.ts';
import type { Market, Resolution } from '../../engine/domain/market.ts';
import type { MarketFilter } from '../../engine/domain/market-filter.ts';
import { type MarketPair, pairKey } from '../../engine/domain/market-pair.ts';
import type { Consultation } from '../../engine/domain/model.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { Order, OrderEvent } from '../../engine/domain/order.ts';
import { type Position, positionKey } from '../../engine/domain/position.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { WalletStanding } from '../../engine/domain/wallet-standing.ts';
import { storable } from './storable.ts';

/** How a market ended, and when we learned it. */
export interface Resolved {
  readonly resolution: Resolution;
  readonly endedAtMs?: AtMs;
  readonly atMs: AtMs;
}

/** A rule to add, or one (`action: null`) to take away. */
export type FilterStep = Pick<MarketFilter, 'type' | 'value'> & {
  readonly action: MarketFilter['action'] | null;
};

/**
 * The changes of one commit, grouped by table and reduced to one row per natural key, so that all
 * stores agree on what a batch means. Maps keep the order in which keys first came.
 */
export interface Batch {
  /** `null` removes. */
  readonly wallets: Map<WalletAddress, WalletRules | null>;
  readonly walletScores: Map<string, WalletScore>;
  /** `null` removes: with the wallet goes what was remembered of it. */
  readonly walletStandings: Map<WalletAddress, WalletStanding | null>;
  readonly markets: Map<string, Market>;
  readonly resolutions: Map<string, Resolved>;
  /** In order: whether two steps contradict each other depends on what is between them. */
  readonly filterSteps: FilterStep[];
  readonly controls: Map<'only', Control>;
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
  readonly equity: Map<string, EquitySample>;
  readonly audit: Map<string, AuditEntry>;
  readonly notices: Map<string, Notice>;
}

/** @throws InvariantError for a number that no store can hold. */
export function batchOf(changes: readonly Change[]): Batch {
  const batch: Batch = {
    wallets: new Map(),
    walletScores: new Map(),
    walletStandings: new Map(),
    markets: new Map(),
    resolutions: new Map(),
    filterSteps: [],
    controls: new Map(),
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
    equity: new Map(),
    audit: new Map(),
    notices: new Map(),
  };
  for (const change of changes) add(batch, storable(change));
  return batch;
}

/** What is known of the world, of markets and of those who are followed. */
type KnownChange = Extract<
  Change,
  {
    readonly kind:
      | 'wallet'
      | 'walletRemoved'
      | 'walletScore'
      | 'walletStanding'
      | 'market'
      | 'resolution'
      | 'leaderTrade'
      | 'leaderHolding'
      | 'pair'
      | 'arbitrage';
  }
>;

/** Returns nothing of use; a `return` ends each case. */
function addKnown(batch: Batch, change: KnownChange): unknown {
  switch (change.kind) {
    case 'wallet':
      return put(batch.wallets, change.wallet.address, change.wallet);
    case 'walletRemoved':
      put(batch.walletStandings, change.address, null);
      return put(batch.wallets, change.address, null);
    case 'walletScore':
      return put(batch.walletScores, walletScoreKey(change.score), change.score);
    case 'walletStanding':
      return put(batch.walletStandings, change.standing.wallet, change.standing);
    case 'market':
      return put(batch.markets, change.market.id, change.market);
    case 'resolution':
      return put(batch.resolutions, change.resolution.marketId, change);
    case 'leaderTrade':
      return putIfAbsent(batch.leaderTrades, leaderTradeKey(change.trade), change.trade);
    case 'leaderHolding':
      return put(batch.leaderHoldings, leaderHoldingKey(change.holding), change.holding);
    case 'pair':
      return put(batch.pairs, pairKey(change.pair), change.pair);
    case 'arbitrage':
      return put(batch.arbitrages, change.record.found.id, change.record);
  }
}

/** The same of everything. */
function add(batch: Batch, change: Change): unknown {
  switch (change.kind) {
    case 'filter':
      return batch.filterSteps.push(change.filter);
    case 'filterRemoved':
      return batch.filterSteps.push({ type: change.type, value: change.value, action: null });
    case 'setting':
      return putIfAbsent(batch.settings, change.setting.version, change.setting);
    case 'control':
      return put(batch.controls, 'only', change.control);
    case 'signal':
      return putIfAbsent(batch.signals, change.signal.id, change.signal);
    case 'decision':
      return put(batch.decisions, change.decision.id, change.decision);
    case 'decisionRecord':
      return put(batch.decisionRecords, change.record.id, change.record);
    case 'consultation':
      return putIfAbsent(batch.consultations, change.consultation.id, change.consultation);
    case 'exitWork':
      return put(batch.exits, exitKey(change.work), change.work);
    case 'order':
      return put(batch.orders, change.order.intent.id, change.order);
    case 'orderEvent':
      return putIfAbsent(batch.orderEvents, orderEventKey(change.event), change.event);
    case 'fill':
      return putFill(batch.fills, change.fill);
    case 'position':
      return put(batch.positions, positionKey(change.position), change.position);
    case 'realisation':
      return putIfAbsent(batch.realisations, change.realisation.id, change.realisation);
    case 'ledgerMark':
      return put(batch.ledgerMarks, change.mark.ledger, change.mark);
    case 'flow':
      return putIfAbsent(batch.flows, change.flow.id, change.flow);
    case 'equity':
      return putIfAbsent(batch.equity, equityKey(change.sample), change.sample);
    case 'audit':
      return putIfAbsent(batch.audit, change.entry.commandId, change.entry);
    case 'notice':
      return putIfAbsent(batch.notices, change.notice.id, change.notice);
    case 'cursor':
      return put(batch.cursors, change.name, change.value);
    default:
      return addKnown(batch, change);
  }
}

function put<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.set(key, value);
}

/** For rows that never change: a repetition leaves the first alone. */
export function putIfAbsent<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** A fill is booked once; afterwards only what the chain says of it moves. */
export function putFill(fills: Map<string, Fill>, fill: Fill): void {
  const known = fills.get(fill.id);
  const { settlement, transaction } = fill;
  fills.set(fill.id, known === undefined ? fill : { ...known, settlement, transaction });
}

export function walletScoreKey({ wallet, atMs }: WalletScore): string {
  return `${wallet}|${atMs}`;
}

export function leaderTradeKey(trade: LeaderTrade): string {
  return `${trade.key}#${trade.ordinal}`;
}

export function orderEventKey(event: OrderEvent): string {
  return `${event.intentId}#${event.ordinal}`;
}

export function leaderHoldingKey(holding: LeaderHolding): string {
  return `${holding.wallet}|${holding.tokenId}`;
}

export function exitKey(work: ExitWork): string {
  return `${work.signal.id}|${work.ledger}`;
}

export function equityKey(sample: EquitySample): string {
  return `${sample.ledger}|${sample.atMs}`;
}
