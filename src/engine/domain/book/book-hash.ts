import { createHash } from 'node:crypto';
import type { MarketId, TokenId } from '../ids.ts';
import type { BookSide } from '../market-event.ts';
import type { AtMs } from '../time.ts';
import type { Price } from '../values/money.ts';
import { AsciiWriter } from './ascii-writer.ts';

/** What the hash covers when the venue sends no minimum: it was 5 in every verified frame. */
export const HASHED_MIN_ORDER_SIZE = '5';

/** One token's book as Polymarket hashes it. */
export interface HashedBook {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly venueAtMs: AtMs;
  /** Shows every level, best last, in the token's own prices. */
  readonly visit: (side: BookSide, visitor: (price: number, quantity: number) => void) => void;
  readonly minOrderSize: string;
  readonly tick: Price;
  readonly negRisk: boolean;
  /** The venue's own text, empty when nothing has traded. */
  readonly lastTradePrice: string;
  readonly version: 'v2' | null;
}

const writer = new AsciiWriter();

/**
 * SHA-1 in hex of the compact JSON of a book with an empty `hash`, keys in the venue's order and
 * levels best last. Verified on real frames: both snapshots of a CTF market, each of its later
 * engine events with the event's timestamp, and the empty book of a Protocol V2 market, where
 * `version` comes last. Written byte by byte: it runs for every snapshot.
 */
export function bookHash(book: HashedBook): string {
  writer.clear();
  writer.text(
    `{"market":"${book.marketId}","asset_id":"${book.tokenId}","timestamp":"${book.venueAtMs}","hash":""`,
  );
  writer.text(',"bids":[');
  writeLevels(book, 'bid');
  writer.text('],"asks":[');
  writeLevels(book, 'ask');
  writer.text(`],"min_order_size":"${book.minOrderSize}","tick_size":"`);
  writer.decimal(book.tick);
  writer.text(`","neg_risk":${book.negRisk},"last_trade_price":"${book.lastTradePrice}"`);
  writer.text(book.version === null ? '}' : `,"version":"${book.version}"}`);
  return createHash('sha1').update(writer.written).digest('hex');
}

function writeLevels(book: HashedBook, side: BookSide): void {
  let first = true;
  book.visit(side, (price, quantity) => {
    writer.text(first ? '{"price":"' : ',{"price":"');
    writer.decimal(price);
    writer.text('","size":"');
    writer.decimal(quantity);
    writer.text('"}');
    first = false;
  });
}
