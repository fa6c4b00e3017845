import { and, eq, inArray } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Batch, FilterStep } from './batch.ts';
import { controlRow, marketRow, orderRow, positionRow, tradeRow } from './rows.ts';
import { audit } from './schema/audit.ts';
import { control } from './schema/control.ts';
import { cursors } from './schema/cursors.ts';
import { decisions } from './schema/decisions.ts';
import { equitySamples } from './schema/equity-samples.ts';
import { exits } from './schema/exits.ts';
import { fills } from './schema/fills.ts';
import { flows } from './schema/flows.ts';
import { leaderHoldings } from './schema/leader-holdings.ts';
import { ledgerMarks } from './schema/ledger-marks.ts';
import { marketFilters } from './schema/market-filters.ts';
import { listingColumns, markets } from './schema/markets.ts';
import { orderEvents } from './schema/order-events.ts';
import { orders } from './schema/orders.ts';
import { outbox } from './schema/outbox.ts';
import { positions } from './schema/positions.ts';
import { realisations } from './schema/realisations.ts';
import { settings } from './schema/settings.ts';
import { signals } from './schema/signals.ts';
import { trades } from './schema/trades.ts';
import { wallets } from './schema/wallets.ts';
import { StoreError } from './store-error.ts';
import { insertInto, upsertInto } from './upsert.ts';

const WRITE = {
  wallets: upsertInto(wallets, [wallets.address]),
  listings: upsertInto(markets, [markets.id], { changing: listingColumns }),
  resolutions: upsertInto(markets, [markets.id], { changing: ['payouts', 'resolvedAtMs'] }),
  control: upsertInto(control, [control.only]),
  leaderHoldings: upsertInto(leaderHoldings, [leaderHoldings.wallet, leaderHoldings.tokenId]),
  decisions: upsertInto(decisions, [decisions.id]),
  exits: upsertInto(exits, [exits.signalId, exits.ledger]),
  orders: upsertInto(orders, [orders.id]),
  orderEvents: insertInto(orderEvents, [orderEvents.intentId, orderEvents.ordinal]),
  positions: upsertInto(positions, [positions.ledger, positions.wallet, positions.tokenId]),
  ledgerMarks: upsertInto(ledgerMarks, [ledgerMarks.ledger]),
  cursors: upsertInto(cursors, [cursors.name]),
  fills: upsertInto(fills, [fills.id], { changing: ['settlement'] }),
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
 * Writes a batch within the caller's transaction: one statement a table, always in this order, so
 * that two writers cannot lock each other's rows crosswise.
 */
export async function writeBatch(database: NodePgDatabase, batch: Batch): Promise<void> {
  await writeRules(database, batch);
  await writeMarkets(database, batch);
  await WRITE.leaderHoldings.write(database, [...batch.leaderHoldings.values()]);
  await WRITE.trades.write(database, Array.from(batch.leaderTrades.values(), tradeRow));
  await WRITE.signals.write(database, [...batch.signals.values()]);
  await WRITE.decisions.write(database, [...batch.decisions.values()]);
  await WRITE.exits.write(
    database,
    Array.from(batch.exits.values(), (work) => ({ ...work, signalId: work.signal.id })),
  );
  await WRITE.orders.write(database, Array.from(batch.orders.values(), orderRow));
  await WRITE.orderEvents.write(database, [...batch.orderEvents.values()]);
  await WRITE.fills.write(database, [...batch.fills.values()]);
  await WRITE.positions.write(database, Array.from(batch.positions.values(), positionRow));
  await WRITE.ledgerMarks.write(database, [...batch.ledgerMarks.values()]);
  await WRITE.realisations.write(database, [...batch.realisations.values()]);
  await WRITE.flows.write(database, [...batch.flows.values()]);
  await WRITE.equity.write(database, [...batch.equity.values()]);
  await WRITE.audit.write(database, [...batch.audit.values()]);
  await WRITE.outbox.write(database, [...batch.notices.values()]);
  await WRITE.cursors.write(
    database,
    Array.from(batch.cursors, ([name, value]) => ({ name, value })),
  );
}

async function writeRules(database: NodePgDatabase, batch: Batch): Promise<void> {
  await WRITE.settings.write(database, [...batch.settings.values()]);
  await WRITE.control.write(database, Array.from(batch.controls.values(), controlRow));
  const followed = [...batch.wallets.values()].filter((rules) => rules !== null);
  await WRITE.wallets.write(database, followed);
  const removed = [...batch.wallets.keys()].filter((key) => batch.wallets.get(key) === null);
  if (removed.length > 0) await database.delete(wallets).where(inArray(wallets.address, removed));
  for (const step of batch.filterSteps) await writeFilter(database, step);
}

/** The listing of a market and its resolution are columns of one row that do not touch. */
async function writeMarkets(database: NodePgDatabase, batch: Batch): Promise<void> {
  await WRITE.listings.write(database, Array.from(batch.markets.values(), marketRow));
  await WRITE.resolutions.write(
    database,
    Array.from(batch.resolutions.values(), ({ resolution, atMs }) => ({
      id: resolution.marketId,
      payouts: resolution.payouts,
      resolvedAtMs: atMs,
    })),
  );
}

/** One by one, because a contradiction depends on the order of the steps. They are rare. */
async function writeFilter(database: NodePgDatabase, step: FilterStep): Promise<void> {
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
