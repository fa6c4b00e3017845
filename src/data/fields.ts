import { z } from 'zod';
import { walletAddress } from '../engine/domain/ids.ts';
import { SECOND_MS } from '../engine/domain/time.ts';
import { microFromDouble } from '../engine/domain/values/micro.ts';
import {
  type Money,
  type Price,
  priceFromDecimal,
  type Quantity,
  quantityFromDecimal,
} from '../engine/domain/values/money.ts';
import { TEXT_LENGTH_MAX } from './parsed.ts';

/** Between 2001 and 2286: what has 13 digits in milliseconds. */
export const AT_MS_MIN = 1_000_000_000_000;
export const AT_MS_MAX = 9_999_999_999_999;

/** A schema for what `convert` reads from a `T`; `null` is refused as "not `expected`". */
export function converted<T, V>(
  base: z.ZodType<T>,
  expected: string,
  convert: (raw: T) => V | null,
) {
  return base.transform((raw, context): V => {
    const value = convert(raw);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** Any text of bounded length. */
export const text = z.string().max(TEXT_LENGTH_MAX);

export const priceText = converted(z.string(), 'a decimal from 0 to 1', priceFromDecimal);
export const quantityText = converted(z.string(), 'a decimal of shares', quantityFromDecimal);

/** Dollars per share as a double; refused before rounding when outside 0..1. */
export const priceNumber = converted(z.number(), 'a number from 0 to 1', (value) =>
  value >= 0 && value <= 1 ? (microFromDouble(value) as Price | null) : null,
);
/** A change of price as a double with a sign; only its size is kept. */
export const moveNumber = converted(z.number(), 'a number from -1 to 1', (value) =>
  Math.abs(value) <= 1 ? (microFromDouble(Math.abs(value)) as Price | null) : null,
);
export const quantityNumber = converted(z.number(), 'a number of shares', (value) =>
  value >= 0 ? (microFromDouble(value) as Quantity | null) : null,
);
export const moneyNumber = converted(z.number(), 'a number of dollars', (value) =>
  value >= 0 ? (microFromDouble(value) as Money | null) : null,
);

/** Milliseconds as 13 digits. */
export const atMsText = converted(z.string(), '13 digits of milliseconds', (raw) =>
  /^[1-9]\d{12}$/.test(raw) ? Number(raw) : null,
);
export const atMsNumber = z.number().int().min(AT_MS_MIN).max(AT_MS_MAX);
/** Unix seconds, given as milliseconds. */
export const secondsNumber = converted(
  z
    .number()
    .int()
    .min(AT_MS_MIN / SECOND_MS)
    .max(AT_MS_MAX / SECOND_MS),
  'Unix seconds',
  (seconds) => seconds * SECOND_MS,
);

/** ISO 8601, also with a blank for `T` and hours alone as zone, as Gamma writes some. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Milliseconds of an ISO text, UTC where it names no zone; `null` when it is not one. */
export function atMsFromIso(raw: string): number | null {
  const match = ISO.exec(raw);
  if (match === null) return null;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const offset = zone.length === 3 ? `${zone}:00` : zone.replace(/(\d\d)(\d\d)$/, '$1:$2');
  const atMs = Date.parse(`${day}T${time}${fraction}${offset}`);
  return Number.isSafeInteger(atMs) ? atMs : null;
}

export const atMsIso = converted(z.string(), 'an ISO time', atMsFromIso);

export const wallet = converted(z.string(), 'a wallet address', walletAddress);
export const transactionHash = converted(z.string(), '0x and 64 hex digits', (raw) =>
  /^0x[0-9a-fA-F]{64}$/.test(raw) ? raw.toLowerCase() : null,
);

/** A reference price: a float that is compared and never booked. */
export const SPOT_PRICE_MAX = 1e12;
export const spotNumber = z.number().positive().max(SPOT_PRICE_MAX);
export const spotText = converted(z.string().max(32), 'a positive decimal', (raw) => {
  const value = /^\d+(?:\.\d+)?$/.test(raw) ? Number(raw) : 0;
  return value > 0 && value <= SPOT_PRICE_MAX ? value : null;
});
