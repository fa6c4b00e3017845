import type { Side } from '../../../engine/domain/order.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import {
  cost,
  floorTo,
  type Money,
  minOf,
  type Price,
  type Quantity,
  quantityFor,
} from '../../../engine/domain/values/money.ts';
import {
  ceilToTick,
  floorToTick,
  isOnTick,
  LOT,
  SPEND_STEP,
} from '../../../engine/domain/venue-rules/polymarket.ts';
import { OrderError } from './order-error.ts';
import { type OrderKind, rests } from './order-kind.ts';

/**
 * Step of the shares that a market buy asks for, in micro-shares: the venue's decimals of an amount,
 * which are those of the tick and two more.
 */
const SHARE_STEP: ReadonlyMap<number, number> = new Map([
  [100_000, 1_000],
  [10_000, 100],
  [5_000, 10],
  [2_500, 1],
  [1_000, 10],
  [100, 1],
]);

/** Most shares of one order, in micro-shares: a billion, far below what the arithmetic carries. */
export const ORDER_SHARES_MAX = 1e15 as Quantity;

/** What an amount follows from. */
export interface AmountsRequest {
  readonly side: Side;
  readonly kind: OrderKind;
  /** Most paid for a share when buying, least taken when selling. */
  readonly limitPrice: Price;
  /** Shares to sell; most shares of a buy that rests. */
  readonly quantity: Quantity;
  /** Dollars at most of a buy, before fees. */
  readonly spend: Money;
  readonly tick: Price;
}

/** What an order gives and takes. A buy gives `dollars` (maker amount) for `shares`. */
export interface OrderAmounts {
  /** On the venue's grid, never worse than the limit asked for. */
  readonly price: Price;
  readonly dollars: Money;
  readonly shares: Quantity;
}

/**
 * The amounts of an order in the venue's rounding, exact.
 *
 * Sells and resting buys: shares cut to 0.01, dollars = shares × price without a remainder. A buy
 * that takes at once: dollars cut to 0.01, shares = dollars ÷ price cut to {@link SHARE_STEP}. That
 * cut lets dollars ÷ shares lie above the limit by less than one tick, where no price exists.
 * @throws OrderError `tick`, `price`, `nothingLeft`, `tooLarge`
 */
export function orderAmounts(request: AmountsRequest): OrderAmounts {
  const { side, kind, spend, quantity } = request;
  const step = shareStep(request.tick);
  const price = gridPrice(request);
  if (quantity > ORDER_SHARES_MAX || spend > cost(price, ORDER_SHARES_MAX, 'floor')) {
    throw new OrderError('tooLarge', `more than ${ORDER_SHARES_MAX} micro-shares in one order`);
  }
  const amounts =
    side === 'buy' && !rests(kind)
      ? takingBuy(spend, { price, step })
      : ofShares(price, side === 'sell' ? quantity : minOf(quantity, quantityFor(spend, price)));
  if (amounts.shares <= 0) {
    throw new OrderError('nothingLeft', `${side} of ${quantity} for ${spend} rounds to nothing`);
  }
  return amounts;
}

/** The allowed price nearest to the limit on its better side. */
function gridPrice({ side, limitPrice, tick }: AmountsRequest): Price {
  if (isOnTick(limitPrice, tick)) return limitPrice;
  const nearest = side === 'buy' ? floorToTick(limitPrice, tick) : ceilToTick(limitPrice, tick);
  const worse = side === 'buy' ? nearest > limitPrice : nearest < limitPrice;
  if (!worse) return nearest;
  throw new OrderError('price', `no price within a ${side} limit of ${limitPrice} at tick ${tick}`);
}

function ofShares(price: Price, most: Quantity): OrderAmounts {
  const shares = floorTo(most, LOT);
  const dollars = cost(price, shares, 'floor');
  invariant(
    dollars === cost(price, shares, 'ceil'),
    'lots at a price on the grid cost a whole sum',
  );
  return { price, dollars, shares };
}

function takingBuy(
  spend: Money,
  { price, step }: { readonly price: Price; readonly step: number },
): OrderAmounts {
  const dollars = floorTo(spend, SPEND_STEP);
  return { price, dollars, shares: floorTo(quantityFor(dollars, price), step) };
}

function shareStep(tick: Price): number {
  const step = SHARE_STEP.get(tick);
  if (step === undefined) throw new OrderError('tick', `the venue has no tick of ${tick}`);
  return step;
}
