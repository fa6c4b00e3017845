import type { BrandedNumber } from './branded.ts';
import { invariant } from './invariant.ts';
import { assertMicro, MICRO, microFromDecimal, mulDiv, type Rounding } from './micro.ts';

/**
 * The operation table of money values. What is not here is not done.
 *
 * | operation                     | result   | rounding               |
 * |-------------------------------|----------|------------------------|
 * | `cost(Price, Quantity)`       | Money    | named by the caller    |
 * | `quantityFor(Money, Price)`   | Quantity | floor                  |
 * | `averagePrice(Money, Quantity)` | Price  | named by the caller    |
 * | `shareOf(Money, Ppm)`         | Money    | named by the caller    |
 * | `partOf(Quantity, Ppm)`       | Quantity | named by the caller    |
 * | `complement(Price)`           | Price    | exact                  |
 * | `add`, `subtract` of one kind | same     | exact, asserted        |
 */

/** Dollars per share in micro-units, 0 to 1,000,000. */
export type Price = BrandedNumber<'Price'>;
/** Shares in micro-units, never negative. */
export type Quantity = BrandedNumber<'Quantity'>;
/** Dollars in micro-units, signed. */
export type Money = BrandedNumber<'Money'>;
/** A ratio in parts per million, signed: 20,000 is 2 %. */
export type Ppm = BrandedNumber<'Ppm'>;

export const ZERO_MONEY = 0 as Money;
export const ZERO_QUANTITY = 0 as Quantity;
export const WHOLE = MICRO as Ppm;

/** @throws InvariantError outside 0..1,000,000 micro-dollars. */
export function price(micro: number): Price {
  invariant(
    Number.isSafeInteger(micro) && micro >= 0 && micro <= MICRO,
    `a price is 0 to ${MICRO} micro-dollars, got ${micro}`,
  );
  return micro as Price;
}

/** @throws InvariantError when negative or not a safe integer. */
export function quantity(micro: number): Quantity {
  invariant(Number.isSafeInteger(micro) && micro >= 0, `a quantity is not negative, got ${micro}`);
  return micro as Quantity;
}

/** @throws InvariantError when not a safe integer. */
export function money(micro: number): Money {
  return assertMicro(micro, 'money') as Money;
}

/** @throws InvariantError when not a safe integer. */
export function ppm(parts: number): Ppm {
  return assertMicro(parts, 'ratio') as Ppm;
}

/** Money from whole dollars and cents, for constants and tests: `dollars(12.5)`. */
export function dollars(value: number): Money {
  return money(Math.round(value * MICRO));
}

/** Quantity from shares, for constants and tests. */
export function shares(value: number): Quantity {
  return quantity(Math.round(value * MICRO));
}

/** Price from cents, for constants and tests: `cents(62)` is 0.62. */
export function cents(value: number): Price {
  return price(Math.round(value * 10_000));
}

/** Ratio from percent, for constants and tests: `percent(2)` is 20,000 ppm. */
export function percent(value: number): Ppm {
  return ppm(Math.round(value * 10_000));
}

export function cost(at: Price, of: Quantity, rounding: Rounding): Money {
  return mulDiv(at, of, { by: MICRO, rounding }) as Money;
}

/** Shares that `spend` buys at `at`, rounded down; zero at price zero. */
export function quantityFor(spend: Money, at: Price): Quantity {
  if (at === 0 || spend <= 0) return ZERO_QUANTITY;
  return quantity(mulDiv(spend, MICRO, { by: at, rounding: 'floor' }));
}

/** @throws InvariantError when `of` is zero. */
export function averagePrice(total: Money, of: Quantity, rounding: Rounding): Price {
  return price(mulDiv(total, MICRO, { by: of, rounding }));
}

export function shareOf(amount: Money, ratio: Ppm, rounding: Rounding): Money {
  return mulDiv(amount, ratio, { by: MICRO, rounding }) as Money;
}

export function partOf(of: Quantity, ratio: Ppm, rounding: Rounding): Quantity {
  return quantity(mulDiv(of, ratio, { by: MICRO, rounding }));
}

/** `part ÷ whole` in parts per million, rounded down. @throws InvariantError when `whole` ≤ 0. */
export function ratioOf(part: number, whole: number): Ppm {
  return mulDiv(part, MICRO, { by: whole, rounding: 'floor' }) as Ppm;
}

/** What the other outcome of a binary market costs at the same level. */
export function complement(of: Price): Price {
  return (MICRO - of) as Price;
}

export function addMoney(a: Money, b: Money): Money {
  return money(a + b);
}

export function subtractMoney(a: Money, b: Money): Money {
  return money(a - b);
}

export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return quantity(a + b);
}

/** @throws InvariantError when the result would be negative. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return quantity(a - b);
}

export function minOf<T extends number>(first: T, ...rest: readonly T[]): T {
  return Math.min(first, ...rest) as T;
}

/** Rounds down to a multiple of `step`, for example shares to the venue's 0.01. */
export function floorTo<T extends number>(value: T, step: number): T {
  return (Math.floor(value / step) * step) as T;
}

/** Rounds up to a multiple of `step`. */
export function ceilTo<T extends number>(value: T, step: number): T {
  return (Math.ceil(value / step) * step) as T;
}

/** A price from a plain decimal of dollars, or `null`. */
export function priceFromDecimal(text: string): Price | null {
  const micro = microFromDecimal(text);
  return micro === null || micro < 0 || micro > MICRO ? null : (micro as Price);
}

/** A quantity from a plain decimal of shares, or `null`. */
export function quantityFromDecimal(text: string): Quantity | null {
  const micro = microFromDecimal(text);
  return micro === null || micro < 0 ? null : (micro as Quantity);
}

/** Money from a plain decimal of dollars, or `null`. */
export function moneyFromDecimal(text: string): Money | null {
  return microFromDecimal(text) as Money | null;
}
