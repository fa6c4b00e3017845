import type { TokenId } from '../../domain/ids.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import { type Price, price } from '../../domain/values/money.ts';

/** Age at which a book is not used. */
export const BOOK_AGE_MS_MAX = 5 * SECOND_MS;
/**
 * Within this time the best prices must have changed twice. A market that did not follow the spot
 * price looks like a collector that is stuck; only a book that moves on its own is believed to lag.
 */
export const LIVENESS_MS = 10 * SECOND_MS;
/** A quiet book still says what a market costs; an older one is no price of now. */
export const MIDDLE_AGE_MS_MAX = MINUTE_MS;

/** Best prices of one token. */
export interface TopPrices {
  readonly tokenId: TokenId;
  readonly bid: Price | null;
  readonly ask: Price | null;
}

/** The newest book of a market. */
export interface BookTop {
  readonly tops: readonly TopPrices[];
  /** Its integrity was checked: hash, carried best prices, or quotes that keep changing. */
  readonly trusted: boolean;
}

const NOTHING: Omit<TopPrices, 'tokenId'> = { bid: null, ask: null };

/** The best prices of both sides of one market, and whether they are alive. */
export class QuoteWatch {
  readonly yes: TokenId;
  readonly no: TokenId;
  #yesTop: Omit<TopPrices, 'tokenId'> = NOTHING;
  #noTop: Omit<TopPrices, 'tokenId'> = NOTHING;
  #trusted = false;
  #receivedAtMs: AtMs = 0;
  #changedAtMs: AtMs = 0;
  #changedBeforeAtMs: AtMs = 0;

  constructor(yes: TokenId, no: TokenId) {
    this.yes = yes;
    this.no = no;
  }

  take({ tops, trusted }: BookTop, atMs: AtMs): void {
    this.#trusted = trusted;
    this.#receivedAtMs = atMs;
    for (const top of tops) {
      if (top.tokenId === this.no) this.#noTop = top;
      if (top.tokenId !== this.yes) continue;
      const { bid, ask } = this.#yesTop;
      this.#yesTop = top;
      // The other side mirrors this one: only one of them counts.
      if (bid === top.bid && ask === top.ask) continue;
      this.#changedBeforeAtMs = this.#changedAtMs;
      this.#changedAtMs = atMs;
    }
  }

  get changedAtMs(): AtMs {
    return this.#changedAtMs;
  }

  top(token: TokenId): Omit<TopPrices, 'tokenId'> {
    return token === this.yes ? this.#yesTop : this.#noTop;
  }

  /** Middle of the first side in micro-dollars, `null` for a one-sided book. */
  get middle(): number | null {
    const { bid, ask } = this.#yesTop;
    return bid === null || ask === null ? null : (bid + ask) / 2;
  }

  /** The same for who only looks; `null` also where the book is not trusted, or long not seen. */
  middleAt(atMs: AtMs): Price | null {
    const { middle } = this;
    const isKnown = this.#trusted && atMs - this.#receivedAtMs <= MIDDLE_AGE_MS_MAX;
    return middle === null || !isKnown ? null : price(Math.round(middle));
  }

  /** Something of the book was missed: it says nothing until the next one comes. */
  distrust(): void {
    this.#trusted = false;
  }

  isUsable(atMs: AtMs): boolean {
    return (
      this.#trusted &&
      atMs - this.#receivedAtMs <= BOOK_AGE_MS_MAX &&
      atMs - this.#changedBeforeAtMs <= LIVENESS_MS
    );
  }
}
