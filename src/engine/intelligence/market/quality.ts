import type { Level } from '../../domain/book/depth.ts';
import type { QualityParts } from '../../domain/market-analysis.ts';
import { type AtMs, DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { dollars, type Money, type Price } from '../../domain/values/money.ts';
import { middleOf, nearDepth } from './near-depth.ts';

/** Depth that is worth 1. */
export const LIQUIDITY_FULL: Money = dollars(5_000);
/** Bend of the depth curve: with $20, a depth of $100 is worth 0.32. */
export const LIQUIDITY_BEND: Money = dollars(20);
/** Spread, as a share of the mid, that is worth 1, and the one that is worth 0. */
export const SPREAD_FULL = 0.01;
export const SPREAD_NONE = 0.1;
/** Dollars a day that are worth 1. */
export const VOLUME_FULL: Money = dollars(100_000);
/** Bend of the volume curve: with $100, a day of $1,000 is worth 0.35. */
export const VOLUME_BEND: Money = dollars(100);
/** Time to the close that is worth 0, and the one that is worth 1. */
export const TIME_NONE_MS = HOUR_MS;
export const TIME_FULL_MS = 7 * DAY_MS;

export interface QualityInput {
  /** Best first on both sides. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly tick: Price;
  readonly volume24h: Money | null;
  readonly closesAtMs: AtMs | null;
  readonly atMs: AtMs;
}

/**
 * How well a market can be entered and left, part by part. A part whose data is missing is worth 0,
 * so that not knowing lowers the score and never raises it.
 */
export function qualityParts(input: QualityInput): QualityParts {
  return {
    ...bookParts(input),
    volume: logarithmic(input.volume24h ?? 0, VOLUME_BEND, VOLUME_FULL),
    timeDecay: timeDecay(input.closesAtMs, input.atMs),
  };
}

/** Liquidity and spread need a middle: both are 0 for a one-sided or crossed book. */
function bookParts(input: QualityInput): { liquidity: number; spread: number } {
  const { mid, spread } = middleOf(input);
  if (mid === null || spread === null) return { liquidity: 0, spread: 0 };
  const { bid, ask } = nearDepth(input);
  return {
    liquidity: logarithmic(bid + ask, LIQUIDITY_BEND, LIQUIDITY_FULL),
    spread: clamp((SPREAD_NONE - spread) / (SPREAD_NONE - SPREAD_FULL)),
  };
}

/** `ln(1 + amount ÷ bend) ÷ ln(1 + full ÷ bend)`, 0 at nothing and 1 from `full` on. */
function logarithmic(amount: number, bend: Money, full: Money): number {
  return clamp(Math.log1p(Math.max(0, amount) / bend) / Math.log1p(full / bend));
}

/** Logarithm of the time left: 0 up to an hour, 0.62 at a day, 1 from seven days on. */
function timeDecay(closesAtMs: AtMs | null, atMs: AtMs): number {
  if (closesAtMs === null || closesAtMs - atMs <= TIME_NONE_MS) return 0;
  return clamp(
    Math.log((closesAtMs - atMs) / TIME_NONE_MS) / Math.log(TIME_FULL_MS / TIME_NONE_MS),
  );
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
