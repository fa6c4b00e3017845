import type { BookDelta, LevelChange } from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price, Quantity } from '../../engine/domain/values/money.ts';
import { type KnownMarket, knownMarket, knownToken } from './known-markets.ts';
import { atMsOf } from './parse-decimal.ts';
import { HASH_LENGTH_MAX } from './schema.ts';
import { NOT_PLAIN, TextCursor } from './text-cursor.ts';

/**
 * Nine of ten messages are a `price_change` of one order, mirrored on both tokens and spelled in
 * exactly one way. That spelling is read here without building its JSON; any other text, sound or
 * not, is left to `JSON.parse` and the parser of parsed frames, with which this one agrees on every
 * text it takes: its strings hold no quote, escape or control character, so they are what
 * `JSON.parse` would make of them.
 */
const CANONICAL = new RegExp(canonical('([^"\\\\\\x00-\\x1f]+)', '[\\d.]+'));

/** Repetition without bounds is the fast kind; what is read checks the lengths. */
function canonical(text: string, decimal: string): string {
  const row =
    `\\{"asset_id":"${text}","price":"${decimal}","size":"${decimal}","side":"(?:BUY|SELL)",` +
    `"hash":"${text}","best_bid":"${decimal}","best_ask":"${decimal}"\\}`;
  return (
    `^\\{"market":"${text}","price_changes":\\[${row},${row}\\],` +
    `"timestamp":"(\\d+)","event_type":"price_change"\\}$`
  );
}

/** Lengths of what stands between the values; the quote behind a number is read with it. */
const TO_MARKET = '{"market":"'.length;
const TO_FIRST_TOKEN = '","price_changes":[{"asset_id":"'.length;
const TO_NEXT_TOKEN = '},{"asset_id":"'.length;
const TO_PRICE = '","price":"'.length;
const TO_SIZE = ',"size":"'.length;
const TO_SIDE = ',"side":"'.length;
const TO_HASH = '","hash":"'.length;
const TO_BEST_BID = '","best_bid":"'.length;
const TO_BEST_ASK = ',"best_ask":"'.length;
const BUY = 'BUY';
const SELL = 'SELL';
const FIRST_OF_BUY = BUY.charCodeAt(0);

const cursor = new TextCursor();

/** The change, or `null` when the text has to be read the long way. */
export function parsePriceChangeText(text: string): BookDelta | null {
  const captured = CANONICAL.exec(text);
  if (captured === null) return null;
  const [, name = '', firstToken = '', firstHash = '', secondToken = '', secondHash = ''] =
    captured;
  const market = knownMarket(name);
  const venueAtMs = atMsOf(captured[6]);
  if (market === null || venueAtMs === null) return null;
  cursor.text = text;
  cursor.at = TO_MARKET + name.length + TO_FIRST_TOKEN;
  const first = readChange(firstToken, firstHash, market);
  if (first === null) return null;
  cursor.at += TO_NEXT_TOKEN;
  const second = readChange(secondToken, secondHash, market);
  if (second === null) return null;
  return { kind: 'bookDelta', marketId: market.id, venueAtMs, changes: [first, second] };
}

/** The change whose token the cursor stands at. */
function readChange(token: string, hash: string, market: KnownMarket): LevelChange | null {
  const tokenId = knownToken(token, market);
  if (tokenId === null || hash.length > HASH_LENGTH_MAX) return null;
  cursor.at += token.length + TO_PRICE;
  const price = readPrice();
  cursor.at += TO_SIZE;
  const quantity = cursor.micro();
  cursor.at += TO_SIDE;
  const isBuy = cursor.text.charCodeAt(cursor.at) === FIRST_OF_BUY;
  cursor.at += (isBuy ? BUY : SELL).length + TO_HASH + hash.length + TO_BEST_BID;
  const bestBid = readPrice();
  cursor.at += TO_BEST_ASK;
  const bestAsk = readPrice();
  if (price === null || quantity === NOT_PLAIN || bestBid === null || bestAsk === null) return null;
  const side = isBuy ? 'bid' : 'ask';
  return { tokenId, side, price, quantity: quantity as Quantity, bestBid, bestAsk, hash };
}

function readPrice(): Price | null {
  const micro = cursor.micro();
  return micro === NOT_PLAIN || micro > MICRO ? null : (micro as Price);
}
