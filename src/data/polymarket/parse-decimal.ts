import {
  type Price,
  priceFromDecimal,
  type Quantity,
  quantityFromDecimal,
} from '../../engine/domain/values/money.ts';

/** Distinct price texts kept; the finest grid has 9,999, in up to two spellings. */
const PRICE_CACHE_MAX = 20_000;
/** Longest price text kept, in characters. */
const PRICE_CACHE_LENGTH_MAX = 10;

const prices = new Map<string, Price>();

/** A price from the venue's text. The same few thousand texts come all day. */
export function priceOf(value: unknown): Price | null {
  if (typeof value !== 'string') return null;
  const known = prices.get(value);
  if (known !== undefined) return known;
  const price = priceFromDecimal(value);
  if (price !== null && value.length <= PRICE_CACHE_LENGTH_MAX) {
    if (prices.size >= PRICE_CACHE_MAX) prices.clear();
    prices.set(value, price);
  }
  return price;
}

const ZERO = 48;
const POINT = 46;
/** What one digit is worth at each decimal place, in micro-units. */
const PLACES = [100_000, 10_000, 1_000, 100, 10, 1] as const;
/** Whole digits up to here keep micro-units safely below 2^53. */
const WHOLE_DIGITS_MAX = 9;

/** A quantity from the venue's text. The usual spelling is read here, any other by the domain. */
export function quantityOf(value: unknown): Quantity | null {
  if (typeof value !== 'string') return null;
  const { length } = value;
  let whole = 0;
  let at = 0;
  for (; at < length; at += 1) {
    const digit = value.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  if (at === 0 || at > WHOLE_DIGITS_MAX) return quantityFromDecimal(value);
  if (at === length) return (whole * 1_000_000) as Quantity;
  const places = length - at - 1;
  if (value.charCodeAt(at) !== POINT || places === 0 || places > PLACES.length) {
    return quantityFromDecimal(value);
  }
  let fraction = 0;
  for (let place = 0; place < places; place += 1) {
    const digit = value.charCodeAt(at + 1 + place) - ZERO;
    if (digit < 0 || digit > 9) return null;
    fraction += digit * (PLACES[place] ?? 0);
  }
  return (whole * 1_000_000 + fraction) as Quantity;
}

/** Milliseconds have 13 digits from 2001 to 2286. */
const AT_MS_DIGITS = 13;

/** The venue's time in milliseconds from its text. */
export function atMsOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length !== AT_MS_DIGITS) return null;
  let atMs = 0;
  for (let at = 0; at < AT_MS_DIGITS; at += 1) {
    const digit = value.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    atMs = atMs * 10 + digit;
  }
  return atMs >= 1e12 ? atMs : null;
}
