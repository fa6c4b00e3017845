import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';

/** How long the stream may take to bring a fresh book before it is read over HTTP. */
const REFRESH_MS = 3 * SECOND_MS;

export interface BookRefreshOptions {
  /** Asks the stream for books. */
  askStream(tokenIds: readonly TokenId[]): void;
  /** Reads them over HTTP. */
  read(marketId: MarketId, tokenIds: readonly TokenId[]): void;
}

/** Fresh books: the stream is asked first, and when it brings none they are read. */
export class BookRefresh {
  readonly #options: BookRefreshOptions;
  readonly #waiting = new Map<MarketId, NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: BookRefreshOptions) {
    this.#options = options;
  }

  /** Asking again while one is awaited changes nothing. */
  ask(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    if (this.#waiting.has(marketId) || this.#isClosed) return;
    this.#options.askStream(tokenIds);
    const timer = setTimeout(() => {
      this.#waiting.delete(marketId);
      this.#options.read(marketId, tokenIds);
    }, REFRESH_MS);
    this.#waiting.set(marketId, timer);
  }

  /** Its book came, or nobody wants it any more. */
  done(marketId: MarketId): void {
    clearTimeout(this.#waiting.get(marketId));
    this.#waiting.delete(marketId);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
