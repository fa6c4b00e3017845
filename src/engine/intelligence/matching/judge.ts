import type { PairReason, PairRelation, PairVerdict } from '../../domain/market-pair.ts';
import type { Contract, MarketText } from '../normalizer/contract.ts';
import { foldName } from '../normalizer/fold.ts';
import { compareSports } from '../normalizer/sports/compare-sports.ts';
import { basisOf, clauseFindings, placeholderFinding, playTimeFinding } from './clauses.ts';
import { sharedWords } from './name-agreement.ts';
import { isProvenFamily } from './proof-class.ts';
import { AGREED, differs, type TermFinding, unclear } from './reasons.ts';
import { isSports, sides, TERMS } from './terms.ts';

/** Both markets as their venues word them. */
export interface PairTexts {
  readonly polymarket: MarketText;
  readonly kalshi: MarketText;
}

/** Free wording: what another template reads may still be the same event. */
const FREE = 'event.';
/** Of all words of two titles; below that nothing hints at one event. */
export const ALIKE_TITLES = 0.5;

/**
 * Compares two contracts term by term. Every term that differs ends the pair, every one that is not
 * known keeps it from being verified; how alike the texts are counts for nothing.
 */
export function judge(a: Contract | null, b: Contract | null, texts: PairTexts): PairVerdict {
  if (a === null || b === null) return unread(a, b, texts);
  const findings = a.family === b.family ? compared(a, b, texts) : [otherFamily(a, b, texts)];
  const reasons = findings.flatMap((finding) => finding.reasons);
  const relation = relationOf(findings);
  const isRejected = reasons.some(({ effect }) => effect === 'reject');
  const gate = isRejected || reasons.length > 0 ? AGREED : provenFinding(a.family);
  const isVerified = reasons.length === 0 && gate.reasons.length === 0;
  return {
    relation,
    state: isRejected ? 'rejected' : isVerified ? 'verified' : 'quarantined',
    basis: isRejected ? [] : basisOf(a, b),
    reasons: [...reasons, ...gate.reasons],
    family: a.family === b.family ? a.family : null,
    textsRead: a.hasRules && b.hasRules,
  };
}

function unread(a: Contract | null, b: Contract | null, texts: PairTexts): PairVerdict {
  const reason: PairReason = {
    code: 'notRead',
    effect: 'quarantine',
    polymarket: a === null ? texts.polymarket.title : a.family,
    kalshi: b === null ? texts.kalshi.title : b.family,
  };
  return {
    relation: 'unknown',
    state: 'quarantined',
    basis: [],
    reasons: [reason],
    family: null,
    textsRead: texts.polymarket.rules !== null && texts.kalshi.rules !== null,
  };
}

function compared(a: Contract, b: Contract, texts: PairTexts): readonly TermFinding[] {
  const sports = isSports(a) ? compareSports(a, b) : null;
  return [
    ...TERMS.map((compare) => compare(a, b, sports)),
    sides(a, b, sports),
    ...clauseFindings(a, b),
    placeholderFinding(texts.kalshi),
    ...(sports === null ? [] : [playTimeFinding(texts.polymarket, texts.kalshi)]),
    unknownTerms(a, b),
    sourceFinding(a, b),
  ];
}

function otherFamily(a: Contract, b: Contract, texts: PairTexts): TermFinding {
  const said = [a.family, b.family] as const;
  if (!a.family.startsWith(FREE) && !b.family.startsWith(FREE)) return differs('family', said);
  const alike = sharedWords(foldName(texts.polymarket.title), foldName(texts.kalshi.title));
  return alike >= ALIKE_TITLES ? unclear('unknownFamily', said) : differs('family', said);
}

/** Terms that a family needs and a text does not give. */
function unknownTerms(a: Contract, b: Contract): TermFinding {
  const terms = [...new Set([...a.unknown, ...b.unknown])].sort();
  return {
    reasons: terms.map((term) => ({
      code: `missing.${term}`,
      effect: 'quarantine',
      polymarket: a.unknown.includes(term) ? null : 'told',
      kalshi: b.unknown.includes(term) ? null : 'told',
    })),
    relation: null,
  };
}

/** Beside prices, another source is another measurement. */
function sourceFinding(a: Contract, b: Contract): TermFinding {
  const isMeasured = /^(?:weather|tech)\./.test(a.family);
  if (!isMeasured || a.source === b.source) return AGREED;
  return unclear('unknownSource', [a.source, b.source]);
}

function provenFinding(family: string): TermFinding {
  return isProvenFamily(family) ? AGREED : unclear('unprovenFamily', [family, family]);
}

/** Two opposites make one the same; what differs otherwise says how. */
function relationOf(findings: readonly TermFinding[]): PairRelation {
  const told = findings.map(({ relation }) => relation);
  const reasons = findings.flatMap(({ reasons }) => reasons);
  const rejecting = reasons.filter(({ effect }) => effect === 'reject');
  if (rejecting.length > 1) return 'unknown';
  const opposites = told.filter((relation) => relation === 'complement').length;
  const different = told.find((relation) => relation !== null && relation !== 'complement');
  if (different != null) return opposites === 0 ? different : 'unknown';
  if (reasons.some(({ code }) => UNDECIDED.test(code))) return 'unknown';
  return opposites % 2 === 0 ? 'identity' : 'complement';
}

/** Without these nothing can be said of how the sides stand. */
const UNDECIDED = /Side$|Family$|^missing\.(?:side|threshold|entities)$/;
