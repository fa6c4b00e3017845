import type { MarketId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Quantity } from '../../../engine/domain/values/money.ts';
import type {
  OrderLookup,
  VenueFill,
  VenueOrderStatus,
} from '../../../engine/domain/venue-answer.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { UserOrder } from '../parse-user-order.ts';
import { venueFillsOf } from '../venue-fills.ts';
import type { AccountLists } from './account-lists.ts';

export interface OrderToFind {
  readonly hash: string;
  readonly marketId: MarketId;
  readonly sinceMs: AtMs;
}

/**
 * Asks every list of the venue for one order: the order itself, the orders by id, and the trades of
 * its market. One list alone proves nothing, whatever it says: finished orders leave some of them.
 */
export async function findOrder(lists: AccountLists, of: OrderToFind): Promise<OrderLookup> {
  const hash = of.hash.toLowerCase();
  const problems: string[] = [];
  const single = await orProblem(() => lists.order(hash), problems);
  const listed = await lists.orders(hash, { isNullEmpty: true });
  if (!listed.complete) problems.push(listed.error.message);
  // Last, so that what filled while the others were asked is in it.
  const trades = await lists.trades(of, { isNullEmpty: true });
  if (!trades.complete) problems.push(trades.error.message);
  const fills: VenueFill[] = [];
  for (const trade of trades.complete ? trades.rows : trades.readSoFar) {
    const found = venueFillsOf(trade, ({ orderHash }) => orderHash === hash);
    if (found === null) problems.push(`trade ${trade.tradeId} lacks what the order got`);
    else fills.push(...found);
  }
  const rows = (listed.complete ? listed.rows : listed.readSoFar).filter(
    (row) => row.hash === hash,
  );
  const orders = single === null ? rows : [single, ...rows];
  return {
    order: orders.length === 0 ? null : orders.map(stateOf).reduce(furthest),
    fills,
    complete: problems.length === 0,
    problem: problems.join('; '),
  };
}

type OrderState = NonNullable<OrderLookup['order']>;

function stateOf({ status, matched }: UserOrder): OrderState {
  return { status, matched };
}

const IS_OVER: ReadonlySet<VenueOrderStatus> = new Set(['matched', 'canceled', 'invalid']);

/** Lists may lag behind each other: no order comes back to life, and no match is undone there. */
function furthest(one: OrderState, other: OrderState): OrderState {
  const status = IS_OVER.has(one.status) ? one.status : other.status;
  if (one.matched === null || other.matched === null) {
    return { status, matched: one.matched ?? other.matched };
  }
  return { status, matched: maxOf(one.matched, other.matched) };
}

function maxOf(one: Quantity, other: Quantity): Quantity {
  return Math.max(one, other) as Quantity;
}

async function orProblem<T>(read: () => Promise<T>, problems: string[]): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    problems.push(error.message);
    return null;
  }
}
