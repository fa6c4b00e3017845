import { describe, expect, test } from 'vitest';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { KalshiTerms } from '../../../../src/engine/domain/kalshi-terms.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import {
  cents,
  dollars,
  type Price,
  price,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import { tradedMarketOf } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import { START_MS } from './examples.ts';

const MARKET: Market = {
  ...{ id: 'm' as MarketId, venue: 'polymarket', version: 'v1', question: 'Will it?', slug: 'it' },
  ...{ eventGroupId: 'e', categories: [], negRisk: false, rules: DEFAULT_RULES },
  outcomes: [
    { tokenId: '1' as TokenId, label: 'Yes' },
    { tokenId: '2' as TokenId, label: 'No' },
  ],
  ...{ startsAtMs: null, closesAtMs: START_MS, shortCrypto: false, acceptingOrders: true },
  ...{ status: 'open', volume24h: null, dayMove: null, weekMove: null, terms: null },
};

const RANGES = [{ start: 0 as Price, end: price(1_000_000), step: cents(0.1) }];

const TERMS: KalshiTerms = {
  ...{ marketId: 'm' as MarketId, eventTicker: 'E', seriesTicker: null, kind: 'binary' },
  ...{ status: 'active', title: '', eventTitle: null, eventSubTitle: null, yesSubTitle: '' },
  ...{ noSubTitle: '', category: null, isMutuallyExclusive: null, strike: null },
  ...{ rulesPrimary: '', rulesSecondary: '', settlementSources: [], canCloseEarly: false },
  ...{ earlyCloseCondition: null, opensAtMs: null, closesAtMs: START_MS, occursAtMs: null },
  ...{ expectedExpirationAtMs: START_MS + HOUR_MS, latestExpirationAtMs: null },
  ...{ settlementTimerMs: 30 * MINUTE_MS, exchangeIndex: 0, priceRanges: RANGES },
  ...{ notional: dollars(1), fee: null, feeWaivedUntilMs: null, result: null },
  ...{ settlementValue: null, expirationValue: null, isCombo: false, isProvisional: false },
};

describe('a market to trade', () => {
  test('of Polymarket pays after the time for disputes', () => {
    expect(tradedMarketOf({ market: MARKET })).toMatchObject({
      ...{ yes: '1', no: '2', minQuantity: shares(5), minMarketableBuy: dollars(1) },
      ...{ charge: DEFAULT_RULES.fee, takerDelayMs: 250, paysAtMs: START_MS + 2 * HOUR_MS },
      grid: [{ start: 0, end: 1_000_000, step: cents(1) }],
    });
    const open = tradedMarketOf({ market: { ...MARKET, closesAtMs: null } });
    expect(open).toMatchObject({ closesAtMs: null, paysAtMs: null });
  });

  test('of Kalshi pays after its settlement timer, on its own grid', () => {
    const market = { ...MARKET, venue: 'kalshi' as const };
    expect(tradedMarketOf({ market, terms: TERMS })).toMatchObject({
      ...{ grid: RANGES, paysAtMs: START_MS + HOUR_MS + 30 * MINUTE_MS },
      charge: { venue: 'kalshi', fee: { type: 'quadratic', multiplier: 1_000_000 } },
    });
    const early = { ...TERMS, expectedExpirationAtMs: null, settlementTimerMs: null };
    expect(tradedMarketOf({ market, terms: early })?.paysAtMs).toBe(START_MS);
  });

  test('is none without two sides, without the terms, on a scale and as a combination', () => {
    const market = { ...MARKET, venue: 'kalshi' as const };
    expect(tradedMarketOf({ market })).toBeNull();
    expect(tradedMarketOf({ market, terms: { ...TERMS, kind: 'scalar' } })).toBeNull();
    expect(tradedMarketOf({ market, terms: { ...TERMS, isCombo: true } })).toBeNull();
    const three = [...MARKET.outcomes, { tokenId: '3' as TokenId, label: 'Draw' }];
    expect(tradedMarketOf({ market: { ...MARKET, outcomes: three } })).toBeNull();
  });
});
