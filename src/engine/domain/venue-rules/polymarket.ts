import type { FeeSchedule, TradingRules } from '../market.ts';
import { invariant } from '../values/invariant.ts';
import { MICRO, mulDiv } from '../values/micro.ts';
import {
  cents,
  dollars,
  type Money,
  type Ppm,
  type Price,
  percent,
  price,
  type Quantity,
  shares,
} from '../values/money.ts';

/** Fees are counted in steps of 0.00001 pUSD; a charged fee is at least one step. */
export const FEE_STEP = dollars(0.00001);
/** Shares of an order are cut to 0.01. */
export const LOT = shares(0.01);
/** Dollars of a market buy are cut to 0.01. */
export const SPEND_STEP = dollars(0.01);
/** Ticks the venue has used; a market with another tick is refused by the parser. */
export const TICKS: readonly Price[] = [100_000, 10_000, 5_000, 2_500, 1_000, 100].map(price);
/** Least dollars of a buy that takes liquidity (`min size: $1`). */
export const MIN_MARKETABLE_BUY = dollars(1);
/** How long markets flagged `itode` hold a marketable order. */
export const TAKER_DELAY_MS = 250;

/** What a market's rules are until its own were read. */
export const DEFAULT_RULES: TradingRules = {
  tick: cents(1),
  minQuantity: shares(5),
  minMarketableBuy: MIN_MARKETABLE_BUY,
  fee: { ratePpm: percent(7), exponent: 1 },
  takerDelayMs: TAKER_DELAY_MS,
};

/** Exponents seen are 1; the parser refuses what is outside 1 to this. */
export const FEE_EXPONENT_MAX = 4;

/**
 * Taker fee of one fill: `quantity × rate × (p(1−p))^exponent`, rounded up to {@link FEE_STEP}.
 * The venue's rounding is not settled (half up or down), so ours is against us.
 */
export function takerFee(schedule: FeeSchedule, at: Price, filled: Quantity): Money {
  if (schedule.ratePpm === 0 || filled === 0) return 0 as Money;
  invariant(schedule.ratePpm > 0, 'a fee rate is not negative');
  let fee = mulDiv(filled, schedule.ratePpm, { by: MICRO, rounding: 'ceil' });
  for (let power = 0; power < schedule.exponent; power += 1) {
    fee = mulDiv(fee, at, { by: MICRO, rounding: 'ceil' });
    fee = mulDiv(fee, MICRO - at, { by: MICRO, rounding: 'ceil' });
  }
  return (Math.ceil(fee / FEE_STEP) * FEE_STEP) as Money;
}

/** What the venue takes for a fill as it told it: of takers only. */
export function tradeFee(
  schedule: FeeSchedule,
  fill: { readonly role: 'taker' | 'maker'; readonly price: Price; readonly quantity: Quantity },
): Money {
  return fill.role === 'maker' ? (0 as Money) : takerFee(schedule, fill.price, fill.quantity);
}

/** Whether `at` lies on the grid and strictly inside it: tick ≤ price ≤ 1 − tick. */
export function isOnTick(at: Price, tick: Price): boolean {
  return at >= tick && at <= MICRO - tick && at % tick === 0;
}

/** Nearest allowed price not above `at`, at least one tick. */
export function floorToTick(at: Price, tick: Price): Price {
  return clampToGrid(Math.floor(at / tick) * tick, tick);
}

/** Nearest allowed price not below `at`, at most 1 − tick. */
export function ceilToTick(at: Price, tick: Price): Price {
  return clampToGrid(Math.ceil(at / tick) * tick, tick);
}

function clampToGrid(at: number, tick: Price): Price {
  return price(Math.min(MICRO - tick, Math.max(tick, at)));
}

/** Rate in parts per million from the venue's decimal such as 0.07, or `null`. */
export function feeRate(rate: number): Ppm | null {
  const parts = Math.round(rate * MICRO);
  return Number.isSafeInteger(parts) && parts >= 0 && parts <= MICRO ? (parts as Ppm) : null;
}
