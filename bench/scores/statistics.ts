import { random } from '../random.ts';

/** Two numbers of one observation, and whose luck it shares. */
export interface Pair {
  readonly x: number;
  readonly y: number;
  readonly cluster: string;
}

/** A correlation with its 95 % interval. */
export interface Correlation {
  readonly rho: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  readonly clusters: number;
}

export const DRAWS = 2_000;
const TAIL = 0.025;
/** Standard normal quantiles: 97.5 % (two-sided 5 %), and 80 % (the power). */
const Z_TEST = 1.959964;
const Z_POWER = 0.841621;
/** Variance of Fisher's z of a rank correlation is this over n − 3 (Fieller, Hartley and Pearson 1957). */
const RANK_VARIANCE = 1.06;

/**
 * Spearman's rank correlation, ties at their middle rank; each pair as often as its weight says.
 * `NaN` when either side has one value alone.
 */
export function spearman(
  xs: readonly number[],
  ys: readonly number[],
  weights: ArrayLike<number> = Array.from(xs, () => 1),
): number {
  return weighedCorrelation(rankings(xs, ys), weights);
}

interface Rankings {
  readonly byX: Ranking;
  readonly byY: Ranking;
  readonly ranksX: Float64Array;
  readonly ranksY: Float64Array;
}

/** Indexes from the least value to the greatest, and where each group of equal ones ends. */
interface Ranking {
  readonly order: readonly number[];
  readonly groupEnds: readonly number[];
}

function rankings(xs: readonly number[], ys: readonly number[]): Rankings {
  return {
    byX: ranking(xs),
    byY: ranking(ys),
    ranksX: new Float64Array(xs.length),
    ranksY: new Float64Array(ys.length),
  };
}

function ranking(values: readonly number[]): Ranking {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const groupEnds = [...order.keys()]
    .map((at) => at + 1)
    .filter((end) => end === order.length || values[order[end]!] !== values[order[end - 1]!]);
  return { order, groupEnds };
}

function weighedCorrelation(ranked: Rankings, weights: ArrayLike<number>): number {
  fillRanks(ranked.byX, weights, ranked.ranksX);
  fillRanks(ranked.byY, weights, ranked.ranksY);
  const { ranksX, ranksY } = ranked;
  let [total, sumX, sumY] = [0, 0, 0];
  for (let at = 0; at < ranksX.length; at += 1) {
    const weight = weights[at]!;
    total += weight;
    sumX += weight * ranksX[at]!;
    sumY += weight * ranksY[at]!;
  }
  let [together, ofX, ofY] = [0, 0, 0];
  for (let at = 0; at < ranksX.length; at += 1) {
    const weight = weights[at]!;
    const fromX = ranksX[at]! - sumX / total;
    const fromY = ranksY[at]! - sumY / total;
    together += weight * fromX * fromY;
    ofX += weight * fromX * fromX;
    ofY += weight * fromY * fromY;
  }
  return ofX > 0 && ofY > 0 ? together / Math.sqrt(ofX * ofY) : Number.NaN;
}

function fillRanks(
  { order, groupEnds }: Ranking,
  weights: ArrayLike<number>,
  ranks: Float64Array,
): void {
  let before = 0;
  let start = 0;
  for (const end of groupEnds) {
    let inGroup = 0;
    for (let at = start; at < end; at += 1) inGroup += weights[order[at]!]!;
    for (let at = start; at < end; at += 1) ranks[order[at]!] = before + (inGroup + 1) / 2;
    before += inGroup;
    start = end;
  }
}

/**
 * Spearman's correlation and its percentile interval by drawing whole clusters with replacement,
 * because pairs of one cluster share their luck.
 */
export function clusteredSpearman(
  pairs: readonly Pair[],
  seed: number,
  draws = DRAWS,
): Correlation {
  const names = [...new Set(pairs.map(({ cluster }) => cluster))];
  const indexOf = new Map(names.map((name, at) => [name, at]));
  const clusterOf = pairs.map(({ cluster }) => indexOf.get(cluster)!);
  const ranked = rankings(
    pairs.map(({ x }) => x),
    pairs.map(({ y }) => y),
  );
  const rho = weighedCorrelation(ranked, new Float64Array(pairs.length).fill(1));
  const next = random(seed);
  const counts = new Float64Array(names.length);
  const weights = new Float64Array(pairs.length);
  const drawn: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    counts.fill(0);
    for (let at = 0; at < names.length; at += 1) counts[Math.floor(next() * names.length)]! += 1;
    for (let at = 0; at < pairs.length; at += 1) weights[at] = counts[clusterOf[at]!]!;
    const one = weighedCorrelation(ranked, weights);
    if (!Number.isNaN(one)) drawn.push(one);
  }
  drawn.sort((a, b) => a - b);
  const low = quantile(drawn, TAIL);
  const high = quantile(drawn, 1 - TAIL);
  return { rho, low, high, pairs: pairs.length, clusters: names.length };
}

/** Of sorted values, between its neighbours; `NaN` without any. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The least rank correlation that n independent observations show at two-sided 5 % in 80 of 100
 * cases, by Fisher's z; 1 when n says nothing.
 */
export function detectable(n: number): number {
  if (n <= 3) return 1;
  return Math.tanh((Z_TEST + Z_POWER) * Math.sqrt(RANK_VARIANCE / (n - 3)));
}
