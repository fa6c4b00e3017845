import type {
  FoundMarket,
  MarketLook,
  MarketView,
  PricePoint,
} from '../../src/engine/contract/market-view.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import type { Market } from '../../src/engine/domain/market.ts';
import type { MarketAnalysis } from '../../src/engine/domain/market-analysis.ts';
import type { MarketFilter } from '../../src/engine/domain/market-filter.ts';
import { DAY_MS, HOUR_MS } from '../../src/engine/domain/time.ts';
import { cents, dollars, shares } from '../../src/engine/domain/values/money.ts';
import { judgeMarket } from '../../src/engine/intelligence/filters/market-filters.ts';
import { FED, NOW, TURKEY } from './chat-facts.ts';

export const ANALYSIS: MarketAnalysis = {
  parts: { liquidity: 0.75, spread: 0.93, volume: 1, timeDecay: 1 },
  depth: { bid: dollars(840), ask: dollars(400), asymmetry: 0.35 },
  spread: 0.0163,
  volume24h: dollars(412_345),
  volatility: { day: cents(2.1), week: cents(3.4), basis: 'seen' },
  risk: { score: 0.2, concerns: ['vagueRules', 'noSource'] },
  closesInMs: 26 * DAY_MS,
  payoutInMs: 26 * DAY_MS + 2 * HOUR_MS,
};

/** A price each hour of the last day, and older ones. */
export const PRICES: readonly PricePoint[] = [
  { atMs: NOW - 6 * DAY_MS, price: cents(48) },
  ...[58, 58.5, 59, 60.5, 60, 61].map((price, index) => ({
    atMs: NOW - (24 - 4 * index) * HOUR_MS,
    price: cents(price),
  })),
];

/** What the engine knows of markets, as plain values that may be changed. */
export class ChatMarkets {
  all: readonly Market[] = [FED, TURKEY];
  /** How what is searched for fits. */
  fit: FoundMarket['fit'] = 'words';
  /** What every view has besides its market; `fairs` where it is looked at closely. */
  view: Partial<MarketLook> = {};
  prices: MarketLook['prices'] = PRICES;
  filters: () => readonly MarketFilter[] = () => [];

  viewOf(market: Market): MarketView {
    const [yes, no] = market.outcomes;
    const copy = { stops: [], share: 1 };
    return {
      market,
      url: `https://polymarket.com/event/${market.slug}`,
      outcomes: [
        {
          ...{ tokenId: yes!.tokenId, label: 'Yes', held: 24_200_000, copy },
          ...{ bid: cents(61), ask: cents(62) },
        },
        { tokenId: no!.tokenId, label: 'No', bid: cents(38), ask: null, held: 0, copy },
      ],
      bookAgeMs: 1_800,
      trusted: true,
      distrust: null,
      bookFrom: 'kept',
      holdings: [
        {
          ...{ ledger: PAPER, tokenId: yes!.tokenId, quantity: shares(24.2) },
          ...{ cost: dollars(14.54), value: dollars(14.76) },
        },
      ],
      analysis: ANALYSIS,
      quality: 0.9,
      filter: judgeMarket(this.filters(), market),
      ...this.view,
    };
  }

  /** Markets that the venue knows by a link or words. */
  find(text: string, limit: number): readonly FoundMarket[] {
    const words = text.toLowerCase().split(/\s+/);
    const fits = this.all.filter(
      (one) =>
        one.id === text.toLowerCase() ||
        words.every((word) => one.question.toLowerCase().includes(word)) ||
        text.includes(one.slug),
    );
    return fits
      .slice(0, limit)
      .map((one) => ({ ...this.viewOf(one), fit: one.id === text ? 'this' : this.fit }));
  }

  look(market: Market, sinceMs: number): MarketLook {
    const prices = this.prices?.filter(({ atMs }) => atMs >= sinceMs) ?? null;
    return { ...this.viewOf(market), prices };
  }
}
