import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { OrdersScope } from '../../engine/contract/reports.ts';
import type { SignalId } from '../../engine/domain/ids.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import { boundedLimit, QUERY_ROWS_MAX } from './limits.ts';
import type { Read } from './read.ts';
import { orderOf } from './rows.ts';
import { orders } from './schema/orders.ts';
import { signals } from './schema/signals.ts';
import { signalOf } from './signal-rows.ts';
import { inLedger } from './sql-counts.ts';
import { storable } from './storable.ts';

/** Newest first; behind an order its place is found by its own row, however much is written meanwhile. */
export async function readOrders(read: Read, scope: OrdersScope): Promise<readonly Order[]> {
  const rows = await read((database) =>
    database
      .select()
      .from(orders)
      .where(wanted(scope))
      .orderBy(desc(orders.createdAtMs), desc(orders.rowOrder))
      .limit(boundedLimit(scope.limit)),
  );
  return rows.map(orderOf);
}

function wanted(scope: OrdersScope): SQL | undefined {
  const { ledger, statuses, wallet, marketId, side, before } = scope;
  return and(
    inLedger(orders.ledger, ledger),
    statuses === undefined ? undefined : inArray(orders.status, [...statuses]),
    wallet === undefined ? undefined : eq(orders.wallet, wallet),
    marketId === undefined ? undefined : eq(orders.marketId, storable(marketId)),
    side === undefined ? undefined : eq(orders.side, side),
    before === undefined ? undefined : behind(storable(before)),
  );
}

function behind(id: string): SQL {
  const { createdAtMs, rowOrder } = orders;
  return sql`(${createdAtMs}, ${rowOrder}) < (select ${createdAtMs}, ${rowOrder} from ${orders} where ${orders.id} = ${id})`;
}

export async function readSignals(
  read: Read,
  ids: readonly SignalId[],
): Promise<readonly Signal[]> {
  const asked = ids.slice(0, QUERY_ROWS_MAX);
  if (asked.length === 0) return [];
  const rows = await read((database) =>
    database.select().from(signals).where(inArray(signals.id, asked)).limit(asked.length),
  );
  return rows.map(signalOf);
}
