import { type MarketId, type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import type { Side } from '../../engine/domain/order.ts';
import type { SettlementStatus } from '../../engine/domain/settlement-state.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price, Quantity } from '../../engine/domain/values/money.ts';
import type { VenueOrderStatus } from '../../engine/domain/venue-answer.ts';
import { atMsFromIso } from '../fields.ts';
import { paddedConditionId } from './condition-id.ts';
import { quantityOf } from './parse-decimal.ts';
import { marketIdOf } from './parse-ids.ts';

/** Longest id of a trade, in characters; they are UUIDs. */
export const TRADE_ID_LENGTH_MAX = 128;

const ORDER_HASH = /^0x[0-9a-fA-F]{64}$/;

/** The id of an order in lower case. */
export function orderHashOf(value: unknown): string | null {
  return typeof value === 'string' && ORDER_HASH.test(value) ? value.toLowerCase() : null;
}

export function addressOf(value: unknown): WalletAddress | null {
  return typeof value === 'string' ? walletAddress(value) : null;
}

const TRANSACTION = /^0x[0-9a-f]{64}$/;

/** `null` for the empty text that stands there before a trade was sent. */
export function transactionIn(value: unknown): string | null {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return TRANSACTION.test(text) ? text : null;
}

export function sideOf(value: unknown): Side | null {
  if (value === 'BUY') return 'buy';
  return value === 'SELL' ? 'sell' : null;
}

/** Also a condition of 31 bytes, as some frames of Protocol V2 write it. */
export function conditionOf(value: unknown): MarketId | null {
  if (typeof value !== 'string') return null;
  return marketIdOf(value) ?? paddedConditionId(value);
}

/**
 * The published description has prefixed statuses and sizes in micro-shares, real payloads have bare
 * statuses and decimals. So one tells how to read the other.
 */
export interface PrefixedStatus<T> {
  readonly status: T;
  readonly isPrefixed: boolean;
}

const ORDER_PREFIX = 'ORDER_STATUS_';
/** A killed order carries its reason right behind the word. */
const ORDER_STATUSES: readonly (readonly [RegExp, VenueOrderStatus])[] = [
  [/^CANCELL?ED(?:_|$)/, 'canceled'],
  [/^EXPIRED$/, 'canceled'],
  [/^MATCHED$/, 'matched'],
  [/^LIVE$/, 'live'],
  // It waited for its match, met nobody, and rests in the book.
  [/^UNMATCHED$/, 'live'],
  [/^DELAYED$/, 'delayed'],
  [/^INVALID$/, 'invalid'],
];

export function orderStatusOf(value: unknown): PrefixedStatus<VenueOrderStatus> | null {
  if (typeof value !== 'string') return null;
  const isPrefixed = value.startsWith(ORDER_PREFIX);
  const word = isPrefixed ? value.slice(ORDER_PREFIX.length) : value;
  const status = ORDER_STATUSES.find(([pattern]) => pattern.test(word))?.[1];
  return status === undefined ? null : { status, isPrefixed };
}

const TRADE_PREFIX = 'TRADE_STATUS_';
const SETTLEMENTS: ReadonlyMap<string, SettlementStatus> = new Map([
  ['MATCHED', 'matched'],
  ['MATCHED_NOT_BROADCASTED', 'matched'],
  ['MINED', 'mined'],
  ['CONFIRMED', 'confirmed'],
  ['RETRYING', 'retrying'],
  ['FAILED', 'failed'],
]);

export function settlementOf(value: unknown): PrefixedStatus<SettlementStatus> | null {
  if (typeof value !== 'string') return null;
  const isPrefixed = value.startsWith(TRADE_PREFIX);
  const status = SETTLEMENTS.get(isPrefixed ? value.slice(TRADE_PREFIX.length) : value);
  return status === undefined ? null : { status, isPrefixed };
}

/**
 * Whether the sizes of a row are micro-shares: its status is prefixed, all are whole numbers, and the
 * first, which is the largest, is one that `leastMicro` allows: a smaller one is whole shares.
 */
export function isFixedPoint(
  isPrefixed: boolean,
  sizes: readonly unknown[],
  leastMicro: number,
): boolean {
  if (!isPrefixed) return false;
  const texts = sizes.filter((size) => typeof size === 'string' && size !== '');
  return (
    texts.length > 0 &&
    texts.every((size) => FIXED.test(`${size}`)) &&
    Number(texts[0]) >= leastMicro
  );
}

/** Up to what a safe integer holds. */
const FIXED = /^\d{1,15}$/;

export function sizeOf(value: unknown, isFixed: boolean): Quantity | null {
  if (!isFixed) return quantityOf(value);
  return typeof value === 'string' && FIXED.test(value) ? (Number(value) as Quantity) : null;
}

const AVERAGE = /^(?:0|1)(?:\.\d{1,30})?$/;

/** The price of a whole trade: an average, which may have more digits than we keep. */
export function averageOf(value: unknown): Price | null {
  if (typeof value !== 'string' || !AVERAGE.test(value)) return null;
  const micro = Math.round(Number(value) * MICRO);
  return micro > 0 && micro <= MICRO ? (micro as Price) : null;
}

/** Unix seconds, milliseconds, or ISO, all three were seen. */
export function momentOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  if (/^[1-9]\d{9}$/.test(value)) return Number(value) * 1_000;
  if (/^[1-9]\d{12}$/.test(value)) return Number(value);
  return value.length > ISO_LENGTH_MAX ? null : atMsFromIso(value);
}

const ISO_LENGTH_MAX = 40;
