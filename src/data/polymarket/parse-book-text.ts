import type { Level } from '../../engine/domain/book/depth.ts';
import type { BookSnapshot } from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price, Quantity } from '../../engine/domain/values/money.ts';
import { LEVELS_MAX, ROWS_MAX } from '../parsed.ts';
import { knownMarket, knownToken } from './known-markets.ts';
import { tickOf } from './parse-book.ts';
import { atMsOf } from './parse-decimal.ts';
import { HASH_LENGTH_MAX } from './schema.ts';
import { NOT_PLAIN, TextCursor } from './text-cursor.ts';

/**
 * Few messages are books, but one is as long as ten others and nearly all of it is numbers. The usual
 * spelling is read here without building its JSON, as `parse-price-change-text` does: on every text that
 * it takes it agrees with the parser of parsed frames, to which any other is left.
 */
const CANONICAL = new RegExp(canonical('([\\w-]+)', '[\\d.]+'), 'y');

function canonical(text: string, decimal: string): string {
  const level = `\\{"price":"${decimal}","size":"${decimal}"\\}`;
  const levels = `\\[((?:${level}(?:,${level})*)?)\\]`;
  return (
    `\\{"market":"${text}","asset_id":"${text}","timestamp":"(\\d+)","hash":"${text}",` +
    `"bids":${levels},"asks":${levels},"tick_size":"(${decimal})","event_type":"book",` +
    `"last_trade_price":"([\\d.]*)"\\}`
  );
}

/** Lengths of what stands between the values; the quote behind a number is read with it. */
const TO_BIDS = '{"market":"","asset_id":"","timestamp":"","hash":"","bids":['.length;
const TO_ASKS = '],"asks":['.length;
const TO_PRICE = '{"price":"'.length;
const TO_SIZE = ',"size":"'.length;
const TO_NEXT_LEVEL = '},'.length;

const cursor = new TextCursor();

/** The book, or books where a list of them is sent, or `null` when it has to be read the long way. */
export function parseBookText(text: string): readonly BookSnapshot[] | null {
  const isList = text.startsWith('[');
  const books: BookSnapshot[] = [];
  let at = isList ? 1 : 0;
  do {
    CANONICAL.lastIndex = at;
    const book = readBook(CANONICAL.exec(text), text);
    if (book === null || books.length === ROWS_MAX) return null;
    books.push(book);
    at = CANONICAL.lastIndex + 1;
  } while (isList && text[at - 1] === ',');
  const isWhole = isList ? text[at - 1] === ']' && at === text.length : at - 1 === text.length;
  return isWhole ? books : null;
}

function readBook(captured: RegExpExecArray | null, text: string): BookSnapshot | null {
  if (captured === null) return null;
  const [, name = '', token = '', time = '', hash = '', bidsText = '', asksText = ''] = captured;
  const lastTradePrice = captured[8] ?? '';
  const market = knownMarket(name);
  if (market === null) return null;
  const tokenId = knownToken(token, market);
  const venueAtMs = atMsOf(time);
  const tick = tickOf(captured[7]);
  if (tokenId === null || venueAtMs === null || tick === null) return null;
  if (hash.length > HASH_LENGTH_MAX || lastTradePrice.length > HASH_LENGTH_MAX) return null;
  const bidsAt = captured.index + TO_BIDS + name.length + token.length + time.length + hash.length;
  cursor.text = text;
  const bids = readLevels(bidsAt, bidsText.length);
  const asks = bids && readLevels(bidsAt + bidsText.length + TO_ASKS, asksText.length);
  if (bids === null || asks === null) return null;
  return {
    kind: 'bookSnapshot',
    marketId: market.id,
    ...{ tokenId, bids, asks, tick, venueAtMs },
    source: 'stream',
    hash: owned(hash),
    hashFields: { minOrderSize: null, negRisk: null, lastTradePrice, version: null },
  };
}

/** What was cut out of a frame would keep the whole frame alive, and the hash is kept. It is ASCII. */
function owned(hash: string): string {
  return Buffer.from(hash, 'latin1').toString('latin1');
}

/** The levels of a side whose spelling was checked; `null` when a number is not plain, or too many. */
function readLevels(from: number, length: number): Level[] | null {
  const levels: Level[] = [];
  const end = from + length;
  cursor.at = from;
  while (cursor.at < end) {
    cursor.at += TO_PRICE;
    const price = cursor.micro();
    cursor.at += TO_SIZE;
    const quantity = cursor.micro();
    cursor.at += TO_NEXT_LEVEL;
    if (price === NOT_PLAIN || price > MICRO || quantity === NOT_PLAIN) return null;
    if (levels.length === LEVELS_MAX) return null;
    levels.push({ price: price as Price, quantity: quantity as Quantity });
  }
  return levels;
}
