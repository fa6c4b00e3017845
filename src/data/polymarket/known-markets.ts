import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { marketIdOf, tokenIdOf } from './parse-ids.ts';

/** A market and the tokens that its messages named last. */
export interface KnownMarket {
  readonly id: MarketId;
  first: TokenId | null;
  second: TokenId | null;
}

/** Markets whose tokens are remembered; beyond it the table starts anew. */
const KNOWN_MAX = 100_000;
/** The part of a market's name that it is looked up by: a number of it, and hardly ever shared. */
const KEY_FROM = 2;
const KEY_END = 10;
const known = new Map<number, KnownMarket>();

/** The market of that name as it was cut out of a text, `null` when it is no condition id. */
export function knownMarket(name: string): KnownMarket | null {
  const key = keyOf(name);
  const market = known.get(key);
  if (market?.id === name) return market;
  const id = marketIdOf(name);
  if (id === null) return null;
  if (known.size >= KNOWN_MAX) known.clear();
  const added: KnownMarket = { id, first: null, second: null };
  known.set(key, added);
  return added;
}

/** Its token of that name, always the same string; `null` when it is no token id. */
export function knownToken(name: string, market: KnownMarket): TokenId | null {
  if (name === market.first) return market.first;
  if (name === market.second) return market.second;
  const token = tokenIdOf(name);
  if (token === null) return null;
  market.second = market.first;
  market.first = token;
  return token;
}

/** Numbers are found sooner than texts, which have to be hashed each time they are cut out. */
function keyOf(name: string): number {
  let key = 0;
  for (let at = KEY_FROM; at < KEY_END; at += 1) {
    key = (Math.imul(key, 31) + name.charCodeAt(at)) | 0;
  }
  return key;
}
