import type { ResolutionRisk, RiskConcern } from '../../domain/market-analysis.ts';
import type { ResolutionStage } from '../../domain/market-event.ts';
import type { MarketTerms } from '../../domain/market-terms.ts';
import { type AtMs, DAY_MS } from '../../domain/time.ts';

/**
 * What each concern adds. The ordinary market of the venue, without a source and with one vague
 * phrase, stays under what the brain calls ordinary; rules that nobody read count as much as the worst that
 * could be read in them.
 */
export const CONCERN_WEIGHT: Readonly<Record<RiskConcern, number>> = {
  rulesUnknown: 0.7,
  disputed: 0.6,
  rulesEdited: 0.3,
  proposed: 0.2,
  /** For each phrase, up to {@link VAGUE_PHRASES_COUNTED}. */
  vagueRules: 0.1,
  noSource: 0.1,
  noClosingTime: 0.1,
};
export const VAGUE_PHRASES_COUNTED = 3;
/** How long an edit of the rules is a concern. */
export const EDIT_CONCERN_MS = 7 * DAY_MS;

export interface RiskInput {
  readonly terms: MarketTerms | null;
  /** How far its resolution is that is not final. */
  readonly stage: ResolutionStage | null;
  readonly closesAtMs: AtMs | null;
  readonly atMs: AtMs;
}

/** What may make a market pay otherwise than its question says: the sum of its concerns, at most 1. */
export function resolutionRisk(input: RiskInput): ResolutionRisk {
  const found = concernsOf(input).toSorted((a, b) => b.weight - a.weight);
  const sum = found.reduce((total, { weight }) => total + weight, 0);
  return {
    score: Math.min(1, inHundredths(sum)),
    concerns: found.map(({ concern }) => concern),
  };
}

interface Weighed {
  readonly concern: RiskConcern;
  readonly weight: number;
}

function concernsOf({ terms, stage, closesAtMs, atMs }: RiskInput): Weighed[] {
  const found: Weighed[] = [];
  const add = (concern: RiskConcern, times = 1) =>
    found.push({ concern, weight: inHundredths(times * CONCERN_WEIGHT[concern]) });
  if (stage !== null) add(stage);
  if (closesAtMs === null) add('noClosingTime');
  if (terms === null || terms.textHash === null) {
    add('rulesUnknown');
    return found;
  }
  const { editedAtMs, vague, source } = terms;
  if (editedAtMs !== null && atMs - editedAtMs < EDIT_CONCERN_MS) add('rulesEdited');
  if (vague.length > 0) add('vagueRules', Math.min(vague.length, VAGUE_PHRASES_COUNTED));
  if (source === null) add('noSource');
  return found;
}

/** Three tenths are 0.3, and not a little more. */
function inHundredths(weight: number): number {
  return Math.round(weight * 100) / 100;
}
