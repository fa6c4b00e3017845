/** A level as the venue writes it. */
export interface TextLevel {
  readonly price: string;
  size: string;
}

interface TextBook {
  readonly bids: TextLevel[];
  readonly asks: TextLevel[];
  spread: string;
  midpoint: string;
}

const number = (level: TextLevel): number => Number.parseFloat(level.price);

/**
 * A stand-in for the book cache of `@nevuamarkets/poly-websockets`, which is no dependency here: by the
 * same steps, written anew. Levels stay texts in a list; a change looks for its price from the front,
 * a new price sorts the list, and spread and midpoint are made as texts of three decimals after each
 * event. Like it, a level of size zero stays in its list.
 */
export class TextBookCache {
  readonly #books: Record<string, TextBook> = {};

  replace(
    token: string,
    { bids, asks }: { readonly bids: readonly TextLevel[]; readonly asks: readonly TextLevel[] },
  ): void {
    const rising = [...bids].sort((a, b) => number(a) - number(b));
    const falling = [...asks].sort((a, b) => number(b) - number(a));
    this.#books[token] = { bids: rising, asks: falling, spread: '', midpoint: '' };
    this.#price(token);
  }

  change(token: string, side: string, { price, size }: TextLevel): void {
    const book = this.#books[token];
    if (book === undefined) throw new Error(`no book of ${token}`);
    const levels = side === 'BUY' ? book.bids : book.asks;
    const at = levels.findIndex((level) => level.price === price);
    const found = levels[at];
    if (found !== undefined) {
      found.size = size;
    } else {
      levels.push({ price, size });
      const sign = side === 'BUY' ? 1 : -1;
      levels.sort((a, b) => sign * (number(a) - number(b)));
    }
    this.#price(token);
  }

  /** Best prices among the levels that hold anything. */
  best(token: string): readonly [number | null, number | null] {
    const bestOf = (levels: readonly TextLevel[] = []): number | null => {
      const found = levels.findLast((level) => Number(level.size) !== 0);
      return found === undefined ? null : Math.round(number(found) * 1e6);
    };
    return [bestOf(this.#books[token]?.bids), bestOf(this.#books[token]?.asks)];
  }

  #price(token: string): void {
    const book = this.#books[token];
    const bid = book?.bids.at(-1);
    const ask = book?.asks.at(-1);
    if (book === undefined || bid === undefined || ask === undefined) return;
    book.spread = Number.parseFloat((number(ask) - number(bid)).toFixed(3)).toString();
    book.midpoint = Number.parseFloat(((number(ask) + number(bid)) / 2).toFixed(3)).toString();
  }
}
