import type { MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { Side } from '../../engine/domain/order.ts';
import type { SettlementStatus } from '../../engine/domain/settlement-state.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Price, Quantity } from '../../engine/domain/values/money.ts';
import { LOT } from '../../engine/domain/venue-rules/polymarket.ts';
import { type FrameReader, isRow, ROWS_MAX, type Row } from '../parsed.ts';
import { priceOf } from './parse-decimal.ts';
import { tokenIdOf } from './parse-ids.ts';
import {
  addressOf,
  averageOf,
  conditionOf,
  isFixedPoint,
  momentOf,
  orderHashOf,
  settlementOf,
  sideOf,
  sizeOf,
  TRADE_ID_LENGTH_MAX,
  transactionIn,
} from './parse-user-fields.ts';

/** Who took part with which order. */
export interface TradeParty {
  readonly orderHash: string;
  /** `null` when the venue does not say. */
  readonly address: WalletAddress | null;
  /** API key; empty when the venue does not say. */
  readonly owner: string;
}

/** A resting order in a trade, possibly in the other token. What a foreign one lacks is `null`. */
export interface UserTradeMaker extends TradeParty {
  readonly tokenId: TokenId | null;
  /** Older payloads leave it out. */
  readonly side: Side | null;
  readonly price: Price | null;
  readonly quantity: Quantity | null;
}

/** A trade in which the account took part; all on the top level is the taker's. */
export interface UserTrade {
  readonly tradeId: string;
  readonly taker: TradeParty;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  /** Average over all that was met. */
  readonly price: Price;
  readonly quantity: Quantity;
  readonly settlement: SettlementStatus;
  /** `null` before it was sent to the chain. */
  readonly transaction: string | null;
  readonly atMs: AtMs;
  readonly makers: readonly UserTradeMaker[];
}

/** A `trade` frame or a row of `/data/trades`. */
export function parseUserTrade(row: Row, reader: FrameReader): UserTrade | null {
  const tradeId = row['id'];
  if (typeof tradeId !== 'string' || tradeId === '' || tradeId.length > TRADE_ID_LENGTH_MAX) {
    return reader.refuse('id', 'the id of a trade');
  }
  const orderHash = orderHashOf(row['taker_order_id']);
  if (orderHash === null) return reader.refuse('taker_order_id', 'an order hash');
  const marketId = conditionOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const side = sideOf(row['side']);
  if (side === null) return reader.refuse('side', 'BUY or SELL');
  const price = averageOf(row['price']);
  if (price === null) return reader.refuse('price', 'a positive decimal up to 1');
  const said = settlementOf(row['status']);
  if (said === null) return reader.refuse('status', 'a status of a trade');
  const rows = makerRows(row['maker_orders']);
  if (rows === null) return reader.refuse('maker_orders', `at most ${ROWS_MAX} objects`);
  const sizes = [row['size'], ...rows.map((maker) => maker['matched_amount'])];
  const isFixed = isFixedPoint(said.isPrefixed, sizes, LOT);
  const quantity = sizeOf(row['size'], isFixed);
  if (quantity === null || quantity === 0) return reader.refuse('size', 'a positive size');
  const atMs =
    momentOf(row['match_time']) ?? momentOf(row['last_update']) ?? momentOf(row['timestamp']);
  if (atMs === null) return reader.refuse('match_time', 'a time');
  const makers = rows.map((maker) => makerOf(maker, isFixed));
  if (!areReadable(makers)) return reader.refuse('maker_orders', 'orders with their hashes');
  return {
    tradeId,
    taker: takerOf(row, orderHash),
    ...{ marketId, tokenId, side, price, quantity },
    settlement: said.status,
    transaction: transactionIn(row['transaction_hash']),
    atMs,
    makers,
  };
}

/** To a maker some rows name the maker itself on the top level, so nothing there is believed. */
function takerOf(row: Row, orderHash: string): TradeParty {
  if (row['trader_side'] === 'MAKER') return { orderHash, address: null, owner: '' };
  return { orderHash, address: addressOf(row['maker_address']), owner: ownerOf(row) };
}

function makerRows(value: unknown): readonly Row[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > ROWS_MAX || !value.every(isRow)) return null;
  return value;
}

/** `null` without an order's hash: whose it is would not be known. */
function makerOf(row: Row, isFixed: boolean): UserTradeMaker | null {
  const orderHash = orderHashOf(row['order_id']);
  if (orderHash === null) return null;
  const price = priceOf(row['price']);
  const quantity = sizeOf(row['matched_amount'], isFixed);
  return {
    orderHash,
    address: addressOf(row['maker_address']),
    owner: ownerOf(row),
    tokenId: tokenIdOf(row['asset_id']),
    side: sideOf(row['side']),
    price: price === 0 ? null : price,
    quantity: quantity === 0 ? null : quantity,
  };
}

function areReadable(
  makers: readonly (UserTradeMaker | null)[],
): makers is readonly UserTradeMaker[] {
  return !makers.includes(null);
}

function ownerOf(row: Row): string {
  return typeof row['owner'] === 'string' ? row['owner'] : '';
}
