import type { Level } from '../../domain/book/depth.ts';
import { type AtMs, DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { dollars, type Money, type Price } from '../../domain/values/money.ts';

/** How much each part counts; they add up to one. */
export const QUALITY_WEIGHTS = {
  liquidity: 0.35,
  spread: 0.25,
  volume: 0.2,
  timeDecay: 0.2,
} as const;

/** Depth counts within this share of the mid, at least one tick. */
export const LIQUIDITY_BAND = 0.02;
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

export type QualityPart = keyof typeof QUALITY_WEIGHTS;

export interface Quality {
  /** 0 (do not enter) to 1. */
  readonly score: number;
  readonly parts: Readonly<Record<QualityPart, number>>;
}

/**
 * How well a market can be entered and left, 0 to 1. A part whose data is missing is worth 0, so
 * that not knowing lowers the score and never raises it.
 */
export function judgeQuality(input: QualityInput): Quality {
  const parts = {
    ...bookParts(input),
    volume: logarithmic(input.volume24h ?? 0, VOLUME_BEND, VOLUME_FULL),
    timeDecay: timeDecay(input.closesAtMs, input.atMs),
  };
  const score =
    parts.liquidity * QUALITY_WEIGHTS.liquidity +
    parts.spread * QUALITY_WEIGHTS.spread +
    parts.volume * QUALITY_WEIGHTS.volume +
    parts.timeDecay * QUALITY_WEIGHTS.timeDecay;
  return { score: clamp(score), parts };
}

/** Liquidity and spread need a mid: both are 0 for a one-sided or crossed book. */
function bookParts(input: QualityInput): { liquidity: number; spread: number } {
  const bid = input.bids[0]?.price;
  const ask = input.asks[0]?.price;
  if (bid === undefined || ask === undefined || bid >= ask) return { liquidity: 0, spread: 0 };
  const mid = (bid + ask) / 2;
  const reach = Math.max(mid * LIQUIDITY_BAND, input.tick);
  const depth = depthWithin(input.bids, mid, reach) + depthWithin(input.asks, mid, reach);
  return {
    liquidity: logarithmic(depth, LIQUIDITY_BEND, LIQUIDITY_FULL),
    spread: clamp((SPREAD_NONE - (ask - bid) / mid) / (SPREAD_NONE - SPREAD_FULL)),
  };
}

/** Micro-dollars at prices no further than `reach` from `mid`. */
function depthWithin(levels: readonly Level[], mid: number, reach: number): number {
  let depth = 0;
  for (const level of levels) {
    if (Math.abs(level.price - mid) > reach) break;
    depth += (level.price * level.quantity) / MICRO;
  }
  return depth;
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
