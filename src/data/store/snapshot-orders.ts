import { getTableColumns, gte, inArray, ne, notInArray, or } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { isTerminal, ORDER_STATUSES } from '../../engine/domain/order-state.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { EngineSnapshot } from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { orderOf } from './rows.ts';
import { exits } from './schema/exits.ts';
import { fills } from './schema/fills.ts';
import { orders } from './schema/orders.ts';
import { realisations } from './schema/realisations.ts';
import { LIMIT, whole } from './snapshot-rows.ts';

const TERMINAL_STATUSES = ORDER_STATUSES.filter(isTerminal);
const NOT_TERMINAL = notInArray(orders.status, TERMINAL_STATUSES);

/** Orders that are open or young, their fills, and exits that go on. @throws StoreError */
export async function readOrders(
  database: NodePgDatabase,
  sinceMs: AtMs,
): Promise<Pick<EngineSnapshot, 'orders' | 'fills' | 'exits'>> {
  const orderRows = await database
    .select()
    .from(orders)
    .where(or(NOT_TERMINAL, gte(orders.createdAtMs, sinceMs)))
    .orderBy(orders.createdAtMs, orders.rowOrder)
    .limit(LIMIT);
  const ofOpenOrders = inArray(
    fills.intentId,
    database.select({ id: orders.id }).from(orders).where(NOT_TERMINAL),
  );
  const { rowOrder: _, ...fillColumns } = getTableColumns(fills);
  const fillRows = await database
    .select(fillColumns)
    .from(fills)
    .where(or(gte(fills.atMs, sinceMs), ofOpenOrders))
    .orderBy(fills.atMs, fills.rowOrder)
    .limit(LIMIT);
  const { rowOrder: _order, signalId: _id, ...exitColumns } = getTableColumns(exits);
  const exitRows = await database
    .select(exitColumns)
    .from(exits)
    .where(ne(exits.status, 'done'))
    .orderBy(exits.startedAtMs, exits.rowOrder)
    .limit(LIMIT);
  return {
    orders: whole(orderRows).map(orderOf),
    fills: whole(fillRows),
    exits: whole(exitRows),
  };
}

/** What was won and lost of late. @throws StoreError */
export async function readRealisations(
  database: NodePgDatabase,
  sinceMs: AtMs,
): Promise<readonly Realisation[]> {
  const { rowOrder: _, ...columns } = getTableColumns(realisations);
  const rows = await database
    .select(columns)
    .from(realisations)
    .where(gte(realisations.atMs, sinceMs))
    .orderBy(realisations.atMs, realisations.rowOrder)
    .limit(LIMIT);
  return whole(rows);
}
