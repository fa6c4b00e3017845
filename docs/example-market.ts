import type { MarketId, TokenId } from '../src/engine/domain/ids.ts';
import type { Market } from '../src/engine/domain/market.ts';
import { VAGUE_PHRASES } from '../src/engine/domain/market-terms.ts';
import { DAY_MS, HOUR_MS } from '../src/engine/domain/time.ts';
import { cents, dollars, shares } from '../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../src/engine/domain/venue-rules/polymarket.ts';
import type { AnalysisInput } from '../src/engine/intelligence/market/analyze.ts';
import { PriceTrack, STEP_MS } from '../src/engine/intelligence/market/price-track.ts';

/* The market of the worked examples in market-quality.md. */

export const AT_MS = Math.floor(Date.UTC(2026, 10, 1) / STEP_MS) * STEP_MS;

/** Closes in 60 hours, $12,500 a day; no source, two vague phrases, edited yesterday. */
export const EXAMPLE_MARKET: Market = {
  id: `0x${'1'.repeat(64)}` as MarketId,
  venue: 'polymarket',
  version: 'v1',
  question: 'Will it rain on Sunday?',
  slug: 'rain-sunday',
  eventGroupId: 'rain',
  categories: [],
  outcomes: [
    { tokenId: '1' as TokenId, label: 'Yes' },
    { tokenId: '2' as TokenId, label: 'No' },
  ],
  negRisk: false,
  rules: DEFAULT_RULES,
  startsAtMs: null,
  closesAtMs: AT_MS + 60 * HOUR_MS,
  shortCrypto: false,
  acceptingOrders: true,
  status: 'open',
  volume24h: dollars(12_500),
  dayMove: cents(4),
  weekMove: cents(8),
  terms: {
    source: null,
    textHash: '0123456789abcdef',
    vague: VAGUE_PHRASES.slice(0, 2),
    editedAtMs: AT_MS - DAY_MS,
  },
};

/** Its book and what is listed of it; nothing was seen of its prices. */
export const EXAMPLE: AnalysisInput = {
  market: EXAMPLE_MARKET,
  track: null,
  stage: null,
  bids: [
    { price: cents(49), quantity: shares(1_000) },
    { price: cents(48), quantity: shares(5_000) },
  ],
  asks: [
    { price: cents(50), quantity: shares(800) },
    { price: cents(51), quantity: shares(5_000) },
  ],
  tick: cents(1),
  atMs: AT_MS,
};

/** A day of prices at the ends of half hours, in cents. */
export function dayOf(closes: readonly number[]): PriceTrack {
  const startMs = AT_MS - closes.length * STEP_MS;
  const track = new PriceTrack(startMs);
  closes.forEach((close, at) => {
    track.roll(startMs + (at + 1) * STEP_MS, cents(close));
  });
  return track;
}
