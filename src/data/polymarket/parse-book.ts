import type { Level } from '../../engine/domain/book/depth.ts';
import type { BookHashFields, BookSnapshot, BookSource } from '../../engine/domain/market-event.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { TICKS } from '../../engine/domain/venue-rules/polymarket.ts';
import { type FrameReader, isRow, LEVELS_MAX, type Row } from '../parsed.ts';
import { atMsOf, priceOf, quantityOf } from './parse-decimal.ts';
import { marketIdOf, tokenIdOf } from './parse-ids.ts';
import { HASH_LENGTH_MAX } from './schema.ts';

/** A whole book: `book` of the market channel, or the answer of `GET /book`. */
export function parseBook(row: Row, source: BookSource, reader: FrameReader): BookSnapshot | null {
  const marketId = marketIdOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const venueAtMs = atMsOf(row['timestamp']);
  if (venueAtMs === null) return reader.refuse('timestamp', '13 digits of milliseconds');
  const bids = levelsOf(row['bids']);
  if (bids === null) return reader.refuse('bids', 'levels of price and size');
  const asks = levelsOf(row['asks']);
  if (asks === null) return reader.refuse('asks', 'levels of price and size');
  const tick = row['tick_size'] === undefined ? null : tickOf(row['tick_size']);
  if (tick === null && row['tick_size'] !== undefined) {
    return reader.refuse('tick_size', 'a tick of the venue');
  }
  const hash = hashOf(row['hash']);
  if (hash === undefined) return reader.refuse('hash', 'a hash');
  const hashFields = hashFieldsOf(row);
  if (hashFields === null) return reader.refuse('min_order_size', 'the texts that a hash covers');
  return {
    kind: 'bookSnapshot',
    marketId,
    tokenId,
    bids,
    asks,
    tick,
    venueAtMs,
    source,
    hash,
    hashFields,
  };
}

export function tickOf(value: unknown): Price | null {
  const tick = priceOf(value);
  return tick !== null && TICKS.includes(tick) ? tick : null;
}

/** The venue's hash, `null` when it sent none, `undefined` when it is not one. */
export function hashOf(value: unknown): string | null | undefined {
  if (value === undefined || value === '') return null;
  return typeof value === 'string' && value.length <= HASH_LENGTH_MAX ? value : undefined;
}

function levelsOf(value: unknown): readonly Level[] | null {
  if (!Array.isArray(value) || value.length > LEVELS_MAX) return null;
  const levels: Level[] = [];
  for (const row of value) {
    if (!isRow(row)) return null;
    const price = priceOf(row['price']);
    const quantity = quantityOf(row['size']);
    if (price === null || quantity === null) return null;
    levels.push({ price, quantity });
  }
  return levels;
}

function hashFieldsOf(row: Row): BookHashFields | null {
  const { min_order_size: minOrderSize, neg_risk: negRisk, version } = row;
  const { last_trade_price: lastTradePrice = '' } = row;
  if (minOrderSize !== undefined && !isHashedText(minOrderSize)) return null;
  if (negRisk !== undefined && typeof negRisk !== 'boolean') return null;
  if (!isHashedText(lastTradePrice)) return null;
  if (version !== undefined && version !== 'v1' && version !== 'v2') return null;
  return {
    minOrderSize: minOrderSize ?? null,
    negRisk: negRisk ?? null,
    lastTradePrice,
    version: version === 'v2' ? version : null,
  };
}

function isHashedText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= HASH_LENGTH_MAX;
}
