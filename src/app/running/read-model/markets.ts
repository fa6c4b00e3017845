import type { MarketView } from '../../../engine/contract/views.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { urlOf } from './names.ts';
import type { Sources } from './sources.ts';

export function marketView(sources: Sources, market: Market): MarketView {
  const { engine } = sources;
  const book = engine.market.bookState(market.id);
  return {
    market,
    url: urlOf(sources.siteUrl, market),
    outcomes: market.outcomes.map(({ tokenId, label }) => {
      const top = book?.tops.find((one) => one.tokenId === tokenId);
      let held = 0;
      for (const ledger of engine.trade.state.ledgers.values()) {
        for (const position of ledger.openPositions) {
          if (position.tokenId === tokenId) held += position.quantity;
        }
      }
      return { tokenId, label, bid: top?.bid ?? null, ask: top?.ask ?? null, held };
    }),
    bookAgeMs: book === null ? null : sources.nowMs() - book.receivedAtMs,
    trusted: book?.trust.trusted ?? false,
  };
}

/** Known markets first; the venue is asked when none of them fits. */
export async function findMarkets(
  sources: Sources,
  text: string,
  limit: number,
): Promise<readonly MarketView[]> {
  const { markets } = sources.engine.trade.state;
  const known = [...markets.values()]
    .map((market) => ({ market, score: likeness(market, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ market }) => market);
  const found = known.length > 0 ? known : await sources.searchMarkets(text, limit);
  return found.slice(0, limit).map((market) => marketView(sources, market));
}

/** 2 for the very market, else how many of the words its question has, all of them or none. */
function likeness(market: Market, text: string): number {
  const wanted = text.trim().toLowerCase();
  const slug = /\/([\w-]+)\/?(?:\?.*)?$/.exec(wanted)?.[1] ?? wanted;
  if (market.id === wanted || (market.slug !== '' && market.slug === slug)) return 2;
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const question = market.question.toLowerCase();
  return words.length > 0 && words.every((word) => question.includes(word)) ? 1 : 0;
}
