import { random } from '../random.ts';
import type { Sample } from './samples.ts';

/** A number with its 95 % interval from drawing whole windows. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Scores {
  readonly samples: number;
  readonly windows: number;
  /** Mean squared error: 0.25 for always one half, less is better. */
  readonly brier: Measured;
  /** Mean of −ln(chance of what happened): 0.693 for always one half. */
  readonly logLoss: Measured;
}

/** One row of a reliability table. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly meant: number;
  readonly happened: Measured;
}

export const DRAWS = 2_000;
const SEED = 9;
const TAIL = 0.025;
/** A chance of zero that happens would cost infinitely: nobody may be surer than this. */
export const SURE = 0.001;
const BIN_EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1] as const;

export function brierOf({ chance, happened }: Sample): number {
  return (chance - (happened ? 1 : 0)) ** 2;
}

export function logLossOf({ chance, happened }: Sample): number {
  const bounded = Math.min(1 - SURE, Math.max(SURE, chance));
  return -Math.log(happened ? bounded : 1 - bounded);
}

export function scoresOf(samples: readonly Sample[]): Scores {
  return {
    samples: samples.length,
    windows: new Set(samples.map(({ window }) => window)).size,
    brier: meanOf(samples, brierOf),
    logLoss: meanOf(samples, logLossOf),
  };
}

/** Mean loss of `first` less that of `second` where both gave a chance: below zero, `first` is better. */
export function difference(
  first: readonly Sample[],
  second: readonly Sample[],
  loss: (sample: Sample) => number,
): (Measured & { readonly samples: number; readonly windows: number }) | null {
  const keyOf = ({ window, horizonS }: Sample): string => `${window} ${horizonS}`;
  const others = new Map(second.map((sample) => [keyOf(sample), sample]));
  const pairs = first.flatMap((sample) => {
    const other = others.get(keyOf(sample));
    return other === undefined ? [] : [{ ...sample, gap: loss(sample) - loss(other) }];
  });
  if (pairs.length === 0) return null;
  const windows = new Set(pairs.map(({ window }) => window)).size;
  return { ...meanOf(pairs, ({ gap }) => gap), samples: pairs.length, windows };
}

export function reliabilityOf(samples: readonly Sample[]): readonly Bin[] {
  return BIN_EDGES.slice(1).flatMap((to, at) => {
    const from = BIN_EDGES[at]!;
    const isLast = to === 1;
    const within = samples.filter(
      ({ chance }) => chance >= from && (chance < to || (isLast && chance <= to)),
    );
    if (within.length === 0) return [];
    const meant = within.reduce((sum, { chance }) => sum + chance, 0) / within.length;
    const happened = widened(within);
    return [{ from, to, samples: within.length, meant, happened }];
  });
}

/** Share of what happened. Where all went one way, draws have no spread: then the exact interval. */
function widened(samples: readonly Sample[]): Measured {
  const share = meanOf(samples, (sample) => (sample.happened ? 1 : 0));
  const windows = new Set(samples.map(({ window }) => window)).size;
  const bound = TAIL ** (1 / windows);
  if (share.value === 0) return { ...share, high: 1 - bound };
  return share.value === 1 ? { ...share, low: bound } : share;
}

/** A mean and its percentile interval; samples of one window are drawn together. */
export function meanOf<T extends { readonly window: string }>(
  samples: readonly T[],
  measure: (sample: T) => number,
): Measured {
  const clusters = new Map<string, { sum: number; count: number }>();
  for (const sample of samples) {
    const cluster = clusters.get(sample.window) ?? { sum: 0, count: 0 };
    clusters.set(sample.window, cluster);
    cluster.sum += measure(sample);
    cluster.count += 1;
  }
  const all = [...clusters.values()];
  const next = random(SEED);
  const means: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let [sum, count] = [0, 0];
    for (let at = 0; at < all.length; at += 1) {
      const cluster = all[Math.floor(next() * all.length)]!;
      sum += cluster.sum;
      count += cluster.count;
    }
    means.push(sum / count);
  }
  means.sort((a, b) => a - b);
  const total = all.reduce((sum, cluster) => sum + cluster.sum, 0);
  return {
    value: total / samples.length,
    low: means[Math.floor(TAIL * DRAWS)]!,
    high: means[Math.ceil((1 - TAIL) * DRAWS) - 1]!,
  };
}
