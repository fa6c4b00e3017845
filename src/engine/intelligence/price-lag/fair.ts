import {
  averagedSeconds,
  type CryptoRule,
  type OneTouchRule,
  type RangeRule,
  type ThresholdRule,
  type UpDownRule,
} from '../../domain/crypto-rule.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import {
  aboveChance,
  clamped,
  type EndPrice,
  pointEnd,
  type Spread,
  touchChance,
} from './chance.ts';
import type { Tail } from './tails.ts';

/** How much the price moves, over the time that this market has left. */
export interface Volatility {
  /** Variance of the logarithm of the price, per second. */
  readonly perSecond: number;
  /** How far its square root may be off, as a share of it. */
  readonly error: number;
  readonly tails: readonly Tail[];
}

/** What is known when a chance is asked for. Prices are dollars. */
export interface FairState {
  /** The price that settles, now, or its estimate. */
  readonly index: number;
  /** Seconds since the moment it is the price of: it moved on meanwhile. */
  readonly ageS: number;
  /** How far that may be off, as a share of it. */
  readonly indexError: number;
  /** It is an estimate from another feed. */
  readonly estimated: boolean;
  /** The price at the start by the rule's own source; only needed where the rule asks for it. */
  readonly start: number | null;
  /** Mean of the part of the settlement's own mean that is over; `null` before, or if not seen. */
  readonly fixedMean: number | null;
  /** Running extremes since the opening; only needed by one-touch. */
  readonly high: number | null;
  readonly low: number | null;
  readonly volatility: Volatility;
}

export type NoFair =
  | 'notOpen'
  | 'over'
  | 'startUnknown'
  | 'extremeUnknown'
  /** The settlement's mean has begun and what of it is fixed was not seen. */
  | 'meanUnknown';

export interface Fair {
  /** Of the first side (Yes, Up), 0 to 1. */
  readonly probability: number;
  /** How far it may be off. */
  readonly band: number;
  readonly estimated: boolean;
}

export type FairResult =
  | ({ readonly ok: true } & Fair)
  | { readonly ok: false; readonly reason: NoFair };

/** How far the formulas themselves may be off, whatever is put in. Source: docs/price-lag.md. */
export const MODEL_ERROR = 0.02;
/** What could be another value than it is: strikes and variance as multiples of themselves. */
interface Shift {
  readonly atMs: AtMs;
  readonly strike: number;
  readonly variance: number;
}

/**
 * What the first side is worth: the chance that the claim becomes true, without drift, by the
 * settlement's own averaging. docs/price-lag.md explains it with an example worked by hand.
 */
export function fairProbability(rule: CryptoRule, state: FairState, atMs: AtMs): FairResult {
  const probability = fairChance(rule, state, atMs);
  if (typeof probability === 'string') return { ok: false, reason: probability };
  const band = bandOf(rule, state, { atMs, probability });
  return { ok: true, probability, band, estimated: state.estimated };
}

/**
 * How far `probability` may be off: what another price and another volatility within their errors
 * would make of it (together as independent errors are), and the error of the formulas.
 */
export function bandOf(
  rule: CryptoRule,
  state: FairState,
  { atMs, probability }: { readonly atMs: AtMs; readonly probability: number },
): number {
  const far = (strike: number, variance: number): number => {
    const shifted = shiftedChance(rule, state, { atMs, strike, variance });
    return typeof shifted === 'string' ? 0 : Math.abs(shifted - probability);
  };
  const price = 1 + state.indexError;
  const variance = (1 + state.volatility.error) ** 2;
  const byIndex = Math.max(far(price, 1), far(1 / price, 1));
  const byVolatility = Math.max(far(1, variance), far(1, 1 / variance));
  return Math.min(1, Math.hypot(byIndex, byVolatility) + MODEL_ERROR);
}

/** The chance alone, which is cheap: what decides whether its band is worth working out. */
export function fairChance(rule: CryptoRule, state: FairState, atMs: AtMs): number | NoFair {
  return shiftedChance(rule, state, { atMs, strike: 1, variance: 1 });
}

function shiftedChance(rule: CryptoRule, state: FairState, shift: Shift): number | NoFair {
  const seconds = (rule.closesAtMs - shift.atMs) / SECOND_MS;
  if (seconds < 0) return 'over';
  if ('opensAtMs' in rule && shift.atMs < rule.opensAtMs) return 'notOpen';
  const { tails, perSecond } = state.volatility;
  const spread = { tails, perSecond: perSecond * shift.variance };
  if (rule.kind === 'oneTouch') {
    const barrier = rule.strike * shift.strike;
    return touched(rule, state, { barrier, seconds: seconds + state.ageS, spread });
  }
  const end = endPrice(rule, state, seconds);
  if (typeof end === 'string') return end;
  const above: Above = (price, whenEqual) =>
    aboveChance(end, { price: price * shift.strike, whenEqual }, spread);
  if (rule.kind !== 'upDown') return terminal(rule, above);
  const strike = rule.strike ?? state.start;
  return strike === null ? 'startUnknown' : above(strike, TIE_PAYS[rule.tie]);
}

/** Chance of an end above a price, where an end at it counts `whenEqual`. */
type Above = (price: number, whenEqual: number) => number;

function terminal(rule: ThresholdRule | RangeRule, above: Above): number {
  if (rule.kind === 'range') {
    const overFloor = above(rule.floor, rule.floorInclusive ? 1 : 0);
    return clamped(overFloor - above(rule.cap, rule.capInclusive ? 0 : 1));
  }
  if (rule.direction === 'above') return above(rule.strike, rule.inclusive ? 1 : 0);
  return 1 - above(rule.strike, rule.inclusive ? 0 : 1);
}

function touched(
  { direction }: OneTouchRule,
  { high, low, index }: FairState,
  { barrier, seconds, spread }: { barrier: number; seconds: number; spread: Spread },
): number | NoFair {
  const extreme = direction === 'up' ? high : low;
  if (extreme === null) return 'extremeUnknown';
  if (direction === 'up' ? extreme >= barrier : extreme <= barrier) return 1;
  return touchChance({ index, barrier, direction, seconds }, spread);
}

const TIE_PAYS: Readonly<Record<UpDownRule['tie'], number>> = { up: 1, half: 0.5, down: 0 };

/**
 * The value that decides, `seconds` before the close. A mean over the last N seconds that has not begun
 * has the variance of `τ − 2N/3` seconds. Once it has, `r` values of one a second are left: it is a
 * normal value around `(fixed × (N − r) + S × r) / N` with the variance of `Σ k²/N²` seconds, k = 1 to
 * r, which is `r(r + 1)(2r + 1) / 6N²`. Kalshi's values come with whole seconds, Chainlink's reports
 * cover about one each.
 */
function endPrice(rule: CryptoRule, state: FairState, seconds: number): EndPrice | NoFair {
  const { index, ageS, fixedMean } = state;
  const width = averagedSeconds(rule.source);
  if (width === 0) return pointEnd(index, seconds + ageS);
  // At exactly the mean's width none of its values is there yet.
  if (seconds >= width) return pointEnd(index, seconds + ageS - (2 * width) / 3);
  const left = rule.source.kind === 'kalshiMean60' ? Math.ceil(seconds) : seconds;
  const seen = width - left;
  if (fixedMean === null && seen > 0) return 'meanUnknown';
  const centre = ((fixedMean ?? index) * seen + index * left) / width;
  const variance = (left * (left + 1) * (2 * left + 1)) / (6 * width ** 2);
  return { form: 'mean', index, centre, seconds: variance };
}
