import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import type { BookDelta, LevelChange } from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { atMsOf, quantityOf } from './parse-decimal.ts';
import { marketIdOf, tokenIdOf } from './parse-ids.ts';
import { HASH_LENGTH_MAX } from './schema.ts';

/**
 * Nine of ten messages are a `price_change` of one order, mirrored on both tokens and spelled in
 * exactly one way. That spelling is read here without building its JSON; any other text, sound or
 * not, is left to `JSON.parse` and the parser of parsed frames, with which this one agrees on every
 * text it takes: its strings hold no quote, escape or control character, so they are what
 * `JSON.parse` would make of them.
 */
const CANONICAL = new RegExp(canonical('([^"\\\\\\x00-\\x1f]+)', '([\\d.]+)'));

/** Repetition without bounds is the fast kind; what is read checks the lengths. */
function canonical(text: string, decimal: string): string {
  const row =
    `\\{"asset_id":"${text}","price":"${decimal}","size":"${decimal}","side":"(BUY|SELL)",` +
    `"hash":"${text}","best_bid":"${decimal}","best_ask":"${decimal}"\\}`;
  return (
    `^\\{"market":"${text}","price_changes":\\[${row},${row}\\],` +
    `"timestamp":"(\\d+)","event_type":"price_change"\\}$`
  );
}

/** Where the captures of the two rows begin, and of what follows them. */
const FIRST_ROW = 2;
const SECOND_ROW = 9;
const TIMESTAMP = 16;

/** A market and the tokens that its changes named last. */
interface KnownMarket {
  readonly id: MarketId;
  first: TokenId | null;
  second: TokenId | null;
}

/** Markets whose tokens are remembered; beyond it the table starts anew. */
const KNOWN_MAX = 100_000;
/** The part of a market's name that it is looked up by: less to hash, and hardly ever shared. */
const KEY_FROM = 2;
const KEY_END = 18;
const known = new Map<string, KnownMarket>();

/** The change, or `null` when the text has to be read the long way. */
export function parsePriceChangeText(text: string): BookDelta | null {
  const captured = CANONICAL.exec(text);
  if (captured === null) return null;
  const market = marketOf(captured[1] ?? '');
  const venueAtMs = atMsOf(captured[TIMESTAMP]);
  if (market === null || venueAtMs === null) return null;
  const first = changeOf(captured, FIRST_ROW, market);
  const second = changeOf(captured, SECOND_ROW, market);
  if (first === null || second === null) return null;
  return { kind: 'bookDelta', marketId: market.id, venueAtMs, changes: [first, second] };
}

function marketOf(name: string): KnownMarket | null {
  const market = known.get(name.slice(KEY_FROM, KEY_END));
  if (market?.id === name) return market;
  const id = marketIdOf(name);
  if (id === null) return null;
  if (known.size >= KNOWN_MAX) known.clear();
  const added: KnownMarket = { id, first: null, second: null };
  known.set(id.slice(KEY_FROM, KEY_END), added);
  return added;
}

function changeOf(
  captured: readonly string[],
  from: number,
  market: KnownMarket,
): LevelChange | null {
  const tokenId = tokenOf(captured[from] ?? '', market);
  const price = priceIn(captured[from + 1]);
  const quantity = quantityOf(captured[from + 2]);
  const bestBid = priceIn(captured[from + 5]);
  const bestAsk = priceIn(captured[from + 6]);
  if (tokenId === null || price === null || quantity === null) return null;
  const hash = captured[from + 4] ?? '';
  if (bestBid === null || bestAsk === null || hash.length > HASH_LENGTH_MAX) return null;
  return {
    tokenId,
    side: captured[from + 3] === 'BUY' ? 'bid' : 'ask',
    price,
    quantity,
    bestBid,
    bestAsk,
    hash,
  };
}

function tokenOf(name: string, market: KnownMarket): TokenId | null {
  if (name === market.first) return market.first;
  if (name === market.second) return market.second;
  const token = tokenIdOf(name);
  if (token === null) return null;
  market.second = market.first;
  market.first = token;
  return token;
}

/** Cut-out texts are new each time, so digits are read sooner than a table is asked. */
function priceIn(text: string | undefined): Price | null {
  const micro = quantityOf(text);
  return micro === null || micro > MICRO ? null : (micro as number as Price);
}
