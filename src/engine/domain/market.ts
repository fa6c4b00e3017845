import type { MarketId, TokenId } from './ids.ts';
import type { MarketTerms } from './market-terms.ts';
import type { AtMs } from './time.ts';
import type { Money, Ppm, Price, Quantity } from './values/money.ts';

export type Venue = 'polymarket' | 'kalshi';

/** One tradeable side of a market. Its token id decides, never its position or its label. */
export interface Outcome {
  readonly tokenId: TokenId;
  readonly label: string;
}

/**
 * What a taker pays: `quantity × rate × (p(1−p))^exponent` dollars.
 * Source: the market's own `feeSchedule` (Gamma) or `fd` (CLOB), never a table of categories.
 */
export interface FeeSchedule {
  readonly ratePpm: Ppm;
  readonly exponent: number;
}

/** The rules a venue applies to orders in one market. */
export interface TradingRules {
  readonly tick: Price;
  readonly minQuantity: Quantity;
  /** Least dollars of a buy that takes liquidity. */
  readonly minMarketableBuy: Money;
  readonly fee: FeeSchedule;
  /** How long the venue holds a marketable order before it matches. */
  readonly takerDelayMs: number;
}

export type MarketStatus = 'open' | 'closed' | 'resolved';

/** One question. */
export interface Market {
  readonly id: MarketId;
  readonly venue: Venue;
  /** Which exchange contract signs for it; `v2` markets are keyed by position ids. */
  readonly version: 'v1' | 'v2';
  readonly question: string;
  readonly slug: string;
  /** Markets of one event settle together; caps count them together. */
  readonly eventGroupId: string;
  /** Lower-case tag slugs, the venue's categories. */
  readonly categories: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly negRisk: boolean;
  readonly rules: TradingRules;
  readonly startsAtMs: AtMs | null;
  readonly closesAtMs: AtMs | null;
  /** A 5- or 15-minute crypto up/down window. */
  readonly shortCrypto: boolean;
  readonly acceptingOrders: boolean;
  readonly status: MarketStatus;
  readonly volume24h: Money | null;
  /** How far its price changed in the last day and week, as the venue tells it, without a sign. */
  readonly dayMove: Price | null;
  readonly weekMove: Price | null;
  /** `null` while no source told them. */
  readonly terms: MarketTerms | null;
}

/** Final payout of each outcome in dollars per share: 1, 0, or 0.5 for a void. */
export interface Resolution {
  readonly marketId: MarketId;
  readonly payouts: readonly { readonly tokenId: TokenId; readonly payout: Price }[];
}

/** Position of a token in the market's outcomes, or −1. */
export function outcomeIndex(market: Market, token: TokenId): number {
  return market.outcomes.findIndex((outcome) => outcome.tokenId === token);
}
