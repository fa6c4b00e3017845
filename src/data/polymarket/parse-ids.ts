import { conditionId, type MarketId, type TokenId, tokenId } from '../../engine/domain/ids.ts';

/** Ids kept of each kind; beyond it the table starts anew. */
const INTERNED_MAX = 200_000;

/** Gives one string per id, so that later look-ups compare pointers and need no new hash. */
class Interned<Id extends string> {
  readonly #known = new Map<string, Id>();
  readonly #parse: (text: string) => Id | null;

  constructor(parse: (text: string) => Id | null) {
    this.#parse = parse;
  }

  read(value: unknown): Id | null {
    if (typeof value !== 'string') return null;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (this.#parse(value) === null) return null;
    // What was cut out of a frame would keep the whole frame alive. A valid id is ASCII.
    const own = Buffer.from(value, 'latin1').toString('latin1');
    const id = this.#parse(own);
    if (id === null) return null;
    if (this.#known.size >= INTERNED_MAX) this.#known.clear();
    this.#known.set(own, id);
    return id;
  }
}

const markets = new Interned<MarketId>(conditionId);
const tokens = new Interned<TokenId>(tokenId);

/** The condition id in lower case, always the same string for the same market. */
export function marketIdOf(value: unknown): MarketId | null {
  return markets.read(value);
}

export function tokenIdOf(value: unknown): TokenId | null {
  return tokens.read(value);
}
