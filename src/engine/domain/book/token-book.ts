import type { MarketId, TokenId } from '../ids.ts';
import type { BookSide, LevelChange } from '../market-event.ts';
import { MICRO } from '../values/micro.ts';
import type { Price, Quantity } from '../values/money.ts';
import { bookHash, HASHED_MIN_ORDER_SIZE } from './book-hash.ts';
import type { Level } from './depth.ts';
import { HashedState } from './hashed-state.ts';
import type { LevelBook } from './level-book.ts';

/** How one token sees a book: as it is, or, for outcome 1 of a binary market, mirrored. */
export class TokenBook {
  readonly tokenId: TokenId;
  readonly book: LevelBook;
  readonly flip: boolean;
  readonly hashed = new HashedState();
  /** What the newest applied delta of the market says the hash of this book is. */
  newestHash: string | null = null;

  constructor(tokenId: TokenId, book: LevelBook, flip: boolean) {
    this.tokenId = tokenId;
    this.book = book;
    this.flip = flip;
  }

  /** Best price in the token's own prices; 0 (bid) or 1,000,000 (ask) when nothing rests. */
  best(side: BookSide): number {
    const { book } = this;
    if (!this.flip) return side === 'bid' ? book.bids.best : book.asks.best;
    return MICRO - (side === 'bid' ? book.asks.best : book.bids.best);
  }

  /** Up to `limit` levels in the token's own prices, best first. */
  levels(side: BookSide, limit: number): Level[] {
    const found: Level[] = [];
    this.#sideOf(side).visit(limit, (price, quantity) => {
      const own = this.flip ? MICRO - price : price;
      found.push({ price: own as Price, quantity: quantity as Quantity });
    });
    return found;
  }

  #sideOf(side: BookSide): LevelBook['bids'] {
    return (side === 'bid') !== this.flip ? this.book.bids : this.book.asks;
  }

  /** Applies one change; an off-grid price is left out and ends the trust. */
  set(change: LevelChange): boolean {
    const price = this.flip ? MICRO - change.price : change.price;
    if (!this.book.onGrid(price)) {
      this.book.fault ??= 'offGrid';
      return false;
    }
    return this.#sideOf(change.side).set(price, change.quantity);
  }

  /** Whether the best prices that the venue carried are ours; what it did not carry agrees. */
  agrees({ bestBid, bestAsk }: LevelChange): boolean {
    if (bestBid !== null && bestBid !== this.best('bid')) return false;
    // The venue says 0 for no bid, and 0 or 1 for no ask.
    return bestAsk === null || (bestAsk === 0 ? MICRO : bestAsk) === this.best('ask');
  }

  hash(market: { readonly marketId: MarketId; readonly negRisk: boolean }, price: string): string {
    const { fields } = this.hashed;
    return bookHash({
      marketId: market.marketId,
      tokenId: this.tokenId,
      venueAtMs: this.book.venueAtMs,
      visit: (side, visitor) => {
        const levels = this.#sideOf(side);
        if (!this.flip) levels.visitBestLast(visitor);
        else levels.visitBestLast((at, quantity) => visitor(MICRO - at, quantity));
      },
      minOrderSize: fields.minOrderSize ?? HASHED_MIN_ORDER_SIZE,
      tick: this.book.tick,
      negRisk: fields.negRisk ?? market.negRisk,
      lastTradePrice: price,
      version: fields.version,
    });
  }

  /** Whether `hash` is that of this book, however the venue spells the last trade price. */
  reproduces(
    market: { readonly marketId: MarketId; readonly negRisk: boolean },
    hash: string,
  ): boolean {
    return this.hashed.lastTradePrices().some((price) => this.hash(market, price) === hash);
  }
}
