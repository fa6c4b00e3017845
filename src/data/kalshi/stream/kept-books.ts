import type { Level } from '../../../engine/domain/book/depth.ts';
import type { Quantity } from '../../../engine/domain/values/money.ts';
import type { KalshiSide } from '../ids.ts';
import type { LevelDelta } from '../parse-stream.ts';

type Levels = Map<number, number>;

interface KeptBook {
  readonly yes: Levels;
  readonly no: Levels;
}

/** What a level holds after a change; or why the change means nothing. */
export type Applied = { readonly size: Quantity } | 'noBook' | 'impossible';

/**
 * The levels of every streamed book, in the prices of the frames. The venue tells changes of counts;
 * whoever reads a frame later wants the count itself.
 */
export class KeptBooks {
  readonly #books = new Map<string, KeptBook>();

  get size(): number {
    return this.#books.size;
  }

  has(ticker: string): boolean {
    return this.#books.has(ticker);
  }

  replace(ticker: string, bids: Readonly<Record<KalshiSide, readonly Level[]>>): void {
    this.#books.set(ticker, { yes: levelsOf(bids.yes), no: levelsOf(bids.no) });
  }

  apply({ marketId, side, price, delta }: LevelDelta): Applied {
    const levels = this.#books.get(marketId)?.[side];
    if (levels === undefined) return 'noBook';
    const size = (levels.get(price) ?? 0) + delta;
    if (size < 0 || !Number.isSafeInteger(size)) return 'impossible';
    if (size === 0) levels.delete(price);
    else levels.set(price, size);
    return { size: size as Quantity };
  }

  drop(ticker: string): void {
    this.#books.delete(ticker);
  }

  clear(): void {
    this.#books.clear();
  }
}

function levelsOf(levels: readonly Level[]): Levels {
  return new Map(levels.map(({ price, quantity }) => [price, quantity]));
}
