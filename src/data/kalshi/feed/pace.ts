import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';

/** How often the feed asks. All in milliseconds. */
export interface KalshiPace {
  /** Between two pages of the list of all markets. */
  readonly pageMs: number;
  /** Between two looks at what changed in that list. */
  readonly changesMs: number;
  /** Between two walks over the whole list, which tell prices and volumes anew. */
  readonly walkMs: number;
  /** Between two polls of one book. */
  readonly bookMs: number;
  /** Between two requests for books. */
  readonly bookRequestMs: number;
  /** Longest and shortest time between two lists of a wanted market. */
  readonly wantedMs: number;
  readonly wantedMsMin: number;
  /** Between two looks at whether the exchange trades, and while it does not. */
  readonly exchangeMs: number;
  readonly exchangeStoppedMs: number;
}

/**
 * What the feed asks for without a key stays under three requests a second, of ten that are taken to
 * be the limit by address: a page or a change a second, two for books, and the rest now and then.
 */
export const KALSHI_PACE: KalshiPace = {
  pageMs: SECOND_MS,
  changesMs: 30 * SECOND_MS,
  walkMs: 6 * HOUR_MS,
  bookMs: 2 * SECOND_MS,
  bookRequestMs: 500,
  wantedMs: 5 * MINUTE_MS,
  wantedMsMin: 5 * SECOND_MS,
  exchangeMs: 30 * SECOND_MS,
  exchangeStoppedMs: 10 * SECOND_MS,
};
