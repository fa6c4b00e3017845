import { z } from 'zod';
import { conditionId, tokenId } from '../../engine/domain/ids.ts';
import type {
  BookDelta,
  BookSnapshot,
  BookSource,
  LevelChange,
  PublicTrade,
  TickChange,
  TopOfBook,
} from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { type Price, priceFromDecimal } from '../../engine/domain/values/money.ts';
import { TICKS } from '../../engine/domain/venue-rules/polymarket.ts';
import { atMsText, converted, priceText, quantityText } from '../fields.ts';
import { CHANGES_MAX, LEVELS_MAX } from '../parsed.ts';

/**
 * The market channel and `/book`, field by field, straight to domain events. Slow and plain: the
 * hot parser beside it has to agree with it on every frame, accepted or refused.
 */

export const condition = converted(z.string(), 'a condition id', conditionId);
export const token = converted(z.string(), 'a token id', tokenId);
export const tickText = converted(z.string(), 'a tick of the venue', (raw) => {
  const tick = priceFromDecimal(raw);
  return tick !== null && TICKS.includes(tick) ? tick : null;
});

/** Longest hash text kept; a SHA-1 in hex has 40 characters. */
export const HASH_LENGTH_MAX = 64;
const hash = z
  .string()
  .max(HASH_LENGTH_MAX)
  .transform((raw) => (raw === '' ? null : raw));
const level = z
  .object({ price: priceText, size: quantityText })
  .transform(({ price, size }) => ({ price, quantity: size }));
const levels = z.array(level).max(LEVELS_MAX);
/** Texts that only the hash covers. */
const hashedText = z.string().max(HASH_LENGTH_MAX);
const version = z.enum(['v1', 'v2']).transform((raw) => (raw === 'v2' ? raw : null));
const emptyOrPrice = z.union([z.literal('').transform(() => null), priceText]);
const takerSide = z.enum(['BUY', 'SELL']).transform((raw) => (raw === 'BUY' ? 'buy' : 'sell'));

/** `book` of the channel, and the answer of `GET /book`. */
export function bookSchema(source: BookSource): z.ZodType<BookSnapshot> {
  return z
    .object({
      market: condition,
      asset_id: token,
      timestamp: atMsText,
      hash: hash.optional(),
      bids: levels,
      asks: levels,
      min_order_size: hashedText.optional(),
      tick_size: tickText.optional(),
      neg_risk: z.boolean().optional(),
      last_trade_price: hashedText.optional(),
      version: version.optional(),
    })
    .transform((raw) => ({
      kind: 'bookSnapshot',
      marketId: raw.market,
      tokenId: raw.asset_id,
      bids: raw.bids,
      asks: raw.asks,
      tick: raw.tick_size ?? null,
      venueAtMs: raw.timestamp,
      source,
      hash: raw.hash ?? null,
      hashFields: {
        minOrderSize: raw.min_order_size ?? null,
        negRisk: raw.neg_risk ?? null,
        lastTradePrice: raw.last_trade_price ?? '',
        version: raw.version ?? null,
      },
    }));
}

const change: z.ZodType<LevelChange> = z
  .object({
    asset_id: token,
    side: z.enum(['BUY', 'SELL']),
    price: priceText,
    size: quantityText,
    best_bid: emptyOrPrice.optional(),
    best_ask: emptyOrPrice.optional(),
    hash: hash.optional(),
  })
  .transform((raw) => ({
    tokenId: raw.asset_id,
    side: raw.side === 'BUY' ? 'bid' : 'ask',
    price: raw.price,
    quantity: raw.size,
    bestBid: raw.best_bid ?? null,
    bestAsk: raw.best_ask ?? null,
    hash: raw.hash ?? null,
  }));

export const priceChangeSchema: z.ZodType<BookDelta> = z
  .object({
    market: condition,
    timestamp: atMsText,
    price_changes: z.array(change).max(CHANGES_MAX),
  })
  .transform((raw) => ({
    kind: 'bookDelta',
    marketId: raw.market,
    venueAtMs: raw.timestamp,
    changes: raw.price_changes,
  }));

/** A trade happened at a price that can be paid, and for something. */
export const lastTradePriceSchema: z.ZodType<PublicTrade> = z
  .object({
    market: condition,
    asset_id: token,
    side: takerSide,
    price: priceText.refine((price) => price > 0, 'expected a positive price'),
    size: quantityText.refine((size) => size > 0, 'expected a positive size'),
    timestamp: atMsText,
  })
  .transform((raw) => ({
    kind: 'publicTrade',
    marketId: raw.market,
    tokenId: raw.asset_id,
    takerSide: raw.side,
    price: raw.price,
    quantity: raw.size,
    venueAtMs: raw.timestamp,
  }));

/** No bid is 0, no ask is 0 or 1: nothing can rest there. */
function resting(price: Price | null | undefined): Price | null {
  return price === undefined || price === 0 || price === MICRO ? null : price;
}

export const bestBidAskSchema: z.ZodType<TopOfBook> = z
  .object({
    market: condition,
    asset_id: token,
    best_bid: emptyOrPrice.optional(),
    best_ask: emptyOrPrice.optional(),
    timestamp: atMsText,
  })
  .transform((raw) => ({
    kind: 'topOfBook',
    marketId: raw.market,
    tokenId: raw.asset_id,
    bid: resting(raw.best_bid),
    ask: resting(raw.best_ask),
    venueAtMs: raw.timestamp,
  }));

export const tickSizeChangeSchema: z.ZodType<TickChange> = z
  .object({ market: condition, asset_id: token, new_tick_size: tickText, timestamp: atMsText })
  .transform((raw) => ({
    kind: 'tickChange',
    marketId: raw.market,
    tokenId: raw.asset_id,
    tick: raw.new_tick_size,
    venueAtMs: raw.timestamp,
  }));
