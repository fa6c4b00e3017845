import type {
  FillView,
  OrderLifeView,
  OrderView,
  PositionView,
} from '../../../engine/contract/views.ts';
import { levelsOf } from '../../../engine/core/trade/own-exits.ts';
import { payoutOf } from '../../../engine/core/trade/state.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import { contentId, type LedgerId, shortId } from '../../../engine/domain/ids.ts';
import type { Order } from '../../../engine/domain/order.ts';
import { type Position, positionKey } from '../../../engine/domain/position.ts';
import { leaderPriceOf } from '../../../engine/domain/signal.ts';
import {
  averagePrice,
  cost,
  minOf,
  type Quantity,
  quantity,
  subtractMoney,
} from '../../../engine/domain/values/money.ts';
import { outcomeRef, walletRef } from './names.ts';
import type { Sources } from './sources.ts';

/** Open positions, those that cost most first. */
export function positionViews(sources: Sources, ledger?: LedgerId): readonly PositionView[] {
  const { state } = sources.engine.trade;
  return [...state.ledgers.values()]
    .filter(({ id }) => ledger === undefined || id === ledger)
    .flatMap(({ openPositions }) => openPositions)
    .sort((a, b) => b.cost - a.cost)
    .map((position) => positionView(sources, position));
}

function positionView(sources: Sources, position: Position): PositionView {
  const { tokenId } = position;
  const { state } = sources.engine.trade;
  const payout = payoutOf(state, position);
  const bid = state.quotes.get(tokenId)?.bid ?? null;
  const each = payout ?? bid;
  const value = each === null ? null : cost(each, position.quantity, 'floor');
  return {
    shortId: shortId(contentId('position', [positionKey(position)])),
    position,
    outcome: outcomeRef(sources, position),
    wallet: walletRef(sources, position.wallet),
    average: averagePrice(position.cost, position.quantity, 'ceil'),
    bid,
    payout,
    value,
    unrealised: value === null ? null : subtractMoney(value, position.cost),
    unsettled: unsettledOf(sources, position),
    levels: position.wallet === null || payout !== null ? null : levelsOf(state, position),
  };
}

/** Shares of it that were bought in trades which the chain may still undo. */
function unsettledOf({ engine }: Sources, position: Position): Quantity {
  let bought = 0;
  for (const fill of engine.trade.state.unsettled.values()) {
    if (fill.side === 'buy' && positionKey(fill) === positionKey(position)) bought += fill.quantity;
  }
  return minOf(quantity(bought), position.quantity);
}

export function orderView(sources: Sources, order: Order, fills: readonly Fill[]): OrderView {
  const { intent } = order;
  return {
    shortId: shortId(intent.id),
    order,
    outcome: outcomeRef(sources, intent),
    wallet: walletRef(sources, intent.wallet),
    fills: fills.filter((fill) => fill.intentId === intent.id),
  };
}

/** With the fills of all of them, read at once. */
export async function orderViews(
  sources: Sources,
  orders: readonly Order[],
): Promise<readonly OrderView[]> {
  const fills = await sources.reports.fillsOf(orders.map((order) => order.intent.id));
  return orders.map((order) => orderView(sources, order, fills));
}

/** With its fills and its whole way; memory is ahead of what was stored. */
export async function orderLifeView(sources: Sources, stored: Order): Promise<OrderLifeView> {
  const { id } = stored.intent;
  const order = sources.engine.trade.state.orders.get(id) ?? stored;
  const fills = await sources.reports.fillsOf([id]);
  return {
    ...orderView(sources, order, fills),
    events: await sources.reports.orderEvents(id),
  };
}

/** Orders that are not over, newest first; from memory. */
export function openOrderViews(sources: Sources): readonly OrderView[] {
  const { open, orders } = sources.engine.trade.state;
  return [...open]
    .flatMap((id) => orders.get(id) ?? [])
    .sort((a, b) => b.intent.createdAtMs - a.intent.createdAtMs)
    .map((order) => orderView(sources, order, []));
}

export async function fillViews(sources: Sources, limit: number): Promise<readonly FillView[]> {
  const fills = await sources.reports.recentFills({ limit });
  const ids = [...new Set(fills.map(({ signalId }) => signalId))];
  const signals = new Map((await sources.reports.signalsById(ids)).map((one) => [one.id, one]));
  return fills.map((fill) => {
    const signal = signals.get(fill.signalId) ?? null;
    return {
      fill,
      outcome: outcomeRef(sources, fill),
      wallet: walletRef(sources, fill.wallet),
      leaderPrice: leaderPriceOf(signal),
      behindMs: signal === null || fill.wallet === null ? null : fill.atMs - signal.tradedAtMs,
    };
  });
}
