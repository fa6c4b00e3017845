import type { TokenId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { ZERO_QUANTITY } from '../../../engine/domain/values/money.ts';
import type {
  AccountReading,
  VenueFill,
  VenueOpenOrder,
} from '../../../engine/domain/venue-answer.ts';
import { malformed } from '../client/data-envelope.ts';
import type { PagedRead } from '../client/pages.ts';
import type { UserOrder } from '../parse-user-order.ts';
import { type IsOwn, venueFillsOf } from '../venue-fills.ts';
import type { AccountLists } from './account-lists.ts';
import type { Balances } from './balances.ts';

export interface AccountToRead {
  readonly sinceMs: AtMs;
  readonly tokens: readonly TokenId[];
}

export interface AccountSources {
  readonly lists: AccountLists;
  readonly balances: Balances;
  readonly isOwn: IsOwn;
}

/**
 * All of the account at one moment, or nothing of it. Trades come from a little before the moment
 * asked for; their ids tell which are known.
 * @throws VenueError when a part of it was not answered whole
 */
export async function readAccountOf(
  { lists, balances, isOwn }: AccountSources,
  of: AccountToRead,
): Promise<AccountReading> {
  const orders = whole(await lists.orders(null, { isNullEmpty: false }));
  // After the orders: what left their list by a match is in here.
  const trades = whole(await lists.trades(of, { isNullEmpty: false }));
  const fills: VenueFill[] = [];
  for (const trade of trades) {
    const found = venueFillsOf(trade, isOwn);
    if (found === null) throw malformed('clob.trades', `trade ${trade.tradeId} lacks our part`);
    fills.push(...found);
  }
  const [balance, holdings] = await Promise.all([
    balances.collateral(),
    balances.holdings(of.tokens),
  ]);
  return {
    openOrders: orders.filter((order) => isOpenAndOwn(order, isOwn)).map(openOrder),
    fills: fills.sort((one, other) => one.atMs - other.atMs),
    balance,
    holdings,
  };
}

function whole<T>(read: PagedRead<T>): readonly T[] {
  if (read.complete) return read.rows;
  throw read.error;
}

function isOpenAndOwn({ hash, address, owner, status }: UserOrder, isOwn: IsOwn): boolean {
  const isOpen = status === 'live' || status === 'delayed';
  return isOpen && isOwn({ orderHash: hash, address, owner });
}

function openOrder({ hash, marketId, tokenId, side, matched }: UserOrder): VenueOpenOrder {
  if (marketId === null || tokenId === null || side === null) {
    throw malformed('clob.orders', `order ${hash} lacks its market, token or side`);
  }
  return { hash, marketId, tokenId, side, matched: matched ?? ZERO_QUANTITY };
}
