import type { OrderView } from '../../../engine/contract/views.ts';
import type { OrderLife, Orders, OrdersQuery } from '../contract/orders.ts';
import { orderLifePage, orderRow } from './order-view.ts';
import type { PageSources } from './sources.ts';

/** Orders that one question looks through: as many as the store gives at once. */
const SEARCHED_MAX = 1_000;

/**
 * Orders, newest first. A page begins behind the order that `before` names, so that orders which are
 * made meanwhile move nothing.
 */
export async function ordersPage({ queries }: PageSources, query: OrdersQuery): Promise<Orders> {
  const open = new Map(queries.openOrders().map((view) => [view.order.intent.id, view]));
  const stored = await queries.orders(isFirstOfAll(query) ? query.limit + 1 : SEARCHED_MAX);
  const known = new Set(stored.map(({ order }) => order.intent.id));
  // What is open in memory is newer than what was written of it.
  const fresh = [...open.values()].filter(({ order }) => !known.has(order.intent.id));
  const all = [...fresh, ...stored.map((view) => newer(open.get(view.order.intent.id), view))];
  const from =
    query.before === undefined ? 0 : 1 + all.findIndex((one) => idOf(one) === query.before);
  const wanted = all.slice(from).filter((view) => isWanted(view, query));
  const shown = wanted.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    atMs: queries.nowMs(),
    orders: shown.map(orderRow),
    next: last === undefined || shown.length === wanted.length ? null : idOf(last),
    searched: all.length,
  };
}

/** Nothing has to be looked through: the newest are the answer. */
function isFirstOfAll({ limit: _, ...picked }: OrdersQuery): boolean {
  return Object.values(picked).every((value) => value === undefined);
}

function newer(open: OrderView | undefined, stored: OrderView): OrderView {
  return open === undefined ? stored : { ...open, fills: stored.fills };
}

function idOf({ order }: OrderView): string {
  return order.intent.id;
}

function isWanted(
  { order }: OrderView,
  { status, ledger, wallet, market, side }: OrdersQuery,
): boolean {
  const { intent } = order;
  return (
    (status === undefined || status.includes(order.status)) &&
    (ledger === undefined || intent.ledger === ledger) &&
    (wallet === undefined || intent.wallet === wallet.toLowerCase()) &&
    (market === undefined || intent.marketId === market) &&
    (side === undefined || intent.side === side)
  );
}

/** One order by the beginning of its id; `null` for none. */
export async function orderPage({ queries }: PageSources, id: string): Promise<OrderLife | null> {
  const life = await queries.order(id);
  if (life === null) return null;
  const decided = await queries.decision(life.order.intent.id);
  return orderLifePage(life, decided?.orders ?? [life]);
}
