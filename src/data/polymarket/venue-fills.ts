import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { Side } from '../../engine/domain/order.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  complement,
  cost,
  type Money,
} from '../../engine/domain/values/money.ts';
import type { VenueFill } from '../../engine/domain/venue-answer.ts';
import type { TradeParty, UserTrade, UserTradeMaker } from './parse-user-trade.ts';

/** Whether an order in a trade is the account's, or the one that is looked for. */
export type IsOwn = (party: TradeParty) => boolean;

/** The account of a funder: by the address where one stands, by the API key where none does. */
export function ownedBy(funder: WalletAddress, apiKey: () => string | null): IsOwn {
  return ({ address, owner }) =>
    address === null ? owner !== '' && owner === apiKey() : address === funder;
}

/**
 * What a trade did to the account: as taker the top level, as maker each order of ours with its own
 * token, price and amount. `null` when an entry of ours lacks one of them.
 */
export function venueFillsOf(trade: UserTrade, isOwn: IsOwn): readonly VenueFill[] | null {
  const fills: VenueFill[] = isOwn(trade.taker) ? [takerFill(trade)] : [];
  const makers = new Map<string, VenueFill>();
  for (const maker of trade.makers) {
    if (!isOwn(maker)) continue;
    const fill = makerFill(trade, maker);
    if (fill === null) return null;
    const before = makers.get(fill.orderHash);
    const sum = before === undefined ? fill : joined(before, fill);
    if (sum === null) return null;
    makers.set(sum.orderHash, sum);
  }
  return [...fills, ...makers.values()];
}

function takerFill(trade: UserTrade): VenueFill {
  const { tradeId, taker, marketId, tokenId, side, quantity, settlement, atMs } = trade;
  const notional = exactNotional(trade) ?? cost(trade.price, quantity, against(side));
  return {
    tradeId,
    orderHash: taker.orderHash,
    ...{ marketId, tokenId, side, quantity, notional },
    price: averagePrice(notional, quantity, against(side)),
    role: 'taker',
    settlement,
    ...sentBy(trade),
    atMs,
  };
}

/**
 * The dollars of all that the taker met: an order in the other token fills at what is left of a
 * dollar. `null` when the orders do not add up to the trade.
 */
function exactNotional({ makers, tokenId, side, quantity }: UserTrade): Money | null {
  let shares = 0;
  let product = 0n;
  for (const maker of makers) {
    if (maker.tokenId === null || maker.price === null || maker.quantity === null) return null;
    const price = maker.tokenId === tokenId ? maker.price : complement(maker.price);
    shares += maker.quantity;
    product += BigInt(price) * BigInt(maker.quantity);
  }
  if (shares !== quantity || product === 0n) return null;
  const unit = BigInt(MICRO);
  const roundUp = against(side) === 'ceil' && product % unit !== 0n ? 1n : 0n;
  // At most a dollar a share, so it is as safe as the quantity is.
  return Number(product / unit + roundUp) as Money;
}

function makerFill(trade: UserTrade, maker: UserTradeMaker): VenueFill | null {
  const { orderHash, tokenId, price, quantity } = maker;
  if (tokenId === null || price === null || quantity === null) return null;
  const side = maker.side ?? sideAcross(trade, tokenId);
  const { tradeId, marketId, settlement, atMs } = trade;
  const notional = cost(price, quantity, against(side));
  return {
    ...{ tradeId, orderHash, marketId, tokenId, side, price, quantity, notional },
    role: 'maker',
    settlement,
    ...sentBy(trade),
    atMs,
  };
}

function sentBy({ transaction }: UserTrade): Pick<VenueFill, 'transaction'> {
  return transaction === null ? {} : { transaction };
}

/** In one token the sides are opposite; across tokens both buy a pair, or both sell one. */
function sideAcross(trade: UserTrade, tokenId: UserTrade['tokenId']): Side {
  if (trade.tokenId !== tokenId) return trade.side;
  return trade.side === 'buy' ? 'sell' : 'buy';
}

/** One order that was met twice in a trade; `null` when the two contradict each other. */
function joined(one: VenueFill, other: VenueFill): VenueFill | null {
  if (one.tokenId !== other.tokenId || one.side !== other.side) return null;
  const notional = addMoney(one.notional, other.notional);
  const quantity = addQuantity(one.quantity, other.quantity);
  return { ...one, notional, quantity, price: averagePrice(notional, quantity, against(one.side)) };
}

function against(side: Side): 'ceil' | 'floor' {
  return side === 'buy' ? 'ceil' : 'floor';
}
