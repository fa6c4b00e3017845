import type { Level } from '../../domain/book/depth.ts';
import type { AtMs } from '../../domain/time.ts';
import {
  addMoney,
  addQuantity,
  ceilTo,
  cost,
  type Money,
  minOf,
  type Price,
  partOf,
  percent,
  type Quantity,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { DIRECT_PRECISION } from '../../domain/venue-rules/kalshi.ts';
import { type TakerCharge, takerFeeAt } from '../../domain/venue-rules/taker-fee.ts';

/** Of what a level shows, so much is counted on: the rest may be gone when the second leg arrives. */
export const DEPTH_SHARE = percent(50);

/** What buying some shares of one side costs, level by level. */
export interface LegCost {
  readonly notional: Money;
  readonly fee: Money;
  /** Worst price that is paid. */
  readonly limit: Price;
  /** What the book shows up to the limit. */
  readonly depth: Quantity;
}

/** What is counted on of one level. */
export function countedOf({ quantity }: Level): Quantity {
  return partOf(quantity, DEPTH_SHARE, 'floor');
}

/** Dollars of `wanted` shares against us; `null` when the levels have not that many. */
export function legCost(
  leg: { readonly levels: readonly Level[]; readonly charge: TakerCharge },
  wanted: Quantity,
  atMs: AtMs,
): LegCost | null {
  let left = wanted;
  let notional = ZERO_MONEY;
  let fee = ZERO_MONEY;
  let depth = ZERO_QUANTITY;
  for (const level of leg.levels) {
    const { price } = level;
    const quantity = minOf(countedOf(level), left);
    depth = addQuantity(depth, level.quantity);
    if (quantity > 0) {
      notional = addMoney(notional, cost(price, quantity, 'ceil'));
      fee = addMoney(fee, takerFeeAt(leg.charge, { price, quantity }, atMs));
      left = subtractQuantity(left, quantity);
    }
    if (left === 0) return aligned(leg.charge, { notional, fee, limit: price, depth });
  }
  return null;
}

/** Kalshi aligns the balance over all fills of an order; what that takes is a fee too. */
function aligned(charge: TakerCharge, leg: LegCost): LegCost {
  if (!('venue' in charge)) return leg;
  const exact = addMoney(leg.notional, leg.fee);
  const taken = subtractMoney(ceilTo(exact, DIRECT_PRECISION), exact);
  return { ...leg, fee: addMoney(leg.fee, taken) };
}
