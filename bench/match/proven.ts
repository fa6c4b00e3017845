import { judgePairs } from '../../src/app/match/matching-run.ts';
import type { PairVerdict } from '../../src/engine/domain/market-pair.ts';
import { proofClassOf } from '../../src/engine/intelligence/matching/proof-class.ts';
import type { LabelledPair } from './labelled.ts';

/** A class of families is proven from so many labelled pairs on, of which none was matched wrongly. */
export const PROOF_PAIRS_MIN = 30;

/** What the labelled pairs say of a class of families. */
export interface ProofCount {
  readonly name: string;
  /** Labelled pairs of which both markets were read by one family of the class. */
  readonly pairs: number;
  readonly right: number;
  readonly wrong: number;
}

/** Counts by class, by name; the gate that this feeds is left out of it. */
export function proofCounts(pairs: readonly LabelledPair[]): readonly ProofCount[] {
  const counts = new Map<string, { pairs: number; right: number; wrong: number }>();
  const verdicts = judgePairs(pairs.map(({ row }) => row));
  for (const pair of pairs) {
    const judged = verdicts.next();
    if (judged.done === true) break;
    const { verdict } = judged.value;
    if (verdict.family === null) continue;
    const name = proofClassOf(verdict.family);
    const count = counts.get(name) ?? { pairs: 0, right: 0, wrong: 0 };
    counts.set(name, count);
    count.pairs += 1;
    if (!isMatched(verdict)) continue;
    if (labelOf(verdict) === pair.label) count.right += 1;
    else count.wrong += 1;
  }
  return [...counts]
    .map(([name, count]) => ({ name, ...count }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What would be verified if its class were proven. */
function isMatched({ state, reasons }: PairVerdict): boolean {
  return state === 'verified' || reasons.every(({ code }) => code === 'unprovenFamily');
}

/** The label that a verdict says. */
export function labelOf({ relation }: Pick<PairVerdict, 'relation'>): string {
  if (relation === 'identity') return 'same';
  return relation === 'complement' ? 'inverse' : 'different';
}

/** The source of `proven-families.ts`. */
export function provenSource(counts: readonly ProofCount[]): string {
  const proven = counts.filter(
    ({ pairs, right, wrong }) => pairs >= PROOF_PAIRS_MIN && right > 0 && wrong === 0,
  );
  const rows = proven.map(({ name, pairs }) => `  ${keyText(name)}: ${pairs},\n`).join('');
  return `/**
 * Classes of families that are proven: labelled pairs of each, at least ${PROOF_PAIRS_MIN}, of which none was
 * matched wrongly and some were matched. Written by \`npm run -s match:prove\`, never by hand.
 */
export const PROVEN: Readonly<Record<string, number>> = {
${rows}};
`;
}

function keyText(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`;
}
