import type {
  NearDepth,
  QualityPart,
  ResolutionRisk,
  RiskConcern,
  Volatility,
} from '../../engine/domain/market-analysis.ts';
import type { FilterVerdict, MarketFilter } from '../../engine/domain/market-filter.ts';
import type { Money } from '../../engine/domain/values/money.ts';
import { cents, score } from './amounts.ts';
import { aboutDollars } from './estimates.ts';
import { cut, QUESTION_WIDTH } from './names.ts';

const MICRO = 1_000_000;

/** What each part of market quality is called. */
export const PART_WORDS: Readonly<Record<QualityPart, string>> = {
  liquidity: 'liquidity',
  spread: 'spread',
  volume: 'volume',
  timeDecay: 'time left',
};

const CONCERN_WORDS: Readonly<Record<RiskConcern, string>> = {
  disputed: 'its outcome is disputed',
  rulesUnknown: 'its rules are not known',
  rulesEdited: 'its rules were edited lately',
  proposed: 'an outcome is proposed and not final',
  vagueRules: 'its rules leave room for judgement',
  noSource: 'its rules name no source',
  noClosingTime: 'it has no closing time',
};

/** What may make a market pay otherwise, as a person says it; an unknown one stays as it is. */
export function concernWords(concern: string): string {
  return Object.hasOwn(CONCERN_WORDS, concern) ? CONCERN_WORDS[concern as RiskConcern] : concern;
}

/** From here on one side of a book is the larger one, and from there on nearly all of it. */
const LEANS_FROM = 0.2;
const NEARLY_ALL_FROM = 0.8;

/** `$840 to buy, $400 to sell near the middle: more buyers than sellers`. */
export function depthWords({ bid, ask, asymmetry }: NearDepth): string {
  if (asymmetry === null) return 'nothing to trade with near the middle of the book';
  const sides = `${about(bid)} bid and ${about(ask)} offered near the middle`;
  return `${sides}: ${leaning(asymmetry)}`;
}

function about(amount: Money): string {
  return aboutDollars(amount / MICRO);
}

function leaning(asymmetry: number): string {
  const size = Math.abs(asymmetry);
  if (size < LEANS_FROM) return 'both sides alike';
  const [more, less] = asymmetry > 0 ? ['buyers', 'sellers'] : ['sellers', 'buyers'];
  return size < NEARLY_ALL_FROM ? `more ${more} than ${less}` : `nearly only ${more}`;
}

/** `moves 2.1¢ in a usual day, 3.4¢ by the last week`. */
export function volatilityWords({ day, week, basis }: Volatility): string {
  if (day === null && week === null) {
    return 'how far it moves in a day is not known: that counts as wild';
  }
  const parts = [
    ...(day === null ? [] : [`${cents(day)} by the last day`]),
    ...(week === null ? [] : [`${cents(week)} by the last week`]),
  ];
  const source = basis === 'listed' ? ' (guessed from one change)' : '';
  return `usual move of a day: ${parts.join(', ')}${source}`;
}

/** `doubt about its payout 0.20: its rules name no source`. */
export function riskWords({ score: risk, concerns }: ResolutionRisk): string {
  if (concerns.length === 0) return 'how it pays is clear';
  return `doubt about its payout ${score(risk)}: ${concerns.map(concernWords).join(', ')}`;
}

/** A rule as it is typed: `deny keyword election`; one for a market names its question. */
export function ruleWords(
  { action, type, value }: MarketFilter,
  question: string | null = null,
): string {
  return `${action} ${type} ${type === 'market' && question !== null ? cut(question, QUESTION_WIDTH) : value}`;
}

/** A rule where the market that it met is named beside it: `deny this market`. */
export function ruleHere(rule: MarketFilter): string {
  return rule.type === 'market' ? `${rule.action} this market` : ruleWords(rule);
}

const MARKET_RULE = /^(allow|deny) market 0x[0-9a-f]+$/;

/** The same of what a record says of it. */
export function ruleNote(note: string): string {
  return note.replace(MARKET_RULE, '$1 this market');
}

/** What decided about a market, in one sentence. */
export function verdictWords(
  { rule, cause }: FilterVerdict,
  filters: readonly MarketFilter[],
): string {
  switch (cause) {
    case 'rule':
      return rule === null ? 'a rule decides' : `the rule "${ruleHere(rule)}" decides`;
    case 'categoryNotAllowed':
      return `only ${allowedIn(filters)} may be entered, and it has no such tag`;
    case 'categoriesUnknown':
      return 'its tags are not known, and there are rules about categories';
    case 'titleUnknown':
      return 'its title is not known, and there are rules about words';
    case 'noRule':
      return filters.length === 0 ? 'there are no rules' : 'no rule is about it';
  }
}

function allowedIn(filters: readonly MarketFilter[]): string {
  return filters
    .filter(({ type, action }) => type === 'category' && action === 'allow')
    .map(({ value }) => value)
    .join(', ');
}
