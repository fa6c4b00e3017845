import type { Contract, MarketText } from '../contract.ts';

/** Of sentences about a game that is not played. */
const NOT_PLAYED = /\b(?:cancel+ed|abandoned|not played|does not occur)\b/i;
const SENTENCE_END = /[.\n]/;
const HALF = /\b50\s*[-/]\s*50\b/;
const FAIR = /\bfair (?:market )?price\b|\blast (?:traded|fair) price\b/i;
const NO = /resolves?(?: to)? ["“']?no\b/i;
const WALKOVER_HALF = /walkover[^.\n]*\b50\s*[-/]\s*50\b/i;
const WALKOVER_FAIR = /walkover[^.\n]*\bfair (?:market )?price\b/i;
const TIE_SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/\btied?\b[^.\n]*\b50\s*[-/]\s*50\b/i, 'ties:half'],
  [/dead[- ]?heat/i, 'ties:deadHeat'],
  [/(?:ties?|tied)[^.\n]*(?:count|included|resolve to ["“']?yes)/i, 'ties:count'],
  [/(?:ties?|tied)[^.\n]*resolves?(?: to)? ["“']?no\b/i, 'ties:no'],
];

/** What the rules say of a game that is not played, of walkovers and of ties; blank without rules. */
export function settlementTerms(
  text: MarketText,
): Pick<Contract, 'voidRule' | 'clauses' | 'hasRules'> {
  const { rules } = text;
  if (rules === null || rules.trim() === '')
    return { voidRule: null, clauses: [], hasRules: false };
  const clauses: string[] = [];
  if (WALKOVER_HALF.test(rules)) clauses.push('walkover:half');
  else if (WALKOVER_FAIR.test(rules)) clauses.push('walkover:fairPrice');
  const ties = TIE_SENTENCES.find(([pattern]) => pattern.test(rules));
  if (ties !== undefined) clauses.push(ties[1]);
  return { voidRule: voidRuleOf(rules), clauses, hasRules: true };
}

function voidRuleOf(rules: string): string | null {
  if (!NOT_PLAYED.test(rules)) return null;
  const sentences = rules.split(SENTENCE_END).filter((sentence) => NOT_PLAYED.test(sentence));
  const told = sentences.join(' ');
  if (HALF.test(told)) return 'half';
  if (FAIR.test(told)) return 'fairPrice';
  return NO.test(told) ? 'no' : 'other';
}
