import { UNCOPIED_KINDS, type WalletScore } from '../../../domain/wallet-score.ts';

/** From this evidence on, an edge whose interval is above zero goes before any confidence. */
export const RANK_EVIDENCE_MIN = 30;

/** Groups in the order of whom to copy. */
const GROUP = {
  /** Beats the prices, and the markets suffice to say so. */
  edge: 0,
  confidence: 1,
  /** Nothing to copy for now. */
  dormant: 2,
  /** Whatever it makes, a copy would not. */
  uncopied: 3,
} as const;

/**
 * Order of whom to copy, best first: those with an edge, by its lower bound; the others by
 * confidence; then who does not trade any more; last who is not copied by default. This file alone
 * decides it.
 */
export function compareScores(a: WalletScore, b: WalletScore): number {
  const group = groupOf(a);
  if (group !== groupOf(b)) return group - groupOf(b);
  const byEdge = b.edge.low - a.edge.low;
  const byConfidence = b.confidence.value - a.confidence.value;
  const first = group === GROUP.edge ? byEdge : byConfidence;
  const second = group === GROUP.edge ? byConfidence : byEdge;
  return first || second || compareText(a.wallet, b.wallet);
}

function groupOf(score: WalletScore): number {
  if (UNCOPIED_KINDS.includes(score.kind)) return GROUP.uncopied;
  if (score.kind === 'dormant') return GROUP.dormant;
  const hasEdge = score.evidence >= RANK_EVIDENCE_MIN && score.edge.low > 0;
  return hasEdge ? GROUP.edge : GROUP.confidence;
}

/** By code unit, the same in every place. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
