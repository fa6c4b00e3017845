import type { Level } from '../../domain/book/depth.ts';
import type { MarketBook } from '../../domain/book/market-book.ts';
import type { TokenId } from '../../domain/ids.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';

/** Levels of a side that are walked at most: a deeper one pays for nothing any more. */
export const ASK_LEVELS_MAX = 20;

/** Age at which a book is not used: of a stream that confirms what changes, and of polls. */
export const STREAMED_AGE_MS_MAX = 10 * MINUTE_MS;
export const POLLED_AGE_MS_MAX = 30 * SECOND_MS;

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
  /** How long it may be used after that: a streamed book is judged by its integrity and may rightly be quiet. */
  readonly maxAgeMs?: number;
  readonly trusted: boolean;
}

/** The asks of a book that is kept; a bid for one side is an ask of the other. */
export function arbitrageBookOf(
  book: Pick<MarketBook, 'tokenIds' | 'levels' | 'receivedAtMs' | 'trust' | 'source'>,
): ArbitrageBook {
  return {
    asks: book.tokenIds.map((tokenId) => ({
      tokenId,
      levels: book.levels(tokenId, 'ask', ASK_LEVELS_MAX),
    })),
    receivedAtMs: book.receivedAtMs,
    maxAgeMs: book.source === 'stream' ? STREAMED_AGE_MS_MAX : POLLED_AGE_MS_MAX,
    trusted: book.trust.trusted,
  };
}
