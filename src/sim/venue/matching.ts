import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { Wallet } from './crowd.ts';
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
}

interface Fill {
  /** Of the taker's outcome. */
  readonly price: number;
  readonly size: number;
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
  { ladder }: WorldMarket,
  { outcome, side, size, limit }: TakerOrder,
  levelsMax: number,
): { readonly fills: readonly Fill[]; readonly changes: readonly VenueLevelChange[] } {
  const from = takenSide(outcome, side);
  const fills: Fill[] = [];
  const changes: VenueLevelChange[] = [];
  let left = size;
  while (left > 0 && fills.length < levelsMax) {
    const level = ladder.best(from);
    if (level === null) break;
    const price = outcome === 0 ? level.price : MICRO - level.price;
    if (side === 'BUY' ? price > limit : price < limit) break;
    const taken = Math.min(level.size, left);
    left -= taken;
    fills.push({ price, size: taken });
    changes.push(ladder.set(from, level.price, level.size - taken));
  }
  return { fills, changes };
}

/** Weighted by lots, so that the sums stay exact. */
function averagePrice(fills: readonly Fill[]): number {
  let lots = 0;
  let paid = 0;
  for (const fill of fills) {
    lots += fill.size / LOT;
    paid += (fill.size / LOT) * fill.price;
  }
  return Math.round(paid / lots);
}

/** The resting order was in the same token on the other side, or in the other token on this side. */
function restingPart(taker: TakerOrder, { price, size }: Fill, options: MatchOptions) {
  const isOther = options.chance.happens(OTHER_TOKEN_PROBABILITY);
  const side = isOther ? taker.side : opposite(taker.side);
  const outcome = isOther ? otherOutcome(taker.outcome) : taker.outcome;
  const { address, name } = options.makerFor(side);
  const wallet = { wallet: address, name };
  return { ...wallet, side, size, outcome, price: isOther ? MICRO - price : price, ...NO_TAKER };
}
