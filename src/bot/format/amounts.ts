import type { Money, Ppm, Price, Quantity } from '../../engine/domain/values/money.ts';
import type { Span } from '../reply.ts';

/** From $1,000 on a narrow column shows whole dollars. */
const NARROW_FROM = 999_995_000;

/** The typographic minus: as wide as a digit, and never taken for a hyphen. */
export const MINUS = '−';

/** From this many dollars on, cents say nothing. */
const WHOLE_DOLLARS_FROM = 10_000;

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `value` micro-units with `decimals` digits, half away from zero, grouped; without a sign. */
function digits(value: number, decimals: number): string {
  const step = 10 ** (6 - decimals);
  const steps = Math.round(Math.abs(value) / step);
  const scale = 10 ** decimals;
  const whole = grouped(Math.floor(steps / scale));
  return decimals === 0 ? whole : `${whole}.${String(steps % scale).padStart(decimals, '0')}`;
}

/** `text` with a minus when the value is negative and still is after rounding. */
function withMinus(value: number, text: string): string {
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

function unsignedMoney(amount: Money): string {
  const cents = Math.round(Math.abs(amount) / 10_000);
  return `$${digits(amount, cents >= WHOLE_DOLLARS_FROM * 100 ? 0 : 2)}`;
}

/** `$1,240.50`, `−$22.00`; from $10,000 on without cents. */
export function money(amount: Money): string {
  return withMinus(amount, unsignedMoney(amount));
}

/** Money that a person set, or that a rule names: `$5`, `$12.50`. */
export function moneyShort(amount: Money): string {
  return money(amount).replace(/\.00$/, '');
}

/** Money where a column is narrow: `$14.54`, `$1,240`. */
export function moneyRound(amount: Money): string {
  if (Math.abs(amount) < NARROW_FROM) return money(amount);
  return withMinus(amount, `$${digits(amount, 0)}`);
}

/** `+$5.86`, `−$22.00`; nothing is `$0.00`. */
export function signedMoney(amount: Money): string {
  const text = money(amount);
  return amount > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Signed money whose sign a renderer may colour. */
export function gain(amount: Money): Span {
  const text = signedMoney(amount);
  if (text.startsWith('+')) return { gain: text };
  return text.startsWith(MINUS) ? { loss: text } : text;
}

/** `62.0¢`; below 1¢ and above 99¢ with two decimals where a tick needs them. */
export function cents(price: Price): string {
  const size = Math.abs(price);
  const fine = (size < 10_000 || size > 990_000) && size % 1_000 !== 0;
  return withMinus(price, `${digits(size * 100, fine ? 2 : 1)}¢`);
}

/** Cents that a person set: `2¢`, `1.5¢`. */
export function centsShort(price: Price): string {
  return cents(price).replace(/\.0¢$/, '¢');
}

/** `12.50` as `12.5`, `12.00` as `12`. */
function withoutZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}

/** Shares: `120`, `8.06`, `1,000`. */
export function shares(of: Quantity): string {
  return withoutZeros(digits(of, 2));
}

/** `2 %`, `3.4 %`, `0.05 %`: at most two decimals. */
export function percent(ratio: Ppm): string {
  return withMinus(ratio, `${withoutZeros(digits(ratio * 100, 2))} %`);
}

/** `+3.4 %`, `−0.2 %`. */
export function signedPercent(ratio: Ppm): string {
  const text = percent(ratio);
  return ratio > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Beyond it nothing is a score; anything that is one lies within 0 and 1. */
const SCORE_MAX = 1_000;

/** A score or a probability: `0.62`; what is no number is `unknown`. */
export function score(value: number): string {
  return Math.abs(value) <= SCORE_MAX ? value.toFixed(2) : 'unknown';
}

/** `1 copy`, `3 copies`. */
export function count(of: number, one: string, many = `${one}s`): string {
  return `${grouped(of)} ${of === 1 ? one : many}`;
}
