import { createHash } from 'node:crypto';
import type { VenueBook, VenueLevel, VenueLevelChange, VenueMarket } from '../venue/venue.ts';
import type { BoardMarket, Outcome } from './board.ts';
import { decimal, MICRO } from './decimal.ts';

/** REST pads a last trade price to three decimals (`0.160`); frames do not. */
const REST_PRICE_DECIMALS = 3;

interface LevelText {
  readonly price: string;
  readonly size: string;
}

/** Best prices as the venue writes them: no bid is 0, no ask is 1. */
export interface Best {
  readonly bid: number;
  readonly ask: number;
}

export function bestOf(book: VenueBook): Best {
  return { bid: book.bids.at(-1)?.price ?? 0, ask: book.asks.at(-1)?.price ?? MICRO };
}

/** Bids ascending and asks descending: the best level is last. */
function levels(side: readonly VenueLevel[]): readonly LevelText[] {
  return side.map(({ price, size }) => ({ price: decimal(price), size: decimal(size) }));
}

function lastTrade(market: VenueMarket, outcome: Outcome): string {
  const { lastTradePrice: last } = market;
  if (last === null) return '';
  return decimal(outcome === 0 ? last : MICRO - last);
}

/** The answer of `GET /book`. Its hash covers the text of the last price that it shows. */
export function restBook(entry: BoardMarket, outcome: Outcome): object {
  const plain = lastTrade(entry.market, outcome);
  const length = '0.'.length + REST_PRICE_DECIMALS;
  const body = hashed(entry, outcome, plain.includes('.') ? plain.padEnd(length, '0') : plain);
  return { ...body, hash: sha1(body) };
}

/**
 * SHA-1 in hex of the compact JSON of a book with an empty hash, keys in the order of
 * {@link hashed}: the recipe that was reproduced on the venue's real frames.
 */
export function streamHash(entry: BoardMarket, outcome: Outcome): string {
  return sha1(hashed(entry, outcome, lastTrade(entry.market, outcome)));
}

function hashed({ market, stampMs }: BoardMarket, outcome: Outcome, lastTradePrice: string) {
  const { bids, asks } = market.book(outcome);
  return {
    market: market.conditionId,
    asset_id: market.tokenIds[outcome],
    timestamp: String(stampMs),
    hash: '',
    bids: levels(bids),
    asks: levels(asks),
    min_order_size: market.minOrderSize,
    tick_size: decimal(market.tick),
    neg_risk: market.negRisk,
    last_trade_price: lastTradePrice,
    ...(market.version === 'v2' ? { version: 'v2' } : {}),
  };
}

function sha1(body: object): string {
  return createHash('sha1').update(JSON.stringify(body)).digest('hex');
}

/** A `book` of the market channel, which leaves out what REST tells besides. */
export function bookFrame(entry: BoardMarket, outcome: Outcome): object {
  const text = lastTrade(entry.market, outcome);
  const { version, ...body } = { version: undefined, ...hashed(entry, outcome, text) };
  return {
    market: body.market,
    asset_id: body.asset_id,
    timestamp: body.timestamp,
    hash: streamHash(entry, outcome),
    bids: body.bids,
    asks: body.asks,
    tick_size: body.tick_size,
    event_type: 'book',
    last_trade_price: text,
    ...(version === undefined ? {} : { version }),
  };
}

/**
 * The frames of one engine event. Each change stands on both tokens: at the mirrored price, on the
 * other side. All carry the hashes and best prices of the book after the whole event.
 */
export function priceChangeFrames(
  entry: BoardMarket,
  changes: readonly VenueLevelChange[],
  inSeveral: boolean,
): readonly object[] {
  const { market, stampMs } = entry;
  const sides = ([0, 1] as const).map((outcome) => {
    const best = bestOf(market.book(outcome));
    return {
      asset_id: market.tokenIds[outcome],
      hash: streamHash(entry, outcome),
      best_bid: decimal(best.bid),
      best_ask: decimal(best.ask),
    };
  });
  const pairs = changes.map(({ side, price, size }) =>
    sides.map(({ asset_id, hash, best_bid, best_ask }, outcome) => ({
      asset_id,
      price: decimal(outcome === 0 ? price : MICRO - price),
      size: decimal(size),
      side: (side === 'BUY') === (outcome === 0) ? 'BUY' : 'SELL',
      hash,
      best_bid,
      best_ask,
    })),
  );
  return (inSeveral ? pairs : [pairs.flat()]).map((price_changes) => ({
    market: market.conditionId,
    price_changes,
    timestamp: String(stampMs),
    event_type: 'price_change',
  }));
}
