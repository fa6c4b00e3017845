import { MarketBook } from '../../domain/book/market-book.ts';
import type { Market } from '../../domain/market.ts';
import type { BookSnapshot, ResolutionStage } from '../../domain/market-event.ts';
import type { AtMs } from '../../domain/time.ts';
import type { Price } from '../../domain/values/money.ts';
import { DEFAULT_RULES } from '../../domain/venue-rules/polymarket.ts';
import { PriceTrack } from '../../intelligence/market/price-track.ts';

/** What is kept of one market. */
export interface MarketEntry {
  market: Market | null;
  book: MarketBook | null;
  /** Somebody asked for its depth: quotes are sent. */
  wanted: boolean;
  /** Prices of its first token; from its first book on. */
  track: PriceTrack | null;
  /** How far a resolution is that is not final. */
  stage: ResolutionStage | null;
  /** It changed since its last quote, and is in the list of those that are due. */
  quoteDue: boolean;
}

export function newEntry(): MarketEntry {
  return { market: null, book: null, track: null, stage: null, wanted: false, quoteDue: false };
}

/** Ends the steps of its price track that are over, with the price that stood until now. */
export function rollTrack(entry: MarketEntry, atMs: AtMs): void {
  const { book, track } = entry;
  if (book === null) return;
  if (track === null) {
    entry.track = new PriceTrack(atMs);
    return;
  }
  if (atMs >= track.endsAtMs) track.roll(atMs, standingPrice(book));
}

/** The price track as {@link rollTrack} would leave it, for who only looks: nothing is changed. */
export function trackAt({ book, track }: MarketEntry, atMs: AtMs): PriceTrack | null {
  if (book === null || track === null || atMs < track.endsAtMs) return track;
  return track.rolledTo(atMs, standingPrice(book));
}

/** The middle of the first token's best prices; `null` when there is none to believe. */
function standingPrice(book: MarketBook): number | null {
  const tokenId = book.tokenIds[0];
  if (tokenId === undefined || !book.trust.trusted) return null;
  const bid = book.bestBid(tokenId);
  const ask = book.bestAsk(tokenId);
  return bid === null || ask === null ? null : (bid + ask) / 2;
}

export function newBook(entry: MarketEntry, event: BookSnapshot): MarketBook {
  const { market } = entry;
  const tick: Price = event.tick ?? market?.rules.tick ?? DEFAULT_RULES.tick;
  return new MarketBook({
    marketId: event.marketId,
    tokenIds: market?.outcomes.map((outcome) => outcome.tokenId) ?? [event.tokenId],
    tick,
    layout: entry.wanted ? 'ladder' : 'sorted',
    negRisk: market?.negRisk ?? event.hashFields.negRisk ?? false,
  });
}

/** Whether the book, or without one what was listed before, has the outcomes that are listed now. */
export function sameOutcomes({ book, market }: MarketEntry, listed: Market): boolean {
  const known = book?.tokenIds ?? market?.outcomes.map((outcome) => outcome.tokenId);
  if (known === undefined) return true;
  return (
    known.length === listed.outcomes.length &&
    listed.outcomes.every((outcome, index) => outcome.tokenId === known[index])
  );
}
