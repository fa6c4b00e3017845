import { normalCdf } from './normal.ts';
import type { Tail } from './tails.ts';

/** Variance of the logarithm of the price per second, and how it is spread. */
export interface Spread {
  readonly perSecond: number;
  readonly tails: readonly Tail[];
}

/**
 * What decides at the end. `point`: one price, or a mean that has not begun, as a log-normal value
 * around `index` with the variance of so many seconds. `mean`: a mean under way, as a normal value
 * around `centre` whose variance is `seconds` seconds' of `index`.
 */
export interface EndPrice {
  readonly form: 'point' | 'mean';
  readonly index: number;
  readonly centre: number;
  readonly seconds: number;
}

export interface Strike {
  readonly price: number;
  /** What an end exactly at the strike counts: 1, 0, or 0.5 where that pays a half. */
  readonly whenEqual: number;
}

/** One price after `seconds`. */
export function pointEnd(index: number, seconds: number): EndPrice {
  return { form: 'point', index, centre: index, seconds };
}

/**
 * Chance that the end is above the strike. Point: `N(d₂)`, `d₂ = (ln(S/K) − s²/2) / s` with
 * `s² = variance × seconds` (cash-or-nothing digital without drift). Mean: `N((centre − K) / sd)`.
 */
export function aboveChance(end: EndPrice, strike: Strike, spread: Spread): number {
  if (end.seconds <= 0) return compared(end.centre, strike);
  const distance =
    end.form === 'point'
      ? Math.log(end.index / strike.price)
      : (end.centre - strike.price) / end.index;
  const drift = end.form === 'point' ? 0.5 : 0;
  const sure = Math.sqrt(spread.perSecond * end.seconds);
  if (sure === 0) return compared(end.centre, strike);
  let chance = 0;
  for (const { share, variance } of spread.tails) {
    const deviation = sure * Math.sqrt(variance);
    chance += share * normalCdf(distance / deviation - drift * deviation);
  }
  return clamped(chance);
}

function compared(value: number, strike: Strike): number {
  if (value === strike.price) return strike.whenEqual;
  return value > strike.price ? 1 : 0;
}

export interface Touch {
  readonly index: number;
  readonly barrier: number;
  readonly direction: 'up' | 'down';
  readonly seconds: number;
}

/**
 * Chance that the price is at the barrier or beyond it within `seconds`, by reflection: with
 * `b = ln(H/S)`, `ν = −variance/2` and `s = √(variance × T)`, up is
 * `N((−b + νT)/s) + e^(−b) N((−b − νT)/s)`, and down the same with both signs turned.
 */
export function touchChance(touch: Touch, spread: Spread): number {
  const { index, barrier, direction, seconds } = touch;
  const way = direction === 'up' ? 1 : -1;
  const distance = Math.log(barrier / index);
  if (way * distance <= 0) return 1;
  const sure = Math.sqrt(spread.perSecond * Math.max(0, seconds));
  if (sure === 0) return 0;
  let chance = 0;
  for (const { share, variance } of spread.tails) {
    const deviation = sure * Math.sqrt(variance);
    const ahead = (way * -distance) / deviation;
    const drift = (way * deviation) / 2;
    chance += share * (normalCdf(ahead - drift) + Math.exp(-distance) * normalCdf(ahead + drift));
  }
  return clamped(chance);
}

/** Rounding of the sums above may leave the last digit outside of 0 to 1. */
export function clamped(chance: number): number {
  return Math.min(1, Math.max(0, chance));
}
