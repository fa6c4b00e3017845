import type { LeaderTrade } from '../../engine/domain/change.ts';
import { ARMED, type Control } from '../../engine/domain/control.ts';
import type { Flow } from '../../engine/domain/flow.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { Order } from '../../engine/domain/order.ts';
import { isTerminal } from '../../engine/domain/order-state.ts';
import type { Position } from '../../engine/domain/position.ts';
import { MICRO, mulDiv } from '../../engine/domain/values/micro.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { control } from './schema/control.ts';
import type { flows } from './schema/flows.ts';
import type { markets } from './schema/markets.ts';
import type { CoarseStatus, orders } from './schema/orders.ts';
import type { positions } from './schema/positions.ts';
import type { trades } from './schema/trades.ts';
import type { walletMetrics } from './schema/wallet-metrics.ts';

type OrderRow = typeof orders.$inferSelect;
type MarketRow = typeof markets.$inferSelect;
type TradeRow = typeof trades.$inferSelect;
type PositionRow = typeof positions.$inferSelect;
type FlowRow = typeof flows.$inferSelect;
type ControlRow = typeof control.$inferSelect;

/** The seven words of the table's `status`; a fill in part shows only while the order lives. */
export function coarseStatus(order: Pick<Order, 'status' | 'filledQuantity'>): CoarseStatus {
  if (!isTerminal(order.status) && order.filledQuantity > 0) return 'partial';
  switch (order.status) {
    case 'initialized':
    case 'submitted':
    case 'inDoubt':
      return 'pending';
    case 'open':
    case 'pendingCancel':
      return 'open';
    case 'filled':
      return 'filled';
    case 'canceled':
    case 'expired':
      return 'cancelled';
    case 'rejected':
    case 'denied':
      return 'rejected';
    case 'notPlaced':
      return 'failed';
  }
}

export function orderRow({ intent, ...rest }: Order): Omit<OrderRow, 'rowOrder' | 'epoch'> {
  const filledPrice =
    rest.filledQuantity === 0
      ? null
      : mulDiv(rest.filledNotional, MICRO, { by: rest.filledQuantity, rounding: 'floor' });
  return { ...intent, ...rest, filledPrice, coarseStatus: coarseStatus(rest) };
}

export function orderOf(row: OrderRow): Order {
  const { coarseStatus: _, filledPrice: _price, rowOrder: _order, epoch: _epoch, ...order } = row;
  const { status, externalId, body, filledQuantity, filledNotional, ...rest } = order;
  const { fees, reserved, reason, updatedAtMs, ...intent } = rest;
  return {
    intent,
    status,
    externalId,
    body,
    filledQuantity,
    filledNotional,
    fees,
    reserved,
    reason,
    updatedAtMs,
  };
}

export function tradeRow({ event, ...rest }: LeaderTrade): Omit<TradeRow, 'rowOrder'> {
  return { ...event, ...rest };
}

export function tradeOf(row: TradeRow): LeaderTrade {
  const { key, ordinal, receivedAtMs, rowOrder: _, ...event } = row;
  return { key, ordinal, event, receivedAtMs };
}

export function scoreRow(score: WalletScore): typeof walletMetrics.$inferSelect {
  const { confidence, edge, parts } = score;
  return {
    ...{ wallet: score.wallet, atMs: score.atMs, kind: score.kind, score },
    ...{ confidence: confidence.value, confidenceLow: confidence.low },
    ...{
      confidenceHigh: confidence.high,
      edge: edge.value,
      edgeLow: edge.low,
      edgeHigh: edge.high,
    },
    ...{ winRate: score.winRate, roi: score.roi, timing: parts.timing.raw },
    ...{ consistency: score.consistency, evidence: score.evidence },
    ...{ trades: score.trades, ended: score.ended },
  };
}

export function positionRow(position: Position): PositionRow {
  return { ...position, wallet: position.wallet ?? '' };
}

export function positionOf(row: PositionRow): Position {
  const { wallet, ...rest } = row;
  return { ...rest, wallet: wallet === '' ? null : wallet };
}

export function flowOf({ rowOrder: _, moves, ...flow }: FlowRow): Flow {
  return moves === null ? flow : { ...flow, moves };
}

/** Columns that the resolution writes. */
type EndOfMarket = Pick<MarketRow, 'payouts' | 'resolvedAtMs' | 'endedAtMs'>;

export function marketRow(market: Market): Omit<MarketRow, keyof EndOfMarket> {
  const { rules, ...rest } = market;
  const { fee, ...limits } = rules;
  return { ...rest, ...limits, feeRate: fee.ratePpm, feeExponent: fee.exponent };
}

/** Columns that stay null in a listed market. */
type Optional =
  | 'startsAtMs'
  | 'closesAtMs'
  | 'volume24h'
  | 'dayMove'
  | 'weekMove'
  | 'terms'
  | keyof EndOfMarket;
type ListedRow = {
  [K in keyof MarketRow]: K extends Optional ? MarketRow[K] : NonNullable<MarketRow[K]>;
};

/** All columns of a listing are written together, so one tells of all. */
function isListed(row: MarketRow): row is ListedRow {
  return row.venue !== null;
}

/** `null` for a row that only knows how the market ended. */
export function marketOf(row: MarketRow): Market | null {
  if (!isListed(row)) return null;
  const { tick, minQuantity, minMarketableBuy, takerDelayMs, feeRate, feeExponent, ...rest } = row;
  const { payouts: _, resolvedAtMs: _learned, endedAtMs: _ended, ...market } = rest;
  const fee = { ratePpm: feeRate, exponent: feeExponent };
  return { ...market, rules: { tick, minQuantity, minMarketableBuy, fee, takerDelayMs } };
}

export function controlRow({ live, warningReadAtMs, killed, paused }: Control): ControlRow {
  return {
    only: true,
    liveAtMs: live?.atMs ?? null,
    liveEntriesFromMs: live?.entriesFromMs ?? null,
    liveWarningReadAtMs: warningReadAtMs,
    killedReason: killed?.reason ?? null,
    killedAtMs: killed?.atMs ?? null,
    pausedCause: paused?.cause ?? null,
    pausedReason: paused?.reason ?? null,
    pausedAtMs: paused?.atMs ?? null,
    pausedDay: paused?.day ?? null,
  };
}

export function controlOf(row: ControlRow | undefined): Control {
  if (row === undefined) return ARMED;
  const { killedReason, killedAtMs, pausedCause, pausedReason, pausedAtMs, pausedDay } = row;
  const { liveAtMs, liveEntriesFromMs, liveWarningReadAtMs: warningReadAtMs } = row;
  const live =
    liveAtMs === null || liveEntriesFromMs === null
      ? null
      : { atMs: liveAtMs, entriesFromMs: liveEntriesFromMs };
  const killed =
    killedReason === null || killedAtMs === null
      ? null
      : { reason: killedReason, atMs: killedAtMs };
  const paused =
    pausedCause === null || pausedReason === null || pausedAtMs === null
      ? null
      : { cause: pausedCause, reason: pausedReason, atMs: pausedAtMs, day: pausedDay };
  return { live, warningReadAtMs, killed, paused };
}
