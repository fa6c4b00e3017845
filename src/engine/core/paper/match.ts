import type { DepthView, Level } from '../../domain/book/depth.ts';
import type { Market } from '../../domain/market.ts';
import { isRunLeg, type OrderIntent } from '../../domain/order.ts';
import {
  cost,
  floorTo,
  type Money,
  minOf,
  type Price,
  type Quantity,
  quantity,
  quantityFor,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import { isOnTick, LOT } from '../../domain/venue-rules/polymarket.ts';
import { marketTakerFee } from '../../domain/venue-rules/taker-fee.ts';
import type { DepthTaken } from './depth-taken.ts';

/** One level's worth of a paper fill. */
export interface PaperMatch {
  readonly level: Level;
  readonly quantity: Quantity;
  readonly notional: Money;
  readonly fee: Money;
}

/**
 * Matches an order against what is really there, best first, every rounding against us. Shares come
 * in lots of 0.01, so that what was bought can be sold.
 */
export function matchOrder(
  intent: OrderIntent,
  {
    market,
    view,
    taken,
  }: { readonly market: Market; readonly view: DepthView; readonly taken: DepthTaken },
): readonly PaperMatch[] {
  const matches: PaperMatch[] = [];
  let spend = intent.spend;
  // A copy buys for so many dollars; what has to be equal on two venues buys so many shares.
  const isCounted = intent.side === 'sell' || isRunLeg(intent.leg);
  let wanted: Quantity = isCounted ? intent.quantity : (Number.MAX_SAFE_INTEGER as Quantity);
  for (const level of intent.side === 'buy' ? view.asks : view.bids) {
    if (!isWithinLimit(intent, level.price)) break;
    const left = taken.left(intent, market, level);
    const asked = intent.side === 'buy' ? minOf(wanted, quantityFor(spend, level.price)) : wanted;
    const amount = floorTo(minOf(left, asked), LOT);
    if (amount === 0) continue;
    const notional = cost(level.price, amount, intent.side === 'buy' ? 'ceil' : 'floor');
    const fee = marketTakerFee(market, { price: level.price, quantity: amount });
    matches.push({ level, quantity: amount, notional, fee });
    if (intent.side === 'buy') spend = subtractMoney(spend, notional);
    wanted = subtractQuantity(wanted, amount);
  }
  return matches;
}

function isWithinLimit(intent: OrderIntent, at: Price): boolean {
  return intent.side === 'buy' ? at <= intent.limitPrice : at >= intent.limitPrice;
}

/** Whether what remains is too little for the venue to match: the order is complete. */
export function isComplete(intent: OrderIntent, matches: readonly PaperMatch[]): boolean {
  const bought = matches.reduce((sum, match) => sum + match.notional, ZERO_MONEY as number);
  const moved = matches.reduce((sum, match) => sum + match.quantity, 0);
  const left = quantity(Math.max(0, intent.quantity - moved));
  if (intent.side === 'sell') return left === 0;
  if (isRunLeg(intent.leg)) return left < LOT;
  return quantityFor((intent.spend - bought) as Money, intent.limitPrice) < LOT;
}

/** The venue's refusal of an order as it stands, in its words; `null` when it takes it. */
export function refusal(intent: OrderIntent, market: Market): string | null {
  const { tick, minQuantity, minMarketableBuy } = market.rules;
  if (market.status !== 'open' || !market.acceptingOrders) {
    return 'the market is not yet ready to process new orders';
  }
  if (!isOnTick(intent.limitPrice, tick)) {
    return `order ${intent.id} is invalid. Price (${intent.limitPrice}) breaks minimum tick size rule: ${tick}`;
  }
  if (intent.quantity < minQuantity) {
    return `order ${intent.id} is invalid. Size (${intent.quantity}) lower than the minimum: ${minQuantity}`;
  }
  if (intent.side === 'buy' && intent.spend < minMarketableBuy) {
    return `invalid amount for a marketable BUY order (${intent.spend}), min size: ${minMarketableBuy}`;
  }
  return null;
}
