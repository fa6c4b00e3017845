import { parseText } from '../src/data/frame.ts';
import type { Quote } from '../src/engine/domain/book/depth.ts';
import { MarketBook, TRUST_LOST } from '../src/engine/domain/book/market-book.ts';
import type { MarketId, TokenId } from '../src/engine/domain/ids.ts';
import type { MarketEvent } from '../src/engine/domain/market-event.ts';
import { cents } from '../src/engine/domain/values/money.ts';
import type { WorldMarket } from './corpus.ts';

const QUOTE_INTERVAL_MS = 1_000;

interface Followed {
  readonly book: MarketBook;
  quotedAtMs: number;
  quotedBid: number | null;
  quotedAsk: number | null;
}

/** What every message costs: text to domain event, book with its checks, at most a quote a second. */
export class Pipeline {
  problems = 0;
  trustLost = 0;
  quotes = 0;
  lastQuote: Quote | null = null;
  readonly #markets = new Map<MarketId, Followed>();

  constructor(markets: readonly WorldMarket[]) {
    for (const market of markets) {
      const marketId = market.id as MarketId;
      const tokenIds = market.tokens as readonly string[] as readonly TokenId[];
      const book = new MarketBook({ marketId, tokenIds, tick: cents(1), layout: 'ladder' });
      this.#markets.set(marketId, { book, quotedAtMs: 0, quotedBid: null, quotedAsk: null });
    }
  }

  bookOf(market: WorldMarket): MarketBook {
    const followed = this.#markets.get(market.id as MarketId);
    if (followed === undefined) throw new Error('the pipeline knows every market');
    return followed.book;
  }

  take(text: string, receivedAtMs: number): void {
    const { events, problems } = parseText('polymarket.market', text, receivedAtMs);
    if (problems.length > 0) this.problems += 1;
    for (const event of events) this.#apply(event, receivedAtMs);
  }

  #apply(event: MarketEvent, receivedAtMs: number): void {
    if (!('marketId' in event)) return;
    const followed = this.#markets.get(event.marketId);
    if (followed === undefined) return;
    const { book } = followed;
    let outcome = 0;
    if (event.kind === 'bookDelta') outcome = book.applyDelta(event, receivedAtMs);
    else if (event.kind === 'bookSnapshot') outcome = book.applySnapshot(event, receivedAtMs);
    else if (event.kind === 'publicTrade') book.setLastTradePrice(event.tokenId, event.price);
    if ((outcome & TRUST_LOST) !== 0) this.trustLost += 1;
    this.#quote(followed, receivedAtMs);
  }

  #quote(followed: Followed, atMs: number): void {
    const { book } = followed;
    const tokenId = book.tokenIds[0];
    if (tokenId === undefined) return;
    const bid = book.bestBid(tokenId);
    const ask = book.bestAsk(tokenId);
    if (bid === followed.quotedBid && ask === followed.quotedAsk) return;
    if (atMs - followed.quotedAtMs < QUOTE_INTERVAL_MS) return;
    followed.quotedAtMs = atMs;
    followed.quotedBid = bid;
    followed.quotedAsk = ask;
    this.lastQuote = { marketId: book.marketId, tokenId, bid, ask, atMs, trust: book.trust };
    this.quotes += 1;
  }
}
