import type { PricePoint } from '../../../engine/contract/market-view.ts';
import { DEPTH_LEVELS_MAX } from '../../../engine/core/market/books.ts';
import type { DepthView } from '../../../engine/domain/book/depth.ts';
import { MarketBook } from '../../../engine/domain/book/market-book.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { BookSnapshot } from '../../../engine/domain/market-event.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { analyzeMarket } from '../../../engine/intelligence/market/analyze.ts';
import { PriceTrack } from '../../../engine/intelligence/market/price-track.ts';

/** How old a book that was read for a look may be. */
const READ_BOOK_AGE_MS_MAX = 5 * SECOND_MS;

/**
 * What an order would meet on each side of a market that nobody follows, by books that were read just
 * now; analysed like those that are kept. `null` for a side without a book.
 */
export function readDepths(
  market: Market,
  of: {
    readonly books: readonly BookSnapshot[];
    /** Past prices of the first side; `null` when they are not known. */
    readonly prices: readonly PricePoint[] | null;
    readonly atMs: AtMs;
  },
): readonly (DepthView | null)[] {
  const { books, prices, atMs } = of;
  const tokenIds = market.outcomes.map(({ tokenId }) => tokenId);
  const [first] = books;
  if (first === undefined) return tokenIds.map(() => null);
  const tick = first.tick ?? market.rules.tick;
  const { id: marketId, negRisk } = market;
  const book = new MarketBook({ marketId, tokenIds, tick, layout: 'sorted', negRisk });
  for (const snapshot of books) book.applySnapshot(snapshot, atMs);
  const track = prices === null ? null : new PriceTrack(atMs);
  track?.seed(prices ?? []);
  return tokenIds.map((tokenId) => {
    const bids = book.levels(tokenId, 'bid', DEPTH_LEVELS_MAX);
    const asks = book.levels(tokenId, 'ask', DEPTH_LEVELS_MAX);
    const analysis = analyzeMarket({ market, track, stage: null, bids, asks, tick, atMs });
    return {
      ...{ marketId, tokenId, bids, asks, tick, trust: book.trust, atMs, analysis },
      receivedAtMs: book.receivedAtMs,
      maxAgeMs: READ_BOOK_AGE_MS_MAX,
    };
  });
}
