import type { Level } from '../../domain/book/depth.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  cost,
  dollars,
  floorTo,
  type Money,
  money,
  type Price,
  type Quantity,
} from '../../domain/values/money.ts';
import {
  type ArbitragePlan,
  buyLimit,
  type PlanLeg,
  sellLimit,
  unitCost,
  unitProceeds,
} from './plan.ts';

/** Fees of small fills are rounded one by one: so much of the cap is kept for it. */
export const ROUNDING_KEPT = dollars(0.01);

/** Both sides of the book of one leg's token, best first. */
export interface RunBook {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** Books of both legs; `null` where one may not be used. */
export type RunBooks = readonly [RunBook | null, RunBook | null];

/** An order that a run wants. */
export interface WantedOrder {
  readonly leg: 0 | 1;
  readonly way: 'buy' | 'sell';
  readonly quantity: Quantity;
  readonly limit: Price;
}

export interface Exposure {
  readonly plan: ArbitragePlan;
  /** Shares of the first leg without their other side, and what one of them cost with its fees. */
  readonly unhedged: Quantity;
  readonly unitCost: Money;
  readonly atMs: AtMs;
}

/** The second leg for what is not hedged, at no loss; `null` where no order of it can be made. */
export function hedgeOrder({ plan, unhedged, unitCost: paid, atMs }: Exposure): WantedOrder | null {
  const leg = plan.legs[1];
  const limit = buyLimit(leg, money(plan.payout - paid), atMs);
  return limit === null ? null : buyOrder(leg, unhedged, limit);
}

/**
 * The cheaper way out of shares without their other side: sold again, or hedged at a loss, whichever
 * the books offer within what may still be lost. `null` when neither does.
 */
export function wayOut(
  exposure: Exposure,
  books: RunBooks,
  { lossLeft, maySell, mayHedge }: { lossLeft: Money; maySell: boolean; mayHedge: boolean },
): WantedOrder | null {
  if (lossLeft <= ROUNDING_KEPT || exposure.unhedged === 0) return null;
  const perShare = mulDiv(lossLeft - ROUNDING_KEPT, MICRO, {
    by: exposure.unhedged,
    rounding: 'floor',
  });
  const loss = money(Math.min(MICRO, perShare));
  const sale = maySell ? saleWithin(exposure, books[0], loss) : null;
  const hedge = mayHedge ? hedgeWithin(exposure, books[1], loss) : null;
  if (sale === null || hedge === null) return (sale ?? hedge)?.order ?? null;
  return sale.loss <= hedge.loss ? sale.order : hedge.order;
}

interface Offer {
  readonly order: WantedOrder;
  /** Of one share at the best price. */
  readonly loss: number;
}

function saleWithin(
  { plan, unhedged, unitCost: paid, atMs }: Exposure,
  book: RunBook | null,
  loss: Money,
): Offer | null {
  const leg = plan.legs[0];
  const best = book?.bids[0]?.price;
  const limit = sellLimit(leg, money(paid - loss), atMs);
  const wanted = floorTo(unhedged, leg.market.lot);
  if (best === undefined || limit === null || best < limit) return null;
  if (wanted === 0 || wanted < leg.market.minQuantity) return null;
  const order = { leg: 0, way: 'sell', quantity: wanted, limit } as const;
  return { order, loss: paid - unitProceeds(leg, best, atMs) };
}

function hedgeWithin(
  { plan, unhedged, unitCost: paid, atMs }: Exposure,
  book: RunBook | null,
  loss: Money,
): Offer | null {
  const leg = plan.legs[1];
  const best = book?.asks[0]?.price;
  const limit = buyLimit(leg, money(plan.payout - paid + loss), atMs);
  if (best === undefined || limit === null || best > limit) return null;
  const order = buyOrder(leg, unhedged, limit);
  if (order === null) return null;
  return { order, loss: paid + unitCost(leg, best, atMs) - plan.payout };
}

/** `null` below what the venue takes. */
function buyOrder({ market }: PlanLeg, wanted: Quantity, limit: Price): WantedOrder | null {
  const bought = floorTo(wanted, market.lot);
  const isEnough = bought > 0 && bought >= market.minQuantity;
  if (!isEnough || cost(limit, bought, 'floor') < market.minMarketableBuy) return null;
  return { leg: 1, way: 'buy', quantity: bought, limit };
}
