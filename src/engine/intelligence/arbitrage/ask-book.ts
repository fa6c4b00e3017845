import type { Level } from '../../domain/book/depth.ts';
import type { MarketBook } from '../../domain/book/market-book.ts';
import type { TokenId } from '../../domain/ids.ts';
import type { AtMs } from '../../domain/time.ts';

/** Levels of a side that are walked at most: a deeper one pays for nothing any more. */
export const ASK_LEVELS_MAX = 20;

/** What is offered of one token, best first. */
export interface TokenAsks {
  readonly tokenId: TokenId;
  readonly levels: readonly Level[];
}

/** What both sides of a market can be bought at. */
export interface ArbitrageBook {
  readonly asks: readonly TokenAsks[];
  /** Receipt of the newest event that confirmed it. */
  readonly receivedAtMs: AtMs;
  readonly trusted: boolean;
}

/** The asks of a book that is kept; a bid for one side is an ask of the other. */
export function arbitrageBookOf(
  book: Pick<MarketBook, 'tokenIds' | 'levels' | 'receivedAtMs' | 'trust'>,
): ArbitrageBook {
  return {
    asks: book.tokenIds.map((tokenId) => ({
      tokenId,
      levels: book.levels(tokenId, 'ask', ASK_LEVELS_MAX),
    })),
    receivedAtMs: book.receivedAtMs,
    trusted: book.trust.trusted,
  };
}
