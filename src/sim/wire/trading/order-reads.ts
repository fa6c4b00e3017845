import type { ExchangeOrder } from '../../exchange/exchange.ts';
import type { Route, WireRequest } from '../http-host.ts';
import { Reply } from '../reply.ts';
import { rowsPage } from './rows-page.ts';
import { isOpen, orderRow } from './shapes.ts';
import type { TradingState } from './trading-state.ts';

/** `/data/order/{id}` and `/data/orders`. */
export function orderReads(state: TradingState): readonly Route[] {
  return [
    { path: '/data/order/:id', group: 'data-orders', answer: (request) => one(state, request) },
    { path: '/data/orders', group: 'data-orders', answer: (request) => list(state, request) },
    {
      path: '/data/pre-migration-orders',
      group: 'data-orders',
      answer: (request) => {
        state.keys.authenticate(request);
        return rowsPage([], request.query.get('next_cursor'));
      },
    },
  ];
}

function one(state: TradingState, request: WireRequest): unknown {
  const { apiKey } = state.keys.authenticate(request);
  const { finishedOrder } = state.settings;
  const order = state.exchange.order((request.params['id'] ?? '').toLowerCase());
  const mine = order === null || order.owner !== apiKey ? [] : [order];
  const seen = mine.filter((each) => isOpen(each) || finishedOrder === 'shown');
  const [row] = shown(state, seen);
  if (row !== undefined) return row;
  return finishedOrder === 'empty' ? new Reply({ text: '' }) : null;
}

function list(state: TradingState, request: WireRequest): unknown {
  const { apiKey } = state.keys.authenticate(request);
  const { query } = request;
  const [id, market] = [query.get('id')?.toLowerCase(), query.get('market')?.toLowerCase()];
  const tokenId = query.get('asset_id') ?? undefined;
  const orders = state.exchange.ordersOf(apiKey).filter(
    (order) =>
      // Asked for by its id, an order is shown whatever became of it.
      (id === undefined ? isOpen(order) : order.hash === id) &&
      (market === undefined || order.market.conditionId === market) &&
      (tokenId === undefined || order.market.tokenIds[order.outcome] === tokenId),
  );
  return rowsPage(shown(state, orders), query.get('next_cursor'));
}

/** Rows of orders, as faults leave them. */
function shown(state: TradingState, orders: readonly ExchangeOrder[]): readonly object[] {
  const { runtime, pendingReads, settings } = state;
  const injected = pendingReads.take();
  if (injected === 'missing') return [];
  return orders
    .filter(() => !runtime.faults.happens('orderMissing'))
    .map((order) => {
      const { size_matched: matched, ...row } = orderRow(order, settings);
      const isOmitted = injected === 'sizeOmitted' || runtime.faults.happens('orderSizeOmitted');
      return isOmitted ? row : { ...row, size_matched: matched };
    });
}
