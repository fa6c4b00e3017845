import type { FeeSchedule } from '../market.ts';
import { invariant } from '../values/invariant.ts';
import { MICRO } from '../values/micro.ts';
import {
  dollars,
  type Money,
  money,
  type Ppm,
  type Price,
  percent,
  type Quantity,
  shares,
  WHOLE,
  ZERO_MONEY,
} from '../values/money.ts';

/** How a series charges; `flat` has a table of its own that no source publishes. */
export const KALSHI_FEE_TYPES = [
  'quadratic',
  'quadratic_with_maker_fees',
  'quadratic_with_combo_maker_fees',
  'flat',
] as const;
export type KalshiFeeType = (typeof KALSHI_FEE_TYPES)[number];

/** What a market charges: of its series, unless its event overrides it. */
export interface KalshiFee {
  readonly type: KalshiFeeType;
  readonly multiplier: Ppm;
}

/** What a series charges until its own fee was read: the general table, which most series use. */
export const KALSHI_DEFAULT_FEE: KalshiFee = { type: 'quadratic', multiplier: WHOLE };

/** Least part of a contract. */
export const KALSHI_LOT = shares(0.01);
/** What a taker pays: `multiplier × 0.07 × count × p × (1 − p)`. */
export const TAKER_RATE = percent(7);
/** What a maker pays, by the type of fee. */
const MAKER_RATES: Readonly<Record<KalshiFeeType, Ppm>> = {
  quadratic: percent(0),
  quadratic_with_maker_fees: percent(1.75),
  quadratic_with_combo_maker_fees: percent(3.5),
  // Not known: as much as a taker, which is against us.
  flat: TAKER_RATE,
};

/** Balances of members who trade directly are kept in steps of this. */
export const DIRECT_PRECISION = dollars(0.0001);
/** The same for members behind a broker. */
export const BROKER_PRECISION = dollars(0.01);

/** The taker's fee as the engine counts fees: a rate on `p(1−p)`. */
export function takerSchedule({ multiplier }: KalshiFee): FeeSchedule {
  const ratePpm = ceilDiv(BigInt(TAKER_RATE) * BigInt(multiplier), BigInt(MICRO)) as Ppm;
  return { ratePpm, exponent: 1 };
}

/** One fill of an order. */
export interface KalshiFill {
  readonly role: 'taker' | 'maker';
  readonly price: Price;
  readonly count: Quantity;
}

/** The fee of the model before balances are aligned, rounded up to one micro-dollar. */
export function kalshiTradeFee(fee: KalshiFee, { role, price, count }: KalshiFill): Money {
  invariant(price >= 0 && price <= MICRO && count >= 0, 'a fill has a price and a count');
  const rate = role === 'taker' ? TAKER_RATE : MAKER_RATES[fee.type];
  return modelFee([price, MICRO - price, rate, fee.multiplier, count]);
}

/** The same of a taker by {@link takerSchedule}, where the fee itself is not kept. */
export function kalshiScheduleFee(
  { ratePpm, exponent }: FeeSchedule,
  at: Price,
  filled: Quantity,
): Money {
  invariant(exponent === 1, "the venue's fee is a rate on p(1 − p)");
  return modelFee([at, MICRO - at, ratePpm, filled]);
}

/** The product of dollars, shares and shares of one, all in micro-units, rounded up. */
function modelFee([first = 0, ...factors]: readonly number[]): Money {
  const product = factors.reduce((sum, factor) => sum * BigInt(factor), BigInt(first));
  return money(ceilDiv(product, BigInt(MICRO) ** BigInt(factors.length)));
}

/** What one fill cost besides its price. All but `rebate` and `accumulator` make `net`. */
export interface ChargedFill {
  readonly tradeFee: Money;
  /** What aligning the balance to its precision took on top. */
  readonly roundingFee: Money;
  readonly rebate: Money;
  /** `tradeFee + roundingFee − rebate`: what the venue reports as the fill's fee. */
  readonly netFee: Money;
  /** By how much the balance changed, price included. */
  readonly balanceChange: Money;
  /** What is left towards the next rebate. */
  readonly accumulator: Money;
}

/**
 * Fees of one order, fill by fill. The venue aligns every change of a balance down, keeps what that
 * took in an accumulator of the order, over taker and maker fills alike, and gives whole steps back.
 * Source: the venue's page on fee rounding, read September 2026.
 */
export class OrderFees {
  readonly #fee: KalshiFee;
  readonly #precision: Money;
  #accumulator: Money = ZERO_MONEY;

  constructor(fee: KalshiFee, precision: Money = DIRECT_PRECISION) {
    invariant(precision > 0, 'a balance is kept in positive steps');
    this.#fee = fee;
    this.#precision = precision;
  }

  /** `revenue`: negative for what is bought. */
  charge(fill: KalshiFill, revenue: Money): ChargedFill {
    const tradeFee = kalshiTradeFee(this.#fee, fill);
    const exact = revenue - tradeFee;
    const aligned = Math.floor(exact / this.#precision) * this.#precision;
    const roundingFee = money(exact - aligned);
    const gathered = this.#accumulator + roundingFee;
    const rebate = this.#wholeSteps(Math.min(gathered, tradeFee + roundingFee));
    this.#accumulator = money(gathered - rebate);
    return {
      tradeFee,
      roundingFee,
      rebate,
      netFee: money(tradeFee + roundingFee - rebate),
      balanceChange: money(aligned + rebate),
      accumulator: this.#accumulator,
    };
  }

  /** Never so much that a fill would earn a fee. */
  #wholeSteps(amount: number): Money {
    return money(Math.floor(amount / this.#precision) * this.#precision);
  }
}

function ceilDiv(dividend: bigint, divisor: bigint): number {
  const floor = dividend / divisor;
  return Number(dividend % divisor === 0n ? floor : floor + 1n);
}
