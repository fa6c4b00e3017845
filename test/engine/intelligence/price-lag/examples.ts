import type { CryptoRule, SettlementSource } from '../../../../src/engine/domain/crypto-rule.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { SpotFeed, SpotTick } from '../../../../src/engine/domain/price-lag.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { cents, type Price, percent } from '../../../../src/engine/domain/values/money.ts';
import type { FairState } from '../../../../src/engine/intelligence/price-lag/fair.ts';
import type { LagMarket } from '../../../../src/engine/intelligence/price-lag/lag-watch.ts';
import type { BookTop } from '../../../../src/engine/intelligence/price-lag/quote-watch.ts';
import { NORMAL_TAILS } from '../../../../src/engine/intelligence/price-lag/tails.ts';
import { YEAR_S } from '../../../../src/engine/intelligence/price-lag/volatility.ts';

/** 2026-11-20 12:00 UTC, a full quarter of an hour. */
export const START_MS = Date.UTC(2026, 10, 20, 12);

export const POINT: SettlementSource = { kind: 'chainlinkPoint' };
export const TWAP: SettlementSource = { kind: 'chainlinkTwap', seconds: 60 };
export const MEAN_60: SettlementSource = { kind: 'kalshiMean60' };
export const CANDLE: SettlementSource = { kind: 'binanceCandle', intervalMs: MINUTE_MS };

/** What is known of a price with a standard deviation a year, without any doubt and fat tails. */
export function sure(index: number, aYear: number, more: Partial<FairState> = {}): FairState {
  return {
    index,
    ageS: 0,
    indexError: 0,
    estimated: false,
    start: null,
    fixedMean: null,
    high: index,
    low: index,
    volatility: { perSecond: aYear ** 2 / YEAR_S, error: 0, tails: NORMAL_TAILS },
    ...more,
  };
}

/** A claim that closes `seconds` after the epoch. */
export function above(strike: number, seconds: number, source: SettlementSource): CryptoRule {
  const closesAtMs = seconds * 1_000;
  return {
    kind: 'threshold',
    symbol: 'btc',
    source,
    closesAtMs,
    direction: 'above',
    strike,
    inclusive: false,
  };
}

export const YES = 'yes' as TokenId;
export const NO = 'no' as TokenId;

/** Bitcoin above 60,000 in ten minutes, by the close of a Binance candle. */
export const MARKET: LagMarket = {
  marketId: '0xabc' as MarketId,
  rule: {
    kind: 'threshold',
    symbol: 'btc',
    source: CANDLE,
    closesAtMs: START_MS + 20 * MINUTE_MS,
    direction: 'above',
    strike: 60_000,
    inclusive: false,
  },
  yes: YES,
  no: NO,
  fee: { ratePpm: percent(7), exponent: 1 },
};

export function tick(price: number, venueAtMs: number, feed: SpotFeed = 'binance'): SpotTick {
  return { symbol: 'btc', feed, price, venueAtMs };
}

/** A mirrored book of both sides around a middle of the first, in cents. */
export function book(middleCents: number, halfSpreadCents = 1): BookTop {
  const bid = cents(middleCents - halfSpreadCents);
  const ask = cents(middleCents + halfSpreadCents);
  return {
    trusted: true,
    tops: [
      { tokenId: YES, bid, ask },
      { tokenId: NO, bid: (1_000_000 - ask) as Price, ask: (1_000_000 - bid) as Price },
    ],
  };
}
