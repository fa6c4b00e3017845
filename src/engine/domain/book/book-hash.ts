import { hash } from 'node:crypto';
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
  /** Shows every level, best last, in the token's own prices. */
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
  let text = `{"market":"${book.marketId}","asset_id":"${book.tokenId}","timestamp":"${book.venueAtMs}","hash":""`;
  text += `,"bids":[${levelsText(book, 'bid')}],"asks":[${levelsText(book, 'ask')}]`;
  text += `,"min_order_size":"${book.minOrderSize}","tick_size":"${decimalFromMicro(book.tick)}"`;
  text += `,"neg_risk":${book.negRisk},"last_trade_price":"${book.lastTradePrice}"`;
  if (book.version !== null) text += `,"version":"${book.version}"`;
  return hash('sha1', `${text}}`);
}

function levelsText(book: HashedBook, side: BookSide): string {
  let text = '';
  book.visit(side, (price, quantity) => {
    text += levelHead(price);
    text += sizeText(quantity);
  });
  // Each head ends the level before it: one text less for every level.
  return text === '' ? '' : `${text.slice(END.length + 1)}${END}`;
}

const END = '"}';
/** The finest tick: a level's text up to its size is kept for each price on that grid. */
const FINEST_TICK = 100;
const heads: string[] = new Array<string>(MICRO / FINEST_TICK + 1).fill('');

function levelHead(price: number): string {
  const known = heads[price / FINEST_TICK];
  if (known) return known;
  const head = `${END},{"price":"${decimalFromMicro(price)}","size":"`;
  if (known === '') heads[price / FINEST_TICK] = head;
  return head;
}

const HUNDREDTH = 10_000;
/** `.01` to `.99` as the venue writes them, at their hundredths. */
const HUNDREDTHS = Array.from({ length: 100 }, (_, at) => String(at / 100).slice(1));

/** `decimalFromMicro`, sooner for what most sizes are: whole, or with two decimals. */
function sizeText(quantity: number): string {
  const fraction = quantity % MICRO;
  if (fraction % HUNDREDTH !== 0) return decimalFromMicro(quantity);
  return (quantity - fraction) / MICRO + (HUNDREDTHS[fraction / HUNDREDTH] ?? '');
}
