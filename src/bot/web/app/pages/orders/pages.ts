import type { Order, Orders } from '../../../contract/orders.ts';

/** What was read of a list that grows at its front and is read on at its end. */
export interface Read {
  readonly orders: readonly Order[];
  /** For the page behind the last; `null` where there is none. */
  readonly next: string | null;
}

/**
 * The first page read again, before what was read of older ones. Where more than a page of new
 * orders came at once there would be a gap: then only the new page stays.
 */
export function withNewest(before: Read | null, page: Orders): Read {
  const known = new Set(page.orders.map(({ id }) => id));
  const overlap = before?.orders.findIndex(({ id }) => known.has(id)) ?? -1;
  if (before === null || overlap < 0) return { orders: page.orders, next: page.next };
  const older = before.orders
    .filter(({ id }) => !known.has(id))
    .filter(isOlderThan(page.orders.at(-1)));
  return {
    orders: [...page.orders, ...older],
    next: older.length === 0 ? page.next : before.next,
  };
}

function isOlderThan(last: Order | undefined): (order: Order) => boolean {
  return ({ createdAtMs }) => last === undefined || createdAtMs <= last.createdAtMs;
}

/** The page behind what was read. */
export function withOlder(before: Read, page: Orders): Read {
  const known = new Set(before.orders.map(({ id }) => id));
  return {
    orders: [...before.orders, ...page.orders.filter(({ id }) => !known.has(id))],
    next: page.next,
  };
}

/** Orders as they are now, where the live stream knows them. */
export function asLive(orders: readonly Order[], live: readonly Order[]): readonly Order[] {
  if (live.length === 0) return orders;
  const now = new Map(live.map((order) => [order.id, order]));
  return orders.map((order) => {
    const other = now.get(order.id);
    return other !== undefined && other.updatedAtMs >= order.updatedAtMs ? other : order;
  });
}
