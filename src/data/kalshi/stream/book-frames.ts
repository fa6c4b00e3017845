import type { AtMs } from '../../../engine/domain/time.ts';
import { decimalFromMicro } from '../../../engine/domain/values/micro.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { kalshiMarketId } from '../ids.ts';
import { changeOf, type LevelDelta, levelsOf } from '../parse-stream.ts';
import { KeptBooks } from './kept-books.ts';

/** What became of a frame of the order book channel. */
export type BookFrame =
  /** To be passed on: it can be read without the frames before it. */
  | { readonly kind: 'frame'; readonly frame: Row; readonly ticker: string }
  /** Before its snapshot; nothing is missed. */
  | { readonly kind: 'early' }
  /** The book it would lead to cannot be: it has to be read anew. */
  | { readonly kind: 'broken'; readonly ticker: string }
  | { readonly kind: 'unreadable'; readonly ticker: string | null };

/**
 * Makes frames of the order book channel whole: each gets the time of its receipt, which never steps
 * back, and a change gets what the level holds now.
 */
export class BookFrames {
  readonly books = new KeptBooks();
  readonly #onProblem: (problem: Problem) => void;
  #lastAtMs: AtMs = 0;

  constructor(onProblem: (problem: Problem) => void) {
    this.#onProblem = onProblem;
  }

  /** The receipt that a frame is ordered by. */
  stamp(receivedAtMs: AtMs): AtMs {
    this.#lastAtMs = Math.max(this.#lastAtMs, Math.floor(receivedAtMs));
    return this.#lastAtMs;
  }

  read(row: Row, receivedAtMs: AtMs): BookFrame {
    const msg = row['msg'];
    const reader = new FrameReader('kalshi.stream');
    const ticker = isRow(msg) ? kalshiMarketId(msg['market_ticker']) : null;
    if (!isRow(msg) || ticker === null) reader.refuse('msg.market_ticker', 'a ticker');
    else if (row['type'] !== 'orderbook_snapshot') {
      const change = changeOf(msg, reader);
      if (change !== null) return this.#changed(row, change, receivedAtMs);
    } else if (this.#keep(ticker, msg, reader)) return this.#whole(row, { ticker, receivedAtMs });
    for (const problem of reader.problems) this.#onProblem(problem);
    if (ticker !== null) this.books.drop(ticker);
    return { kind: 'unreadable', ticker };
  }

  #changed(row: Row, change: LevelDelta, receivedAtMs: AtMs): BookFrame {
    const ticker = change.marketId;
    const applied = this.books.apply(change);
    if (applied === 'noBook') return { kind: 'early' };
    if (applied === 'impossible') {
      this.books.drop(ticker);
      return { kind: 'broken', ticker };
    }
    return this.#whole(row, { ticker, receivedAtMs, size: decimalFromMicro(applied.size) });
  }

  #keep(ticker: string, msg: Row, reader: FrameReader): boolean {
    const yes = levelsOf(msg['yes_dollars_fp']);
    const no = levelsOf(msg['no_dollars_fp']);
    if (yes === null) reader.refuse('msg.yes_dollars_fp', 'levels of price and count');
    else if (no === null) reader.refuse('msg.no_dollars_fp', 'levels of price and count');
    else {
      this.books.replace(ticker, { yes, no });
      return true;
    }
    return false;
  }

  #whole(
    row: Row,
    about: { readonly ticker: string; readonly receivedAtMs: AtMs; readonly size?: string },
  ): BookFrame {
    const { ticker, receivedAtMs, size } = about;
    // The stream asks for prices of yes on both sides; see `subscribeParams`.
    const own = {
      at_ms: this.stamp(receivedAtMs),
      yes_price: true,
      ...(size === undefined ? {} : { size_fp: size }),
    };
    return { kind: 'frame', frame: { ...row, own }, ticker };
  }
}
