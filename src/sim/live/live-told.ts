import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import type { Matched, VenueFill, VenueOpenOrder } from '../../engine/domain/venue-answer.ts';
import type { TruthOrder, TruthTrade } from './live-truth.ts';

/** How the venue words a trade. */
export function fillOf({ id, order, ...trade }: TruthTrade): VenueFill {
  return {
    tradeId: id,
    orderHash: order.hash,
    marketId: order.marketId as MarketId,
    tokenId: order.tokenId as TokenId,
    side: order.side,
    price: trade.price as Price,
    quantity: trade.quantity as Quantity,
    notional: trade.notional as Money,
    role: trade.role,
    settlement: trade.settlement,
    ...(trade.settlement === 'matched' ? {} : { transaction: `0x${id}` }),
    atMs: trade.atMs,
  };
}

export function matchedOf({ matched, notional }: TruthOrder): Matched {
  return { quantity: matched as Quantity, notional: notional as Money };
}

export function openOrderOf({
  hash,
  marketId,
  tokenId,
  side,
  matched,
}: TruthOrder): VenueOpenOrder {
  return {
    hash,
    marketId: marketId as MarketId,
    tokenId: tokenId as TokenId,
    side,
    matched: matched as Quantity,
  };
}
