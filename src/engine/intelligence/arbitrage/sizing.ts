import type { Level } from '../../domain/book/depth.ts';
import type { Venue } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  complement,
  type Money,
  type Ppm,
  type Price,
  price,
  type Quantity,
  quantity,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import { isOnGrid } from '../../domain/venue-rules/kalshi-ticks.ts';
import { countedOf, type LegCost, legCost } from './leg-cost.ts';
import type { TradedMarket } from './traded-market.ts';
import type { UnitFees } from './unit-fees.ts';

const VENUES = ['polymarket', 'kalshi'] as const;

/** One side that is to be bought. */
export interface OfferedLeg {
  readonly market: TradedMarket;
  readonly side: 'yes' | 'no';
  readonly levels: readonly Level[];
  readonly fees: UnitFees;
}

/** What the size may be. */
export interface SizeRules {
  readonly atMs: AtMs;
  /** Least return of the last share, of what it costs. */
  readonly hurdle: Ppm;
  /** Most dollars of all legs together, fees included. */
  readonly costMax: Money;
  /** Free cash of a venue; `null` where it is not known, and then no limit. */
  readonly cash: (venue: Venue) => Money | null;
}

/** Equal shares of every leg, and what they cost. */
export interface SizedBundle {
  readonly quantity: Quantity;
  readonly cost: Money;
  readonly fees: Money;
  readonly legs: readonly LegCost[];
}

/**
 * What one share of each at these prices leaves after its fees beyond the hurdle, in micro-dollars:
 * at zero it is worth buying. The fee of a share is rounded up, so the sum is against us.
 */
export function roomOf(unitCost: Money, payout: Money, hurdle: Ppm): number {
  return payout - unitCost - mulDiv(unitCost, hurdle, { by: MICRO, rounding: 'ceil' });
}

/** Shares up to the first level that is not worth it, of what is counted on. */
export function edgeQuantity(
  legs: readonly OfferedLeg[],
  payout: Money,
  { hurdle, atMs }: Pick<SizeRules, 'hurdle' | 'atMs'>,
): Quantity {
  const cursors = legs.map(({ levels, fees }) => new LevelCursor(levels, fees));
  let total = 0;
  for (;;) {
    let step = Number.POSITIVE_INFINITY;
    let unitCost = 0;
    for (const cursor of cursors) {
      const one = cursor.unitCost(atMs);
      if (one === null) return quantity(total);
      unitCost += one;
      step = Math.min(step, cursor.left);
    }
    if (roomOf(unitCost as Money, payout, hurdle) < 0) return quantity(total);
    total += step;
    for (const cursor of cursors) cursor.take(step);
  }
}

/** A place in the levels of one side. */
class LevelCursor {
  /** What is counted on of the level that it stands at. */
  left: number;
  readonly #levels: readonly Level[];
  readonly #fees: UnitFees;
  #at = 0;

  constructor(levels: readonly Level[], fees: UnitFees) {
    this.#levels = levels;
    this.#fees = fees;
    this.left = this.#counted();
  }

  /** One share with its fee here; `null` behind the last level. */
  unitCost(atMs: AtMs): number | null {
    const level = this.#levels[this.#at];
    return level === undefined ? null : level.price + this.#fees.at(level.price, atMs);
  }

  take(step: number): void {
    this.left -= step;
    if (this.left > 0) return;
    this.#at += 1;
    this.left = this.#counted();
  }

  #counted(): number {
    const level = this.#levels[this.#at];
    return level === undefined ? 0 : countedOf(level);
  }
}

/**
 * The most equal shares that are worth it and that cash, size, lots and minima allow; `null` when
 * there are none. Nothing is left out to meet a minimum.
 */
export function sizeBundle(
  legs: readonly OfferedLeg[],
  payout: Money,
  rules: SizeRules,
): SizedBundle | null {
  const lot = legs.reduce((all, { market }) => lotOfBoth(all, market.lot), 1);
  const most = Math.floor(edgeQuantity(legs, payout, rules) / lot);
  const priced = (lots: number): SizedBundle | null =>
    lots === 0 ? null : costOf(legs, quantity(lots * lot), rules.atMs);
  const all = priced(most);
  if (all === null) return null;
  const best = fits(legs, all, rules) ? all : mostThatFits(legs, { all, most, priced, rules });
  return best !== null && meetsMinima(legs, best) && isPriced(legs, best) ? best : null;
}

/** Fees of a few lots are rounded up by more than they are: so much below its guess the search begins. */
const GUESS_LOTS = 2;

/** The largest count that cash and size allow, where all does not fit. */
function mostThatFits(
  legs: readonly OfferedLeg[],
  search: {
    readonly all: SizedBundle;
    readonly most: number;
    readonly priced: (lots: number) => SizedBundle | null;
    readonly rules: SizeRules;
  },
): SizedBundle | null {
  const { all, most, priced, rules } = search;
  // Every further share costs at least as much, so the same part of the shares costs no more.
  const part = Math.min(1, ...limitsOf(legs, all, rules).map(({ spent, limit }) => limit / spent));
  let low = Math.max(0, Math.floor(most * part) - GUESS_LOTS);
  let best = priced(low);
  if (best === null || !fits(legs, best, rules)) [low, best] = [0, null];
  let step = 1;
  let high = most;
  // What fits for some shares fits for fewer: costs only grow.
  while (high - low > 1) {
    const middle = Math.min(low + step, low + Math.ceil((high - low) / 2));
    const found = priced(middle);
    if (found !== null && fits(legs, found, rules)) {
      [low, best] = [middle, found];
      step *= 2;
    } else high = middle;
  }
  return best;
}

/** What equal shares of all legs cost; `null` when one of them offers fewer. */
export function costOf(
  legs: readonly OfferedLeg[],
  wanted: Quantity,
  atMs: AtMs,
): SizedBundle | null {
  let total = ZERO_MONEY;
  let fees = ZERO_MONEY;
  const costs: LegCost[] = [];
  for (const { levels, fees: unit } of legs) {
    const leg = legCost({ levels, charge: unit.charge }, wanted, atMs);
    if (leg === null) return null;
    costs.push(leg);
    total = addMoney(total, addMoney(leg.notional, leg.fee));
    fees = addMoney(fees, leg.fee);
  }
  return { quantity: wanted, cost: total, fees, legs: costs };
}

function fits(legs: readonly OfferedLeg[], sized: SizedBundle, rules: SizeRules): boolean {
  return limitsOf(legs, sized, rules).every(({ spent, limit }) => spent <= limit);
}

/** What is spent in all and at each venue, beside what may be. */
function limitsOf(
  legs: readonly OfferedLeg[],
  sized: SizedBundle,
  { costMax, cash }: SizeRules,
): readonly { readonly spent: number; readonly limit: number }[] {
  const limits = [{ spent: sized.cost as number, limit: costMax as number }];
  for (const venue of VENUES) {
    const limit = cash(venue);
    if (limit === null) continue;
    let spent = 0;
    for (const [index, { market }] of legs.entries()) {
      const leg = sized.legs[index];
      if (market.venue === venue && leg !== undefined) spent += leg.notional + leg.fee;
    }
    if (spent > 0) limits.push({ spent, limit });
  }
  return limits;
}

function meetsMinima(legs: readonly OfferedLeg[], sized: SizedBundle): boolean {
  return legs.every(({ market }, index) => {
    const notional = sized.legs[index]?.notional ?? ZERO_MONEY;
    return sized.quantity >= market.minQuantity && notional >= market.minMarketableBuy;
  });
}

/** A level beside the grid is no price that an order could name. */
function isPriced(legs: readonly OfferedLeg[], sized: SizedBundle): boolean {
  return legs.every(({ market, side }, index) => {
    const limit: Price = sized.legs[index]?.limit ?? price(0);
    return isOnGrid(market.grid, side === 'yes' ? limit : complement(limit));
  });
}

/** The least number of shares that is a whole number of both lots. */
function lotOfBoth(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}
