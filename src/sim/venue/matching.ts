import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { Wallet } from './crowd.ts';
import type { GuestOrder } from './guest-orders.ts';
import { LOT, opposite } from './ladder.ts';
import type { VenueEvent, VenueLevelChange, VenueRow, VenueSide } from './venue.ts';
import type { WorldMarket } from './world-market.ts';

/** Facts 8: so many maker rows are on the other token, by minting or merging a set. */
const OTHER_TOKEN_PROBABILITY = 0.78;
/** Facts 4.5: fees have five decimals and are at least one such step. In micro-dollars. */
const FEE_STEP = 10;
const NO_TAKER = { fee: 0, isTaker: false };

/** An order that takes what rests. */
export interface TakerOrder {
  readonly wallet: Wallet;
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  readonly size: number;
  /** Worst price of `outcome` it accepts. */
  readonly limit: number;
  /** Dollars that it may spend, where these and not the shares are what it asks for. */
  readonly dollars?: number;
  /** Names the order of a guest. */
  readonly id?: string;
}

/** Part of an order met at one price. */
export interface PlannedFill {
  /** Of the taker's outcome. */
  readonly price: number;
  readonly size: number;
}

/** A resting order that met the taker. */
export interface Fill extends PlannedFill {
  /** `null` for one of the world's makers. */
  readonly guest: GuestOrder | null;
}

export interface MatchOptions {
  readonly chance: Chance;
  /** A wallet for a resting order that does `side`. */
  readonly makerFor: (side: VenueSide) => Wallet;
  /** Levels that one print may take. */
  readonly levelsMax: number;
}

export interface Match {
  readonly trade: Extract<VenueEvent, { readonly kind: 'trade' }>;
  readonly changes: readonly VenueLevelChange[];
  /** As the trade's rows after the first one. */
  readonly fills: readonly Fill[];
}

/** What of an order the ladder would meet now, best level first. */
export function planFills(
  { ladder }: WorldMarket,
  order: TakerOrder,
  levelsMax = Number.POSITIVE_INFINITY,
): readonly PlannedFill[] {
  const { outcome, side, limit } = order;
  const levels = ladder.depth(takenSide(outcome, side));
  const fills: PlannedFill[] = [];
  let { size: left, dollars = Number.POSITIVE_INFINITY } = order;
  for (let at = levels.length - 1; at >= 0 && left > 0 && fills.length < levelsMax; at -= 1) {
    const level = levels[at];
    if (level === undefined) break;
    const price = outcome === 0 ? level.price : MICRO - level.price;
    if (side === 'BUY' ? price > limit : price < limit) break;
    const size = Math.min(level.size, left, lotsFor(dollars, price));
    if (size === 0) break;
    left -= size;
    dollars -= costOf({ price, size });
    fills.push({ price, size });
  }
  return fills;
}

/** Dollars of a fill; whole, since a lot costs whole micro-dollars on every grid of prices. */
export function costOf({ price, size }: PlannedFill): number {
  return (size / LOT) * (price / (MICRO / LOT));
}

/** Takes the order's share of the ladder, best level first; `null` when no level is good enough. */
export function matchOrder(
  market: WorldMarket,
  order: TakerOrder,
  options: MatchOptions,
): Match | null {
  const { fills, changes } = take(market, order, options.levelsMax);
  if (fills.length === 0) return null;
  const { outcome, side } = order;
  const size = fills.reduce((sum, fill) => sum + fill.size, 0);
  const price = averagePrice(fills);
  const transaction = `0x${options.chance.hex(64)}`;
  const taker: VenueRow = {
    ...{ wallet: order.wallet.address, name: order.wallet.name, type: 'TRADE' },
    ...{ side, market, outcome, size, price, transaction },
    fee: takerFee({ price, size }, market.feeRate),
    isTaker: true,
  };
  const makers = fills.map((fill) => ({ ...taker, ...restingPart(order, fill, options) }));
  market.lastTradePrice = outcome === 0 ? price : MICRO - price;
  market.volume24h += (price / MICRO) * (size / MICRO);
  const rows = [taker, ...makers];
  return {
    trade: { kind: 'trade', market, outcome, side, price, size, transaction, rows },
    changes,
    fills,
  };
}

export function otherOutcome(outcome: 0 | 1): 0 | 1 {
  return outcome === 0 ? 1 : 0;
}

/** Which side of outcome 0's ladder an order takes. */
export function takenSide(outcome: 0 | 1, side: VenueSide): VenueSide {
  return outcome === 0 ? opposite(side) : side;
}

/** What a taker of `outcome` would meet first, `null` when nothing rests. */
export function touch(market: WorldMarket, outcome: 0 | 1, side: VenueSide): number | null {
  const level = market.ladder.best(takenSide(outcome, side));
  if (level === null) return null;
  return outcome === 0 ? level.price : MICRO - level.price;
}

/** `C × r × p(1 − p)` in micro-dollars, to five decimals. */
export function takerFee(
  fill: { readonly price: number; readonly size: number },
  rate: number,
): number {
  if (rate === 0) return 0;
  const chance = (fill.price / MICRO) * (1 - fill.price / MICRO);
  return Math.max(FEE_STEP, Math.round((fill.size * rate * chance) / FEE_STEP) * FEE_STEP);
}

function take(
  market: WorldMarket,
  order: TakerOrder,
  levelsMax: number,
): { readonly fills: readonly Fill[]; readonly changes: readonly VenueLevelChange[] } {
  const from = takenSide(order.outcome, order.side);
  const fills: Fill[] = [];
  const changes: VenueLevelChange[] = [];
  for (const { price, size } of planFills(market, order, levelsMax)) {
    const at = order.outcome === 0 ? price : MICRO - price;
    const { change, crowd, guests } = market.ladder.hit(from, at, size);
    changes.push(change);
    if (crowd > 0) fills.push({ price, size: crowd, guest: null });
    for (const part of guests) fills.push({ price, size: part.size, guest: part.order });
  }
  return { fills, changes };
}

/** Whole lots within so many dollars. */
function lotsFor(dollars: number, price: number): number {
  if (dollars === Number.POSITIVE_INFINITY) return dollars;
  return Math.floor(dollars / costOf({ price, size: LOT })) * LOT;
}

/** Weighted by lots, so that the sums stay exact. */
export function averagePrice(fills: readonly PlannedFill[]): number {
  let lots = 0;
  let paid = 0;
  for (const fill of fills) {
    lots += fill.size / LOT;
    paid += (fill.size / LOT) * fill.price;
  }
  return Math.round(paid / lots);
}

/**
 * A guest's order is what it is. Another resting order was in the same token on the other side, or
 * in the other token on this side.
 */
function restingPart(taker: TakerOrder, { price, size, guest }: Fill, options: MatchOptions) {
  if (guest !== null) {
    const { wallet, side, outcome, price: own } = guest;
    return {
      wallet: wallet.address,
      name: wallet.name,
      side,
      size,
      outcome,
      price: own,
      ...NO_TAKER,
    };
  }
  const isOther = options.chance.happens(OTHER_TOKEN_PROBABILITY);
  const side = isOther ? taker.side : opposite(taker.side);
  const outcome = isOther ? otherOutcome(taker.outcome) : taker.outcome;
  const { address, name } = options.makerFor(side);
  const wallet = { wallet: address, name };
  return { ...wallet, side, size, outcome, price: isOther ? MICRO - price : price, ...NO_TAKER };
}
