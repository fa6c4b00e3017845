import { judgePairs } from '../../src/app/match/matching-run.ts';
import type { PairVerdict } from '../../src/engine/domain/market-pair.ts';
import type { LabelledPair } from './labelled.ts';
import { labelOf } from './proven.ts';

/** A labelled pair and what was found of it. */
export interface Judged {
  readonly pair: LabelledPair;
  readonly verdict: PairVerdict;
}

export function judged(pairs: readonly LabelledPair[]): readonly Judged[] {
  const verdicts = [...judgePairs(pairs.map(({ row }) => row))];
  return pairs.flatMap((pair, index) => {
    const verdict = verdicts[index]?.verdict;
    return verdict === undefined ? [] : [{ pair, verdict }];
  });
}

/** What a group of labelled pairs says of the matcher. */
export interface Score {
  readonly pairs: number;
  readonly positives: number;
  readonly verified: number;
  readonly right: number;
  /** Verified the wrong way round, which doubles a risk instead of closing it. */
  readonly turned: number;
  /** Positives that are verified or quarantined. */
  readonly candidates: number;
  /** Rightly verified pairs whose label names a basis, and those where it was named. */
  readonly withBasis: number;
  readonly basisNamed: number;
  readonly hardRulesVerified: number;
}

export function scoreOf(group: readonly Judged[]): Score {
  const positives = group.filter(({ pair }) => pair.label !== 'different');
  const verified = group.filter(({ verdict }) => verdict.state === 'verified');
  const right = verified.filter(({ pair, verdict }) => labelOf(verdict) === pair.label);
  const wrong = verified.filter((each) => !right.includes(each));
  const withBasis = right.filter(({ pair }) => pair.basis.length > 0);
  return {
    pairs: group.length,
    positives: positives.length,
    verified: verified.length,
    right: right.length,
    turned: wrong.filter(({ pair }) => pair.label !== 'different').length,
    candidates: positives.filter(({ verdict }) => verdict.state !== 'rejected').length,
    withBasis: withBasis.length,
    basisNamed: withBasis.filter(({ pair, verdict }) =>
      pair.basis.every((each) => verdict.basis.some((named) => named === each)),
    ).length,
    hardRulesVerified: verified.filter(({ pair }) => pair.isHardRule).length,
  };
}

/** The table of all groups, a row each. */
export function labelledTable(all: readonly Judged[]): readonly string[] {
  const domains = [...new Set(all.map(({ pair }) => pair.domain))].sort();
  const groups: readonly (readonly [string, (judged: Judged) => boolean])[] = [
    ['all', () => true],
    ...domains.map((domain) => [domain, ({ pair }: Judged) => pair.domain === domain] as const),
    ['outside sports', ({ pair }) => pair.domain !== 'sports'],
    ['labelled by hand', ({ pair }) => pair.isByHand],
    ['labelled by rule', ({ pair }) => !pair.isByHand],
    ['held back', ({ pair }) => pair.isHeldBack],
    ['held back, outside sports', ({ pair }) => pair.isHeldBack && pair.domain !== 'sports'],
  ];
  const rows = groups.map(([name, belongs]) => rowOf(name, scoreOf(all.filter(belongs))));
  return [
    'group                      pairs  same  verified  right  precision  recall  found  turned  basis    hard rules',
    ...rows,
  ];
}

function rowOf(name: string, score: Score): string {
  return [
    name.padEnd(25),
    String(score.pairs).padStart(7),
    String(score.positives).padStart(6),
    String(score.verified).padStart(10),
    String(score.right).padStart(7),
    share(score.right, score.verified).padStart(11),
    share(score.right, score.positives).padStart(8),
    share(score.candidates, score.positives).padStart(7),
    String(score.turned).padStart(8),
    `${score.basisNamed}/${score.withBasis}`.padStart(9),
    String(score.hardRulesVerified).padStart(12),
  ].join('');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(3);
}
