import type { OrderView } from '../../../engine/contract/views.ts';
import {
  type IntentId,
  type LedgerId,
  type MarketId,
  walletAddress,
} from '../../../engine/domain/ids.ts';
import type { OrderLife, Orders, OrdersQuery } from '../contract/orders.ts';
import { orderLifePage, orderRow } from './order-view.ts';
import type { PageSources } from './sources.ts';

/**
 * Orders, newest first. A page begins behind the stored order that `before` names, so that orders
 * which are made meanwhile move nothing. What is open in memory is newer than what was written of it:
 * it stands in its place of time, beside as many stored ones as were asked for.
 */
export async function ordersPage({ queries }: PageSources, query: OrdersQuery): Promise<Orders> {
  const { limit, before } = query;
  const open = new Map(queries.openOrders().map((view) => [view.order.intent.id, view]));
  const read = await queries.orders(limit + 1, scopeOf(query));
  const stored = read.slice(0, limit);
  const last = read.length > limit ? stored.at(-1) : undefined;
  const known = new Set(stored.map(({ order }) => order.intent.id));
  const span = { afterMs: last === undefined ? null : madeAt(last), untilMs: before?.atMs ?? null };
  const fresh = [...open.values()].filter(
    (view) => !known.has(view.order.intent.id) && isWithin(madeAt(view), span),
  );
  const rows = stored.map((view) => newer(open.get(view.order.intent.id), view));
  return {
    atMs: queries.nowMs(),
    orders: inOrder(fresh, rows)
      .filter((view) => isWanted(view, query))
      .map(orderRow),
    next: last === undefined ? null : `${madeAt(last)}.${last.order.intent.id}`,
  };
}

/** What the store looks for. */
function scopeOf({ status, ledger, wallet, market, side, before }: OrdersQuery) {
  const address = wallet === undefined ? null : walletAddress(wallet);
  return {
    ...(status === undefined ? {} : { statuses: status }),
    ...(ledger === undefined ? {} : { ledger: ledger as LedgerId }),
    ...(address === null ? {} : { wallet: address }),
    ...(market === undefined ? {} : { marketId: market as MarketId }),
    ...(side === undefined ? {} : { side }),
    ...(before === undefined ? {} : { before: before.id as IntentId }),
  };
}

interface Span {
  /** Not included: what was made then stands with those behind it. */
  readonly afterMs: number | null;
  readonly untilMs: number | null;
}

function isWithin(atMs: number, { afterMs, untilMs }: Span): boolean {
  return (afterMs === null || atMs > afterMs) && (untilMs === null || atMs <= untilMs);
}

function madeAt({ order }: OrderView): number {
  return order.intent.createdAtMs;
}

/** Newest first; of one moment those that were not written yet are the newer ones. */
function inOrder(fresh: readonly OrderView[], stored: readonly OrderView[]): OrderView[] {
  return [...fresh, ...stored].sort((a, b) => madeAt(b) - madeAt(a));
}

function newer(open: OrderView | undefined, stored: OrderView): OrderView {
  return open === undefined ? stored : { ...open, fills: stored.fills };
}

/** By what is known now: the store may know an older status. */
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
