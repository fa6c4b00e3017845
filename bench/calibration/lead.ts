import { random } from '../random.ts';
import type { Measured } from './measures.ts';

/** Prices of one feed and when they were received, in order. */
export interface Series {
  readonly atMs: readonly number[];
  readonly price: readonly number[];
}

/** By how much the second feed follows the first. */
export interface Lead {
  /** Milliseconds by which it is behind, where they move together most. */
  readonly behindMs: Measured;
  /** How alike the moves of one second are at that distance, −1 to 1. */
  readonly correlation: number;
}

const STEP_MS = 100;
/** Moves are compared over one second, ten steps. */
const SPAN = 10;
const LAG_MS_MIN = -4_000;
const LAG_MS_MAX = 8_000;
/** Stretches that are drawn together: what happens within one is not independent. */
const BLOCK_MS = 20_000;
const DRAWS = 1_000;
const SEED = 21;
const TAIL = 0.025;

/** Sums over one stretch for one distance. */
type Sums = readonly [xy: number, xx: number, yy: number];

/** Two feeds of one coin. */
export interface FeedPair {
  readonly first: Series;
  readonly second: Series;
}

/**
 * Cross-correlation of moves over one second at each distance from −4 to 8 s, its mean over the coins;
 * the distance of the highest, and its interval from drawing stretches of 20 s with replacement. Coins
 * move together, so that they are drawn together.
 */
export function leadOf(pairs: readonly FeedPair[]): Lead {
  const byCoin = pairs.map(blocksOf);
  const length = Math.min(...byCoin.map((blocks) => blocks.length));
  const whole = Array.from({ length }, (_, at) => at);
  const all = bestOf(byCoin, whole);
  const next = random(SEED);
  const draws = Array.from({ length: DRAWS }, () => {
    const drawn = whole.map(() => Math.floor(next() * length));
    return bestOf(byCoin, drawn).lagMs;
  }).sort((a, b) => a - b);
  const behindMs = {
    value: all.lagMs,
    low: draws[Math.floor(TAIL * DRAWS)]!,
    high: draws[Math.ceil((1 - TAIL) * DRAWS) - 1]!,
  };
  return { behindMs, correlation: all.correlation };
}

const LAGS = Array.from(
  { length: (LAG_MS_MAX - LAG_MS_MIN) / STEP_MS + 1 },
  (_, at) => LAG_MS_MIN / STEP_MS + at,
);

/** The sums of each stretch at each distance. */
function blocksOf({ first, second }: FeedPair): readonly (readonly Sums[])[] {
  const from = Math.max(first.atMs[0]!, second.atMs[0]!) - LAG_MS_MIN + SPAN * STEP_MS;
  const to = Math.min(first.atMs.at(-1)!, second.atMs.at(-1)!) - LAG_MS_MAX;
  const begin = from - LAG_MS_MAX - SPAN * STEP_MS;
  const count = Math.floor((to + LAG_MS_MAX - begin) / STEP_MS) + 1;
  const [x, y] = [movesOf(first, begin, count), movesOf(second, begin, count)];
  const blocks: Sums[][] = [];
  const perBlock = BLOCK_MS / STEP_MS;
  const start = Math.ceil((from - begin) / STEP_MS);
  const end = Math.floor((to - begin) / STEP_MS);
  for (let block = start; block + perBlock <= end; block += perBlock) {
    blocks.push(LAGS.map((lag) => sumsOf(x, y, { block, perBlock, lag })));
  }
  return blocks;
}

function sumsOf(
  x: Float64Array,
  y: Float64Array,
  { block, perBlock, lag }: { block: number; perBlock: number; lag: number },
): Sums {
  let [xy, xx, yy] = [0, 0, 0];
  for (let at = block; at < block + perBlock; at += 1) {
    const [a, b] = [x[at]!, y[at + lag] ?? 0];
    xy += a * b;
    xx += a * a;
    yy += b * b;
  }
  return [xy, xx, yy];
}

function bestOf(
  byCoin: readonly (readonly (readonly Sums[])[])[],
  drawn: readonly number[],
): { readonly lagMs: number; readonly correlation: number } {
  let best = { lagMs: 0, correlation: -1 };
  for (const [at, lag] of LAGS.entries()) {
    let correlation = 0;
    for (const blocks of byCoin) correlation += correlationAt(blocks, drawn, at) / byCoin.length;
    if (correlation > best.correlation) best = { lagMs: lag * STEP_MS, correlation };
  }
  return best;
}

function correlationAt(
  blocks: readonly (readonly Sums[])[],
  drawn: readonly number[],
  at: number,
): number {
  let [xy, xx, yy] = [0, 0, 0];
  for (const block of drawn) {
    const [a, b, c] = blocks[block]![at]!;
    xy += a;
    xx += b;
    yy += c;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** Logarithmic moves over the last second, at each step. */
function movesOf(series: Series, begin: number, count: number): Float64Array {
  const prices = new Float64Array(count);
  let at = 0;
  for (let step = 0; step < count; step += 1) {
    while (at + 1 < series.atMs.length && series.atMs[at + 1]! <= begin + step * STEP_MS) at += 1;
    prices[step] = Math.log(series.price[at]!);
  }
  return prices.map((price, step) => (step < SPAN ? 0 : price - prices[step - SPAN]!));
}
