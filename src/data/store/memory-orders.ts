import type { OrdersScope } from '../../engine/contract/reports.ts';
import type { Order } from '../../engine/domain/order.ts';
import { inTimeOrder } from './key-order.ts';
import { boundedLimit } from './limits.ts';
import { isInLedger } from './memory-trips.ts';

/** Newest first, of orders in the order of their writing. */
export function ordersIn(orders: Iterable<Order>, scope: OrdersScope): readonly Order[] {
  const newest = inTimeOrder([...orders], (row) => row.intent.createdAtMs).reverse();
  const { before, limit } = scope;
  const from =
    before === undefined ? 0 : newest.findIndex((row) => row.intent.id === before) + 1 || Infinity;
  return newest
    .slice(from)
    .filter((row) => isWanted(row, scope))
    .slice(0, boundedLimit(limit));
}

function isWanted({ intent, status }: Order, scope: OrdersScope): boolean {
  const { ledger, statuses, wallet, marketId, side } = scope;
  return (
    isInLedger(intent.ledger, ledger) &&
    (statuses === undefined || statuses.includes(status)) &&
    (wallet === undefined || intent.wallet === wallet) &&
    (marketId === undefined || intent.marketId === marketId) &&
    (side === undefined || intent.side === side)
  );
}
