import { invariant } from '../../../domain/values/invariant.ts';
import {
  type Estimate,
  HORIZONS,
  SCORE_PARTS,
  type ScorePart,
  type ScorePartName,
} from '../../../domain/wallet-score.ts';
import type { WalletRecord, WeighedSums } from '../record.ts';
import { estimate, variancesJoined } from './interval.ts';
import { shrunkPart } from './shrinkage.ts';
import { effectiveCount, meanOf, varianceOf } from './weighed.ts';

export type ScoreWeights = Readonly<Record<ScorePartName, number>>;

/** How much each part of a confidence counts, unless the settings say otherwise. */
export const DEFAULT_WEIGHTS: ScoreWeights = {
  winRate: 0.3,
  roi: 0.3,
  timing: 0.2,
  consistency: 0.2,
};

/** Profit per dollar that is worth 0.73; none is worth 0.5. */
export const ROI_SCALE = 0.1;
/** Dollars a share in favour after a buy that are worth 0.73; none is worth 0.5. */
export const TIMING_SCALE = 0.02;
/** How many of the longest known horizons make the timing. */
export const TIMING_HORIZONS = 2;
/** Ended markets in a block of the consistency. */
const BLOCK_MARKETS = 10;
/** Standard deviation of what a part truly is around its prior, between wallets: for intervals alone. */
export const PART_SPREAD = 0.15;
/** One market's profit per dollar scatters at least as much as that of a share at 80 cents: √0.25. */
const RETURN_VARIANCE_MIN = 0.25;
/** A move scatters by a cent a share at least. */
const MOVE_VARIANCE_MIN = 0.01 ** 2;

export interface JudgedPart extends ScorePart {
  /** Standard error of what the part truly is. */
  readonly error: number;
}
export type JudgedParts = Readonly<Record<ScorePartName, JudgedPart>>;

/** A raw part, of how many ended markets it tells, and its standard error. */
interface RawPart {
  readonly raw: number;
  readonly count: number;
  readonly error: number;
}

/**
 * The four parts of a confidence. The n of a part is the evidence, unless it is known of fewer
 * ended markets than that.
 */
export function judgeParts(record: WalletRecord): JudgedParts {
  const evidence = effectiveCount(record.wins);
  return {
    winRate: judged(shareOf(record.wins, 1), evidence),
    roi: judged(roiOf(record.returns), evidence),
    timing: judged(timingOf(record), evidence),
    consistency: judged(shareOf(record.blocks, BLOCK_MARKETS), evidence),
  };
}

/**
 * Confidence 0..1: the parts by their weights. All four come of the same markets, so their errors
 * are added up as if they always went together, which makes the interval wide rather than narrow.
 */
export function confidenceOf(parts: JudgedParts, weights: ScoreWeights): Estimate {
  const shares = sharesOf(weights);
  let value = 0;
  let error = 0;
  for (const name of SCORE_PARTS) {
    value += shares[name] * parts[name].shrunk;
    error += shares[name] * parts[name].error;
  }
  return estimate(value, { error, least: 0, most: 1 });
}

/** Weights that add up to one; the default ones when all are zero. */
function sharesOf(weights: ScoreWeights): ScoreWeights {
  for (const name of SCORE_PARTS) {
    const isWeight = Number.isFinite(weights[name]) && weights[name] >= 0;
    invariant(isWeight, `The weight ${name} of a score is zero or more, not ${weights[name]}`);
  }
  const sum = SCORE_PARTS.reduce((total, name) => total + weights[name], 0);
  if (sum === 0) return DEFAULT_WEIGHTS;
  const { winRate, roi, timing, consistency } = weights;
  return {
    winRate: winRate / sum,
    roi: roi / sum,
    timing: timing / sum,
    consistency: consistency / sum,
  };
}

function judged(part: RawPart | null, evidence: number): JudgedPart {
  if (part === null) return { raw: null, shrunk: shrunkPart(null, 0), error: PART_SPREAD };
  const count = Math.min(part.count, evidence);
  return {
    raw: part.raw,
    shrunk: shrunkPart(part.raw, count),
    error: Math.sqrt(variancesJoined(PART_SPREAD ** 2, part.error ** 2)),
  };
}

/**
 * Share of ones among zeros and ones. Its error is the binomial one, of the shrunk share: 20 of 20
 * do not mean that the next cannot fail.
 */
function shareOf(sums: WeighedSums, marketsEach: number): RawPart | null {
  const mean = meanOf(sums);
  const seen = effectiveCount(sums);
  if (mean === null || seen <= 0) return null;
  const raw = Math.min(1, Math.max(0, mean));
  const count = seen * marketsEach;
  const believed = shrunkPart(raw, count);
  return { raw, count, error: Math.sqrt((believed * (1 - believed)) / seen) };
}

function roiOf(returns: WeighedSums): RawPart | null {
  return curved(returns, { scale: ROI_SCALE, varianceMin: RETURN_VARIANCE_MIN });
}

/**
 * The longest two horizons that are known, each by how many markets it is known of. The payout is
 * the longest; without public prints there is often no other.
 */
function timingOf(record: WalletRecord): RawPart | null {
  const known = [...HORIZONS]
    .reverse()
    .map((horizon) => record.moves[horizon])
    .map((sums) => curved(sums, { scale: TIMING_SCALE, varianceMin: MOVE_VARIANCE_MIN }))
    .filter((part) => part !== null)
    .slice(0, TIMING_HORIZONS);
  const total = known.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const weighed = (of: (part: RawPart) => number) =>
    known.reduce((sum, part) => sum + (part.count / total) * of(part), 0);
  return {
    raw: weighed(({ raw }) => raw),
    error: weighed(({ error }) => error),
    count: Math.max(...known.map(({ count }) => count)),
  };
}

/**
 * A mean bent into 0..1 by {@link logistic}. Its error is half the way between the part one standard
 * error above and below: the delta method, with a slope that never vanishes where the curve is flat.
 */
function curved(
  sums: WeighedSums,
  { scale, varianceMin }: { readonly scale: number; readonly varianceMin: number },
): RawPart | null {
  const mean = meanOf(sums);
  const count = effectiveCount(sums);
  if (mean === null || count <= 0) return null;
  const error = Math.sqrt(varianceOf(sums, varianceMin) / count);
  const above = logistic((mean + error) / scale);
  const below = logistic((mean - error) / scale);
  return { raw: logistic(mean / scale), count, error: (above - below) / 2 };
}

/** 1 ÷ (1 + e^−x): 0.5 at nothing, 0.73 at one, 0.88 at two. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
