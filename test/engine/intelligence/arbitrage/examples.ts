import type { Level } from '../../../../src/engine/domain/book/depth.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { MarketPair } from '../../../../src/engine/domain/market-pair.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  type Price,
  percent,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { KALSHI_DEFAULT_FEE } from '../../../../src/engine/domain/venue-rules/kalshi.ts';
import type { ArbitrageBook } from '../../../../src/engine/intelligence/arbitrage/ask-book.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';

export const START_MS = Date.UTC(2026, 10, 20, 12);

/** A market of Polymarket that charges crypto fees and pays in a day. */
export function polymarket(id = 'p', changes: Partial<TradedMarket> = {}): TradedMarket {
  return {
    marketId: id as MarketId,
    venue: 'polymarket',
    yes: `${id}-yes` as TokenId,
    no: `${id}-no` as TokenId,
    charge: { ratePpm: percent(7), exponent: 1 },
    lot: shares(0.01),
    minQuantity: shares(5),
    minMarketableBuy: dollars(1),
    grid: [{ start: 0 as Price, end: MICRO as Price, step: cents(1) }],
    takerDelayMs: 250,
    closesAtMs: START_MS + DAY_MS,
    paysAtMs: START_MS + DAY_MS,
    ...changes,
  };
}

export function kalshi(id = 'k', changes: Partial<TradedMarket> = {}): TradedMarket {
  return {
    ...polymarket(id),
    venue: 'kalshi',
    charge: { venue: 'kalshi', fee: KALSHI_DEFAULT_FEE, waivedUntilMs: null },
    minQuantity: shares(0.01),
    minMarketableBuy: dollars(0),
    takerDelayMs: 0,
    ...changes,
  };
}

export const PAIR: MarketPair = {
  ...{ relation: 'identity', state: 'verified', basis: [], reasons: [], family: 'sports.win' },
  ...{ textsRead: true, number: 12, polymarketId: 'p' as MarketId, kalshiId: 'k' as MarketId },
  ...{ polymarketTextHash: 'a', kalshiTextHash: 'b', word: null, demoted: null, settled: null },
  foundAtMs: START_MS,
};

/** Cents and shares of each level, best first. */
export type Offers = readonly (readonly [cents: number, shares: number])[];

export function levels(offers: Offers): readonly Level[] {
  return offers.map(([at, of]) => ({ price: cents(at), quantity: shares(of) }));
}

/** Both ask ladders of a market. */
export function book(
  market: TradedMarket,
  { yes, no }: { readonly yes: Offers; readonly no: Offers },
  at: { readonly receivedAtMs: number; readonly trusted?: boolean },
): ArbitrageBook {
  return {
    asks: [
      { tokenId: market.yes, levels: levels(yes) },
      { tokenId: market.no, levels: levels(no) },
    ],
    receivedAtMs: at.receivedAtMs,
    trusted: at.trusted ?? true,
  };
}
