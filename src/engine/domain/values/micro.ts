import { invariant } from './invariant.ts';

/** Micro-units in one unit: one dollar, one share, one whole ratio. */
export const MICRO = 1_000_000;

export type Rounding = 'floor' | 'ceil';

/** Asserts that `value` is a safe integer; every branded value passes here at its border. */
export function assertMicro(value: number, name: string): number {
  invariant(Number.isSafeInteger(value), `${name} is a safe integer of micro-units, got ${value}`);
  return value;
}

/**
 * `a × b ÷ divisor`, exact, rounded towards −∞ (`floor`) or +∞ (`ceil`).
 * Products above 2^53 are computed in bigint. Throws when the result is not a safe integer.
 */
export function mulDiv(
  a: number,
  b: number,
  { by, rounding }: { readonly by: number; readonly rounding: Rounding },
): number {
  invariant(Number.isSafeInteger(by) && by > 0, `mulDiv divides by a positive integer, got ${by}`);
  const product = a * b;
  if (!Number.isSafeInteger(product)) return wideMulDiv(a, b, { by, rounding });
  const remainder = product % by;
  const quotient = (product - remainder) / by;
  if (remainder === 0) return quotient === 0 ? 0 : quotient;
  if (rounding === 'floor') return remainder < 0 ? quotient - 1 : quotient;
  return remainder > 0 ? quotient + 1 : quotient === 0 ? 0 : quotient;
}

function wideMulDiv(
  a: number,
  b: number,
  { by, rounding }: { readonly by: number; readonly rounding: Rounding },
): number {
  assertMicro(a, 'mulDiv operand');
  assertMicro(b, 'mulDiv operand');
  const product = BigInt(a) * BigInt(b);
  const divisor = BigInt(by);
  let quotient = product / divisor;
  const remainder = product % divisor;
  if (remainder !== 0n && rounding === 'floor' && remainder < 0n) quotient -= 1n;
  if (remainder !== 0n && rounding === 'ceil' && remainder > 0n) quotient += 1n;
  return assertMicro(Number(quotient), 'mulDiv result');
}

/** Largest text a decimal may have; longer ones are refused before any arithmetic. */
const DECIMAL_LENGTH_MAX = 24;
const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,18}))?$/;

/**
 * Micro-units of a plain decimal such as `"0.46"` or `"-12.5"`; `null` when it is not one, is too
 * large, or has digits beyond the sixth decimal that are not zero. No exponent, sign `+`, or space.
 */
export function microFromDecimal(text: string): number | null {
  if (text.length > DECIMAL_LENGTH_MAX) return null;
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  if (/[1-9]/.test(fraction.slice(6))) return null;
  const whole = Number(match[2]) * MICRO;
  const micro = whole + Number(fraction.slice(0, 6).padEnd(6, '0'));
  if (!Number.isSafeInteger(micro)) return null;
  return match[1] === '-' && micro !== 0 ? -micro : micro;
}

/** Micro-units nearest to a JSON double; `null` unless finite and safe. Venues send doubles. */
export function microFromDouble(value: number): number | null {
  const micro = Math.round(value * MICRO);
  return Number.isSafeInteger(micro) ? (micro === 0 ? 0 : micro) : null;
}

/** The shortest plain decimal of micro-units: `460000` is `"0.46"`, `5000000` is `"5"`. */
export function decimalFromMicro(micro: number): string {
  assertMicro(micro, 'decimal');
  const sign = micro < 0 ? '-' : '';
  const size = Math.abs(micro);
  const fraction = size % MICRO;
  const whole = (size - fraction) / MICRO;
  if (fraction === 0) return `${sign}${whole}`;
  return `${sign}${whole}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}
