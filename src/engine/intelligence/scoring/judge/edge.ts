import type { Estimate } from '../../../domain/wallet-score.ts';
import { RETURN_MAX, type WalletRecord, type WeighedSums } from '../record.ts';
import { estimate, variancesJoined } from './interval.ts';
import { shrunk } from './shrinkage.ts';
import { kishCount, meanOf, varianceOf } from './weighed.ts';

/** Standard deviation of true edges between wallets, around none at all: ten cents a dollar. */
export const BETWEEN_WALLETS = 0.1;
/** The same between the categories of one wallet, around the wallet's own. */
export const BETWEEN_CATEGORIES = 0.05;
/** Categories that are told, those with most markets. */
export const CATEGORIES_MAX = 12;
/** Nobody loses more than the dollar. */
const EDGE_MIN = -1;

/** What is believed of a number: normal, by mean and variance. */
interface Belief {
  readonly mean: number;
  readonly variance: number;
}

interface Level {
  readonly sums: WeighedSums;
  /** What is believed of the level above: everybody's, then the wallet's. */
  readonly above: Belief;
  /** Variance of true edges around the level above. */
  readonly between: number;
}

/** Nobody beats the prices until shown. */
const EVERYBODY: Belief = { mean: 0, variance: 0 };

export interface WalletEdge {
  readonly edge: Estimate;
  readonly edgeByCategory: readonly {
    readonly category: string;
    readonly markets: number;
    readonly edge: Estimate;
  }[];
}

/**
 * Expected (payout − entry price) per dollar: of a category, drawn towards the wallet's, which is
 * drawn towards none. Normal-normal empirical Bayes with constants given; a market counts once.
 */
export function edgeOf(record: WalletRecord): WalletEdge {
  const wallet = believed({
    sums: record.edge,
    above: EVERYBODY,
    between: BETWEEN_WALLETS ** 2,
  });
  const between = BETWEEN_CATEGORIES ** 2;
  const edgeByCategory = [...record.edgeByCategory]
    .sort(([a, { count: ofA }], [b, { count: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, CATEGORIES_MAX)
    .map(([category, sums]) => ({
      category,
      markets: sums.count,
      edge: told(believed({ sums, above: wallet, between })),
    }));
  return { edge: told(wallet), edgeByCategory };
}

/**
 * A market weighs one over the variance of its luck (and by its age), so luck leaves the mean a
 * variance of 1 ÷ Σw. The middle is shrunk by that, not by the scatter seen: so a market that pays
 * more never lowers it, though it adds scatter. The interval takes the wider of the two.
 */
function believed({ sums, above, between }: Level): Belief {
  const raw = meanOf(sums);
  const mean = shrunk({
    raw,
    count: sums.weight,
    prior: above.mean,
    priorCount: 1 / between,
  });
  const seen = raw === null ? null : Math.max(1 / sums.weight, scatterOfMean(sums));
  return { mean, variance: variancesJoined(above.variance + between, seen) };
}

function scatterOfMean(sums: WeighedSums): number {
  const markets = kishCount(sums);
  return markets > 0 ? varianceOf(sums, 0) / markets : 0;
}

function told({ mean, variance }: Belief): Estimate {
  return estimate(mean, { error: Math.sqrt(variance), least: EDGE_MIN, most: RETURN_MAX });
}
