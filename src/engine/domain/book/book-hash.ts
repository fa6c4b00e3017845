import { createHash } from 'node:crypto';
import type { MarketId, TokenId } from '../ids.ts';
import type { BookSide } from '../market-event.ts';
import type { AtMs } from '../time.ts';
import { decimalFromMicro, MICRO } from '../values/micro.ts';
import type { Price } from '../values/money.ts';

/** What the hash covers when the venue sends no minimum: it was 5 in every verified frame. */
export const HASHED_MIN_ORDER_SIZE = '5';

/** One token's book as Polymarket hashes it. */
export interface HashedBook {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly venueAtMs: AtMs;
  /** Shows every level, best first, in the token's own prices. */
  readonly visit: (side: BookSide, visitor: (price: number, quantity: number) => void) => void;
  readonly minOrderSize: string;
  readonly tick: Price;
  readonly negRisk: boolean;
  /** The venue's own text, empty when nothing has traded. */
  readonly lastTradePrice: string;
  readonly version: 'v2' | null;
}

/**
 * SHA-1 in hex of the compact JSON of a book with an empty `hash`, keys in the venue's order and
 * levels best last. Verified on real frames: both snapshots of a CTF market, each of its later
 * engine events with the event's timestamp, and the empty book of a Protocol V2 market, where
 * `version` comes last. Put together by hand: it runs for every snapshot.
 */
export function bookHash(book: HashedBook): string {
  const version = book.version === null ? '' : `,"version":"${book.version}"`;
  const text = `{"market":"${book.marketId}","asset_id":"${book.tokenId}","timestamp":"${book.venueAtMs}","hash":"","bids":[${levelsText(book, 'bid')}],"asks":[${levelsText(book, 'ask')}],"min_order_size":${JSON.stringify(book.minOrderSize)},"tick_size":"${decimal(book.tick)}","neg_risk":${book.negRisk},"last_trade_price":${JSON.stringify(book.lastTradePrice)}${version}}`;
  return createHash('sha1').update(text).digest('hex');
}

function levelsText(book: HashedBook, side: BookSide): string {
  let text = '';
  book.visit(side, (price, quantity) => {
    const level = `{"price":"${decimal(price)}","size":"${decimal(quantity)}"}`;
    text = text === '' ? level : `${level},${text}`;
  });
  return text;
}

const HUNDREDTH = 10_000;
/** `.01` to `.99` as the venue writes them, at their hundredths. */
const HUNDREDTHS = Array.from({ length: 100 }, (_, at) => String(at / 100).slice(1));

/** Like `decimalFromMicro`; most sizes are whole or have two decimals. */
function decimal(micro: number): string {
  const fraction = micro % MICRO;
  if (fraction % HUNDREDTH !== 0) return decimalFromMicro(micro);
  return (micro - fraction) / MICRO + (HUNDREDTHS[fraction / HUNDREDTH] ?? '');
}
