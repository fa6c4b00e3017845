import { and, eq, inArray } from 'drizzle-orm';
import type { ExitWork } from '../../engine/domain/change.ts';
import type { DecisionRecord } from '../../engine/domain/decision-record.ts';
import type { SignalId, WalletAddress } from '../../engine/domain/ids.ts';
import { arbitrageRow } from './arbitrage-rows.ts';
import type { Batch, FilterStep, Resolved } from './batch.ts';
import { controlRow, marketRow, orderRow, positionRow, scoreRow, tradeRow } from './rows.ts';
import { arbitrages } from './schema/arbitrages.ts';
import { audit } from './schema/audit.ts';
import { consultations } from './schema/consultations.ts';
import { control } from './schema/control.ts';
import { cursors } from './schema/cursors.ts';
import { decisionRecords } from './schema/decision-records.ts';
import { decisions } from './schema/decisions.ts';
import { equitySamples } from './schema/equity-samples.ts';
import { exits } from './schema/exits.ts';
import { fills } from './schema/fills.ts';
import { flows } from './schema/flows.ts';
import { leaderHoldings } from './schema/leader-holdings.ts';
import { ledgerMarks } from './schema/ledger-marks.ts';
import { marketFilters } from './schema/market-filters.ts';
import { marketMappings } from './schema/market-mappings.ts';
import { listingColumns, markets } from './schema/markets.ts';
import { orderEvents } from './schema/order-events.ts';
import { orders } from './schema/orders.ts';
import { outbox } from './schema/outbox.ts';
import { positions } from './schema/positions.ts';
import { realisations } from './schema/realisations.ts';
import { settings } from './schema/settings.ts';
import { signals } from './schema/signals.ts';
import { trades } from './schema/trades.ts';
import { walletMetrics } from './schema/wallet-metrics.ts';
import { walletStandings } from './schema/wallet-standings.ts';
import { wallets } from './schema/wallets.ts';
import { StoreError } from './store-error.ts';
import type { Database, Statement } from './transaction.ts';
import { insertInto, upsertInto, type Writer } from './upsert.ts';

const WRITE = {
  wallets: upsertInto(wallets, [wallets.address]),
  walletScores: upsertInto(walletMetrics, [walletMetrics.wallet, walletMetrics.atMs]),
  walletStandings: upsertInto(walletStandings, [walletStandings.wallet]),
  listings: upsertInto(markets, [markets.id], { changing: listingColumns }),
  resolutions: upsertInto(markets, [markets.id], {
    changing: ['payouts', 'resolvedAtMs', 'endedAtMs'],
  }),
  control: upsertInto(control, [control.only]),
  leaderHoldings: upsertInto(leaderHoldings, [leaderHoldings.wallet, leaderHoldings.tokenId]),
  decisions: upsertInto(decisions, [decisions.id]),
  decisionRecords: upsertInto(decisionRecords, [decisionRecords.id]),
  consultations: insertInto(consultations, [consultations.id]),
  exits: upsertInto(exits, [exits.signalId, exits.ledger]),
  orders: upsertInto(orders, [orders.id]),
  orderEvents: insertInto(orderEvents, [orderEvents.intentId, orderEvents.ordinal]),
  positions: upsertInto(positions, [positions.ledger, positions.wallet, positions.tokenId]),
  ledgerMarks: upsertInto(ledgerMarks, [ledgerMarks.ledger]),
  pairs: upsertInto(marketMappings, [marketMappings.polymarketId, marketMappings.kalshiId]),
  arbitrages: upsertInto(arbitrages, [arbitrages.id]),
  cursors: upsertInto(cursors, [cursors.name]),
  fills: upsertInto(fills, [fills.id], { changing: ['settlement', 'transaction'] }),
  settings: insertInto(settings, [settings.version]),
  trades: insertInto(trades, [trades.key, trades.ordinal]),
  signals: insertInto(signals, [signals.id]),
  realisations: insertInto(realisations, [realisations.id]),
  flows: insertInto(flows, [flows.id]),
  equity: insertInto(equitySamples, [equitySamples.ledger, equitySamples.atMs]),
  audit: insertInto(audit, [audit.commandId]),
  outbox: insertInto(outbox, [outbox.id]),
} as const;

/**
 * One statement a table, always in this order, so that two writers cannot lock each other's rows
 * crosswise. What the batch takes away, and its filters, are not in them: {@link writeRare}. `epoch` is
 * that of the leader who writes, 0 where there need not be one.
 */
export function statementsOf(
  database: Database,
  batch: Batch,
  epoch: number,
): readonly Statement[] {
  const of = <Row>(writer: Writer<Row>, rows: readonly Row[]): readonly Statement[] =>
    rows.length === 0 ? [] : writer.statements(database, rows);
  const followed = [...batch.wallets.values()].filter((rules) => rules !== null);
  const standings = [...batch.walletStandings.values()].filter((row) => row !== null);
  const cursorRows = Array.from(batch.cursors, ([name, value]) => ({ name, value }));
  return [
    ...of(WRITE.settings, [...batch.settings.values()]),
    ...of(WRITE.control, Array.from(batch.controls.values(), controlRow)),
    ...of(WRITE.wallets, followed),
    ...of(WRITE.walletScores, Array.from(batch.walletScores.values(), scoreRow)),
    ...of(WRITE.walletStandings, standings),
    // The listing of a market and its resolution are columns of one row that do not touch.
    ...of(WRITE.listings, Array.from(batch.markets.values(), marketRow)),
    ...of(WRITE.resolutions, Array.from(batch.resolutions.values(), resolutionRow)),
    ...of(WRITE.leaderHoldings, [...batch.leaderHoldings.values()]),
    ...of(WRITE.trades, Array.from(batch.leaderTrades.values(), tradeRow)),
    ...of(WRITE.signals, [...batch.signals.values()]),
    ...of(WRITE.decisions, [...batch.decisions.values()]),
    ...of(WRITE.decisionRecords, Array.from(batch.decisionRecords.values(), recordRow)),
    ...of(WRITE.consultations, [...batch.consultations.values()]),
    ...of(WRITE.exits, Array.from(batch.exits.values(), exitRow)),
    ...of(
      WRITE.orders,
      Array.from(batch.orders.values(), (order) => ({ ...orderRow(order), epoch })),
    ),
    ...of(WRITE.orderEvents, [...batch.orderEvents.values()]),
    ...of(WRITE.fills, [...batch.fills.values()]),
    ...of(WRITE.positions, Array.from(batch.positions.values(), positionRow)),
    ...of(WRITE.ledgerMarks, [...batch.ledgerMarks.values()]),
    ...of(WRITE.realisations, [...batch.realisations.values()]),
    ...of(WRITE.flows, [...batch.flows.values()]),
    ...of(WRITE.equity, [...batch.equity.values()]),
    ...of(WRITE.audit, [...batch.audit.values()]),
    ...of(WRITE.outbox, [...batch.notices.values()]),
    ...of(WRITE.pairs, [...batch.pairs.values()]),
    ...of(WRITE.arbitrages, Array.from(batch.arbitrages.values(), arbitrageRow)),
    ...of(WRITE.cursors, cursorRows),
  ];
}

function recordRow(record: DecisionRecord) {
  return { id: record.id, record, atMs: record.atMs };
}

function exitRow(work: ExitWork): ExitWork & { readonly signalId: SignalId } {
  return { ...work, signalId: work.signal.id };
}

function resolutionRow({ resolution, atMs, endedAtMs = atMs }: Resolved) {
  const { marketId: id, payouts } = resolution;
  return { id, payouts, resolvedAtMs: atMs, endedAtMs };
}

/** Whether the batch has what {@link writeRare} writes. */
export function hasRare(batch: Batch): boolean {
  // With a wallet goes its standing, unless the same batch follows it again.
  return (
    batch.filterSteps.length > 0 ||
    removedOf(batch.walletStandings).length > 0 ||
    removedOf(batch.wallets).length > 0
  );
}

/** Within the caller's transaction: what depends on answers, or takes rows away. */
export async function writeRare(database: Database, batch: Batch): Promise<void> {
  const removed = removedOf(batch.wallets);
  if (removed.length > 0) await database.delete(wallets).where(inArray(wallets.address, removed));
  const forgotten = removedOf(batch.walletStandings);
  if (forgotten.length > 0) {
    await database.delete(walletStandings).where(inArray(walletStandings.wallet, forgotten));
  }
  for (const step of batch.filterSteps) await writeFilter(database, step);
}

function removedOf(rows: ReadonlyMap<WalletAddress, unknown>): WalletAddress[] {
  return [...rows.keys()].filter((key) => rows.get(key) === null);
}

/** One by one, because a contradiction depends on the order of the steps. They are rare. */
async function writeFilter(database: Database, step: FilterStep): Promise<void> {
  const { type, value, action } = step;
  if (action === null) {
    const same = and(eq(marketFilters.type, type), eq(marketFilters.value, value));
    await database.delete(marketFilters).where(same);
    return;
  }
  const kept = await database
    .insert(marketFilters)
    .values({ type, value, action })
    .onConflictDoUpdate({
      target: [marketFilters.type, marketFilters.value],
      set: { action },
      setWhere: eq(marketFilters.action, action),
    })
    .returning({ action: marketFilters.action });
  if (kept.length === 0) {
    throw new StoreError('conflict', 'A filter of the opposite action exists for this value');
  }
}
