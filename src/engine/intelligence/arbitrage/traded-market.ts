import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { KalshiTerms } from '../../domain/kalshi-terms.ts';
import type { Market, Venue } from '../../domain/market.ts';
import { type AtMs, HOUR_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import type { Money, Price, Quantity } from '../../domain/values/money.ts';
import { KALSHI_DEFAULT_FEE, KALSHI_LOT } from '../../domain/venue-rules/kalshi.ts';
import type { PriceRange } from '../../domain/venue-rules/kalshi-ticks.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import type { TakerCharge } from '../../domain/venue-rules/taker-fee.ts';

/** A proposed outcome of Polymarket can be disputed this long before it pays. */
export const POLYMARKET_LIVENESS_MS = 2 * HOUR_MS;

/** A market of two sides, and everything that decides what buying one of them costs. */
export interface TradedMarket {
  readonly marketId: MarketId;
  readonly venue: Venue;
  /** Polymarket's first outcome and Kalshi's yes, and the other side. */
  readonly yes: TokenId;
  readonly no: TokenId;
  readonly charge: TakerCharge;
  /** Shares of an order are whole multiples of it. */
  readonly lot: Quantity;
  readonly minQuantity: Quantity;
  readonly minMarketableBuy: Money;
  /** Prices of the yes side; those of the other are their complements. */
  readonly grid: readonly PriceRange[];
  /** How long the venue holds a marketable order before it matches. */
  readonly takerDelayMs: number;
  readonly closesAtMs: AtMs | null;
  /** When its shares become dollars, with the timers of its settlement; `null` where not known. */
  readonly paysAtMs: AtMs | null;
}

/** What a listing tells; `terms` of a Kalshi market. */
export interface TradedListing {
  readonly market: Market;
  readonly terms?: KalshiTerms | undefined;
}

/** `null` for what has not two sides, and for a Kalshi market that pays by a scale or combines others. */
export function tradedMarketOf({ market, terms }: TradedListing): TradedMarket | null {
  const [yes, no] = market.outcomes;
  if (yes === undefined || no === undefined || market.outcomes.length !== 2) return null;
  const { venue, rules, id: marketId } = market;
  if (venue === 'kalshi' && (terms === undefined || terms.kind !== 'binary' || terms.isCombo)) {
    return null;
  }
  return {
    ...{ marketId, venue, yes: yes.tokenId, no: no.tokenId },
    charge: terms === undefined ? rules.fee : chargeOf(terms),
    lot: venue === 'kalshi' ? KALSHI_LOT : LOT,
    minQuantity: rules.minQuantity,
    minMarketableBuy: rules.minMarketableBuy,
    grid: terms?.priceRanges ?? [{ start: 0 as Price, end: MICRO as Price, step: rules.tick }],
    takerDelayMs: rules.takerDelayMs,
    closesAtMs: market.closesAtMs,
    paysAtMs: terms === undefined ? polymarketPaysAt(market) : kalshiPaysAt(terms),
  };
}

/** The end of the market and the time for disputes. A dispute itself takes days and is not foreseen. */
export function polymarketPaysAt({ closesAtMs }: Pick<Market, 'closesAtMs'>): AtMs | null {
  return closesAtMs === null ? null : closesAtMs + POLYMARKET_LIVENESS_MS;
}

/** When the venue expects the outcome, and its settlement timer. */
export function kalshiPaysAt(
  terms: Pick<KalshiTerms, 'expectedExpirationAtMs' | 'closesAtMs' | 'settlementTimerMs'>,
): AtMs {
  return (terms.expectedExpirationAtMs ?? terms.closesAtMs) + (terms.settlementTimerMs ?? 0);
}

function chargeOf({ fee, feeWaivedUntilMs }: KalshiTerms): TakerCharge {
  // Until its series was read: what most series charge.
  return { venue: 'kalshi', fee: fee ?? KALSHI_DEFAULT_FEE, waivedUntilMs: feeWaivedUntilMs };
}
