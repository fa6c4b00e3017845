import type { ExchangeOrder, ExchangeTrade, TradeMaker } from '../../exchange/exchange.ts';
import { decimal, secondsOf } from '../decimal.ts';

/** How the venue writes what both REST and the user channel tell. */
export interface Wording {
  /** `ORDER_STATUS_LIVE` and `TRADE_STATUS_MATCHED` in REST, as its documents have it. */
  readonly hasPrefixes: boolean;
}

const NO_FEE = '0';

/** Whether an order may still match. */
export function isOpen({ status, matched, size }: ExchangeOrder): boolean {
  if (status === 'UNMATCHED') return matched < size;
  return status === 'LIVE' || status === 'DELAYED';
}

/** A row of `/data/orders`. */
export function orderRow(order: ExchangeOrder, { hasPrefixes }: Wording): Record<string, unknown> {
  return {
    id: order.hash,
    status: hasPrefixes ? `ORDER_STATUS_${order.status}` : order.status,
    owner: order.owner,
    maker_address: order.maker,
    market: order.market.conditionId,
    asset_id: order.market.tokenIds[order.outcome],
    side: order.side,
    original_size: decimal(order.size),
    size_matched: decimal(order.matched),
    price: decimal(order.price),
    outcome: order.market.outcomes[order.outcome],
    expiration: String(order.expirationS),
    order_type: order.kind,
    associate_trades: order.tradeIds,
    created_at: secondsOf(order.atMs),
  };
}

/** Who looks at a trade: its side of it decides what the row names. */
export interface TradeView {
  readonly viewer: string;
  readonly side: 'TAKER' | 'MAKER';
  readonly address: string;
}

/** How an account took part in a trade; `null` when it did not. */
export function viewOf(trade: ExchangeTrade, viewer: string): TradeView | null {
  if (trade.takerOwner === viewer) return { viewer, side: 'TAKER', address: trade.takerMaker };
  const maker = trade.makers.find(({ owner }) => owner === viewer);
  return maker === undefined ? null : { viewer, side: 'MAKER', address: maker.address };
}

function sharedPart(trade: ExchangeTrade, view: TradeView) {
  return {
    id: trade.id,
    taker_order_id: trade.takerHash,
    market: trade.market.conditionId,
    asset_id: trade.market.tokenIds[trade.outcome],
    side: trade.side,
    size: decimal(trade.size),
    fee_rate_bps: NO_FEE,
    price: decimal(trade.price),
    match_time: String(secondsOf(trade.matchedAtMs)),
    last_update: String(secondsOf(trade.updatedAtMs)),
    outcome: trade.market.outcomes[trade.outcome],
    bucket_index: 0,
    owner: view.viewer,
    maker_address: view.address,
    transaction_hash: trade.transaction,
    maker_orders: trade.makers.map((maker) => makerRow(trade, maker)),
    trader_side: view.side,
  };
}

function makerRow({ market }: ExchangeTrade, maker: TradeMaker): object {
  return {
    order_id: maker.hash,
    owner: maker.owner,
    maker_address: maker.address,
    matched_amount: decimal(maker.matched),
    price: decimal(maker.price),
    fee_rate_bps: NO_FEE,
    asset_id: market.tokenIds[maker.outcome],
    outcome: market.outcomes[maker.outcome],
    side: maker.side,
  };
}

/** A row of `/data/trades`. */
export function tradeRow(trade: ExchangeTrade, view: TradeView, { hasPrefixes }: Wording): object {
  const status = hasPrefixes ? `TRADE_STATUS_${trade.status}` : trade.status;
  const nanos = `${trade.matchedAtMs}000000`;
  return { ...sharedPart(trade, view), status, match_time_nano: nanos, err_msg: null };
}

/** A trade frame of the user channel. */
export function tradeFrame(trade: ExchangeTrade, view: TradeView, nowMs: number): object {
  return {
    event_type: 'trade',
    type: 'TRADE',
    ...sharedPart(trade, view),
    status: trade.status,
    trade_owner: view.viewer,
    timestamp: String(nowMs),
  };
}

export type OrderFrameType = 'PLACEMENT' | 'UPDATE' | 'CANCELLATION';

/** An order frame of the user channel. */
export function orderFrame(
  order: ExchangeOrder,
  type: OrderFrameType,
  nowMs: number,
): Record<string, unknown> {
  const { created_at: createdAt, ...row } = orderRow(order, { hasPrefixes: false });
  return {
    event_type: 'order',
    ...row,
    order_owner: order.owner,
    associate_trades: order.tradeIds.length === 0 ? null : order.tradeIds,
    type,
    created_at: String(createdAt),
    timestamp: String(nowMs),
  };
}
