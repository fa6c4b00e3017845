import type { MarketId, TokenId } from '../ids.ts';
import type { MarketAnalysis } from '../market-analysis.ts';
import type { AtMs } from '../time.ts';
import type { Price, Quantity } from '../values/money.ts';

export interface Level {
  readonly price: Price;
  readonly quantity: Quantity;
}

/** Why a book may not be used; `null` in {@link BookTrust.reason} when it may. */
export type Distrust =
  | 'noSnapshot'
  | 'bestMismatch'
  | 'hashMismatch'
  | 'crossed'
  | 'mirrorMismatch'
  | 'offGrid'
  | 'tickChange'
  | 'stale'
  | 'feedDown'
  | 'resolved';

export interface BookTrust {
  readonly trusted: boolean;
  readonly reason: Distrust | null;
}

/** Top of the book of one token, at most one a second per market. */
export interface Quote {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly bid: Price | null;
  readonly ask: Price | null;
  readonly atMs: AtMs;
  readonly trust: BookTrust;
}

/** Levels of one token's book up to a limit, best first on both sides, with age and trust. */
export interface DepthView {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly tick: Price;
  readonly trust: BookTrust;
  /** Receipt of the newest event that confirmed this book. */
  readonly receivedAtMs: AtMs;
  /** When the view was made; its age is `atMs − receivedAtMs`. */
  readonly atMs: AtMs;
  /** How old it may be: streamed books live by their integrity, polled ones by their age. */
  readonly maxAgeMs: number;
  /** What is known of the market at that moment; `null` when nothing is. */
  readonly analysis: MarketAnalysis | null;
}
