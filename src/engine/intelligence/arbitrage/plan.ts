import type { ArbitrageFound, ArbitrageLeg } from '../../domain/arbitrage.ts';
import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  complement,
  type Money,
  minOf,
  money,
  type Ppm,
  type Price,
  price,
  type Quantity,
  shares,
} from '../../domain/values/money.ts';
import { ceilToGrid, floorToGrid } from '../../domain/venue-rules/kalshi-ticks.ts';
import { takerFeeAt } from '../../domain/venue-rules/taker-fee.ts';
import type { TradedMarket } from './traded-market.ts';

const ONE_SHARE = shares(1);
/** Two sides that bind each other pay this at the least. */
export const PAIR_PAYOUT = money(MICRO);

/** One side to buy. */
export interface PlanLeg {
  readonly market: TradedMarket;
  readonly side: 'yes' | 'no';
  /** Most that is paid for the first leg; for the second, what it was found at: its fills decide. */
  readonly limit: Price;
}

/** The outcome that a leg buys. */
export function tokenOf({ market, side }: PlanLeg): TokenId {
  return side === 'yes' ? market.yes : market.no;
}

/** How an opportunity of two legs is taken: the first leg, then as much of the second. */
export interface ArbitragePlan {
  /** Of the opportunity. */
  readonly id: string;
  readonly quantity: Quantity;
  /** Of one share of both. */
  readonly payout: Money;
  /** The leg that is likelier to be missed first: what is missed then costs nothing. */
  readonly legs: readonly [PlanLeg, PlanLeg];
}

export interface PlanTerms {
  readonly markets: ReadonlyMap<MarketId, TradedMarket>;
  /** Least return that must be left when the first leg is sent. */
  readonly edgeKept: Ppm;
  readonly atMs: AtMs;
}

/** `null` for more than two legs, for markets that are not known, and when too little is left. */
export function planOf(found: ArbitrageFound, terms: PlanTerms): ArbitragePlan | null {
  const [one, other] = found.legs.map((leg) => sideOf(leg, terms.markets));
  if (one == null || other == null || found.legs.length !== 2) return null;
  const [first, second] = isRiskier(other, one) ? [other, one] : [one, other];
  const budget = mulDiv(PAIR_PAYOUT, MICRO, { by: MICRO + terms.edgeKept, rounding: 'floor' });
  const left = money(budget - unitCost(second, second.leg.limit, terms.atMs));
  const limit = buyLimit(first, left, terms.atMs);
  if (limit === null || limit < first.leg.limit) return null;
  return {
    id: found.id,
    quantity: found.quantity,
    payout: PAIR_PAYOUT,
    legs: [
      { market: first.market, side: first.side, limit },
      { market: second.market, side: second.side, limit: second.leg.limit },
    ],
  };
}

interface Side {
  readonly market: TradedMarket;
  readonly side: 'yes' | 'no';
}

/** A venue that holds orders lets the price walk away meanwhile; of equals the thinner book is riskier. */
function isRiskier(a: Side & { leg: ArbitrageLeg }, b: Side & { leg: ArbitrageLeg }): boolean {
  if (a.market.takerDelayMs !== b.market.takerDelayMs) {
    return a.market.takerDelayMs > b.market.takerDelayMs;
  }
  return a.leg.depth < b.leg.depth;
}

function sideOf(
  leg: ArbitrageLeg,
  markets: PlanTerms['markets'],
): (Side & { leg: ArbitrageLeg }) | null {
  const market = markets.get(leg.marketId);
  if (market === undefined) return null;
  if (leg.tokenId === market.yes) return { market, side: 'yes', leg };
  return leg.tokenId === market.no ? { market, side: 'no', leg } : null;
}

/** One share at a price with its fee. */
export function unitCost({ market }: Side, at: Price, atMs: AtMs): Money {
  return addMoney(money(at), unitFee(market, at, atMs));
}

/** What one share brings at a price after the fee. */
export function unitProceeds({ market }: Side, at: Price, atMs: AtMs): Money {
  return money(at - unitFee(market, at, atMs));
}

/** The highest price at which one share and its fee cost at most so much; `null` when there is none. */
export function buyLimit(side: Side, most: Money, atMs: AtMs): Price | null {
  let at = most <= 0 ? null : floorOf(side, price(minOf(most, MICRO as Money)));
  while (at !== null && unitCost(side, at, atMs) > most) at = floorOf(side, below(at));
  return at;
}

/** The lowest price at which one share brings at least so much after its fee; `null` when there is none. */
export function sellLimit(side: Side, least: Money, atMs: AtMs): Price | null {
  let at = least >= MICRO ? null : ceilOf(side, price(Math.max(0, least)));
  while (at !== null && unitProceeds(side, at, atMs) < least) at = ceilOf(side, above(at));
  return at;
}

function unitFee({ charge }: TradedMarket, at: Price, atMs: AtMs): Money {
  return takerFeeAt(charge, { price: at, quantity: ONE_SHARE }, atMs);
}

/** The grid is that of the yes side; the other side has its complements. */
function floorOf({ market, side }: Side, at: Price): Price | null {
  if (side === 'yes') return floorToGrid(market.grid, at);
  const other = ceilToGrid(market.grid, complement(at));
  return other === null ? null : complement(other);
}

function ceilOf({ market, side }: Side, at: Price): Price | null {
  if (side === 'yes') return ceilToGrid(market.grid, at);
  const other = floorToGrid(market.grid, complement(at));
  return other === null ? null : complement(other);
}

function below(at: Price): Price {
  return price(Math.max(0, at - 1));
}

function above(at: Price): Price {
  return price(Math.min(MICRO, at + 1));
}
