import { type Correlation, clusteredSpearman, detectable, type Pair } from './statistics.ts';

/** What may tell how a wallet will do. */
export const MEASURES = ['confidence', 'edge', 'raw PnL', 'win rate', 'ROI', 'volume'] as const;
export type Measure = (typeof MEASURES)[number];
/** `null` where it is not known. */
export type Measures = Readonly<Record<Measure, number | null>>;

/** One stake that was made after a wallet was measured, and how it ended. */
export interface Observation {
  readonly measures: Measures;
  /** Outcome less entry price, dollars a share. */
  readonly gain: number;
  readonly market: string;
  /** The other thing whose luck it may share: the hour, or the wallet. */
  readonly group: string;
  readonly wallet: string;
}

export interface Panel {
  readonly name: string;
  /** What {@link Observation.group} is, in the plural. */
  readonly groups: string;
  readonly observations: readonly Observation[];
}

export interface Finding {
  readonly measure: Measure;
  readonly byMarket: Correlation;
  readonly byGroup: Correlation;
  /** The least correlation that as many independent stakes as there are markets would show. */
  readonly detectable: number;
  readonly verdict: Verdict;
}
/** `none`: an interval contains 0. */
export type Verdict = 'predicts' | 'predicts the contrary' | 'none' | 'unknown';

/** Pairs below which nothing is said. */
const PAIRS_MIN = 20;
const SEED = 20_261_123;

export function findingsOf(panel: Panel): readonly Finding[] {
  return MEASURES.map((measure) => findingOf(panel, measure));
}

export function findingOf({ observations }: Panel, measure: Measure): Finding {
  const byMarket = clusteredSpearman(
    pairsOf(observations, measure, ({ market }) => market),
    SEED,
  );
  const byGroup = clusteredSpearman(
    pairsOf(observations, measure, ({ group }) => group),
    SEED,
  );
  return {
    measure,
    byMarket,
    byGroup,
    detectable: detectable(byMarket.clusters),
    verdict: verdictOf([byMarket, byGroup]),
  };
}

/** A measure and what followed, where it is known. */
export function pairsOf(
  observations: readonly Observation[],
  measure: Measure,
  clusterOf: (one: Observation) => string,
): readonly Pair[] {
  return observations.flatMap((one) => {
    const x = one.measures[measure];
    return x === null ? [] : [{ x, y: one.gain, cluster: clusterOf(one) }];
  });
}

/** A measure predicts when neither interval contains 0. */
function verdictOf(both: readonly Correlation[]): Verdict {
  if (both.some(({ rho, pairs }) => Number.isNaN(rho) || pairs < PAIRS_MIN)) return 'unknown';
  if (both.every(({ low }) => low > 0)) return 'predicts';
  return both.every(({ high }) => high < 0) ? 'predicts the contrary' : 'none';
}
