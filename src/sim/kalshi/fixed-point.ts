import { MICRO } from '../../engine/domain/values/micro.ts';

/** Hundredths of a contract in one: the venue's least size is one of them. */
export const CENTI = 100;
const MICRO_DIGITS = 6;
/** Digits behind the point that every price has; more only where they are needed. */
const PRICE_DIGITS = 4;

/** Micro-dollars as the venue writes prices: `0.5600`, up to six digits. */
export function dollarsText(micro: number): string {
  const sign = micro < 0 ? '-' : '';
  const size = Math.abs(Math.round(micro));
  const digits = String(size % MICRO).padStart(MICRO_DIGITS, '0');
  const shown = digits.replace(/0+$/, '').padEnd(PRICE_DIGITS, '0');
  return `${sign}${Math.floor(size / MICRO)}.${shown}`;
}

/** Hundredths of a contract as the venue writes counts: `12.50`. */
export function countText(centi: number): string {
  const sign = centi < 0 ? '-' : '';
  const size = Math.abs(centi);
  return `${sign}${Math.floor(size / CENTI)}.${String(size % CENTI).padStart(2, '0')}`;
}

/** RFC 3339 in UTC, whole seconds where there is no fraction. */
export function timeText(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

/** Unix seconds, as queries and some fields have them. */
export function secondsOf(atMs: number): number {
  return Math.floor(atMs / 1_000);
}
