import type { Market } from '../../domain/market.ts';
import type { MarketAnalysis, Volatility } from '../../domain/market-analysis.ts';
import type { ResolutionStage } from '../../domain/market-event.ts';
import { type AtMs, DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import type { Price } from '../../domain/values/money.ts';
import { type BookSides, middleOf, nearDepth } from './near-depth.ts';
import type { PriceTrack } from './price-track.ts';
import { qualityParts } from './quality.ts';
import { resolutionRisk } from './resolution-risk.ts';

/** From the close to the payout: an undisputed proposal of the venue's oracle stands two hours. */
export const PAYOUT_DELAY_MS = 2 * HOUR_MS;
/** The same once somebody disputed: a vote takes days. */
export const DISPUTE_DELAY_MS = 4 * DAY_MS;
/** Of a normal variable, the standard deviation over the mean size: √(π ÷ 2). */
const SIZE_TO_DEVIATION = Math.sqrt(Math.PI / 2);
const DAYS_PER_WEEK = 7;

export interface AnalysisInput extends BookSides {
  readonly market: Market | null;
  readonly track: PriceTrack | null;
  readonly stage: ResolutionStage | null;
  readonly atMs: AtMs;
}

/** What is known of a market at this moment, for the outcome whose book this is. */
export function analyzeMarket(input: AnalysisInput): MarketAnalysis {
  const { market, track, stage, atMs, bids, asks, tick } = input;
  const volume24h = market?.volume24h ?? null;
  const closesAtMs = market?.closesAtMs ?? null;
  const closesInMs = closesAtMs === null ? null : closesAtMs - atMs;
  return {
    parts: qualityParts({ bids, asks, tick, volume24h, closesAtMs, atMs }),
    depth: nearDepth(input),
    spread: middleOf(input).spread,
    volume24h,
    volatility: volatilityOf(market, track),
    risk: resolutionRisk({ terms: market?.terms ?? null, stage, closesAtMs, atMs }),
    closesInMs,
    payoutInMs: payoutInMs(closesInMs, stage),
  };
}

/** Each window from prices that were seen, else from the one change that the venue told. */
function volatilityOf(market: Market | null, track: PriceTrack | null): Volatility {
  const seen = track?.volatility() ?? { day: null, week: null };
  const day = seen.day ?? deviation(market?.dayMove ?? null, 1);
  const week = seen.week ?? deviation(market?.weekMove ?? null, DAYS_PER_WEEK);
  if (seen.day !== null || seen.week !== null) return { day, week, basis: 'seen' };
  return { day, week, basis: day === null && week === null ? 'none' : 'listed' };
}

/** The usual move of a day behind one move over `days`. */
function deviation(move: Price | null, days: number): Price | null {
  if (move === null) return null;
  const usual = Math.round((move * SIZE_TO_DEVIATION) / Math.sqrt(days));
  return Math.min(MICRO, usual) as Price; // A price cannot go further than a dollar.
}

function payoutInMs(closesInMs: number | null, stage: ResolutionStage | null): number | null {
  if (closesInMs === null) return null;
  const delay = stage === 'disputed' ? DISPUTE_DELAY_MS : PAYOUT_DELAY_MS;
  return Math.max(0, closesInMs) + delay;
}
