import type { MarketView } from '../../src/engine/contract/views.ts';
import { FED, TURKEY } from './chat-facts.ts';

/** Markets that the venue knows by a link or words. */
export function marketsLike(text: string, limit: number): readonly MarketView[] {
  const words = text.toLowerCase().split(/\s+/);
  const fits = [FED, TURKEY].filter(
    (one) =>
      one.id === text.toLowerCase() ||
      words.every((word) => one.question.toLowerCase().includes(word)) ||
      text.includes(one.slug),
  );
  return fits.slice(0, limit).map((market) => ({
    market,
    url: `https://polymarket.com/event/${market.slug}`,
    outcomes: [
      {
        tokenId: market.outcomes[0]!.tokenId,
        label: 'Yes',
        bid: 610_000 as never,
        ask: 620_000 as never,
        held: 24_200_000,
      },
      {
        tokenId: market.outcomes[1]!.tokenId,
        label: 'No',
        bid: 380_000 as never,
        ask: null,
        held: 0,
      },
    ],
    bookAgeMs: 1_800,
    trusted: true,
  }));
}
