import { contractOf } from '../blank-contract.ts';
import type { Contract } from '../contract.ts';
import { completeDay, findDay, MONTH, monthEnd, monthNumber, yearOfMonth } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';

const POLYMARKET =
  /^will (.+?) have the (?:(second|third|fourth|2nd|3rd)[- ])?(?:best|top)(?:-ranked)? (?:([a-z]+) )?(?:ai )?(?:ai|model).*?\?/;
const KALSHI = /\b(?:best|top) ai\b|\btop(?:-ranked)? (?:ai )?model\b/;
const RANKS: Readonly<Record<string, number>> = {
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
};
const MONTH_YEAR = new RegExp(`\\b${MONTH}(?:,? (20\\d\\d))?`);
const STYLE_OFF = /\bstyle control (?:off|unchecked|disabled|removed)\b|\bwithout style control\b/;
const STYLE_ON = /\bstyle control (?:on|checked|enabled)\b|\bwith style control\b/;
const BY_RANK = /\brank \(ub\)/;
const BY_SCORE = /\b(?:highest )?arena score\b/;
const NAMES: Readonly<Record<string, string>> = {
  chatgpt: 'chatgpt',
  xai: 'xai',
  'x ai': 'xai',
  'z ai': 'zai',
};

/** What a title asks: whose model, at which place, on which board. */
interface Asked {
  readonly who: string;
  readonly rank: number | null;
  readonly board: string;
  /** The model itself, or the company that made it. */
  readonly isCompany: boolean;
}

/** Whose language model leads a leaderboard on a day. */
export function readModel(market: FoldedText): Contract | null {
  const asked = askedOf(market);
  if (asked === null) return null;
  const { who, rank, board, isCompany } = asked;
  const day = modelDay(market);
  const style = styleOf(market.rules);
  return contractOf({
    family: 'tech.bestModel',
    kind: 'binary',
    entities: who === '' ? [] : [NAMES[who] ?? who],
    predicate: isCompany ? 'companyLeads' : 'modelLeads',
    event: board,
    day,
    rank,
    side: 'yes',
    source: style,
    unknown: [
      ...(who === '' ? ['entities'] : []),
      ...(day === null ? ['day'] : []),
      ...(style === null ? ['source'] : []),
    ],
    hasRules: market.text.rules !== null,
  });
}

function askedOf({ title, subTitle, text, ticker }: FoldedText): Asked | null {
  if (text.venue === 'kalshi') {
    if (!KALSHI.test(title)) return null;
    // One series asks for the company, the other for the model itself.
    const isCompany = /^KX(?:LLM|TOPAI)/.test(ticker?.series ?? '');
    return { who: entityName(subTitle), rank: 1, board: 'text', isCompany };
  }
  const match = POLYMARKET.exec(title);
  if (match === null) return null;
  const [, who = '', place, board = 'ai'] = match;
  const rank = place === undefined ? 1 : (RANKS[place] ?? null);
  return { who: entityName(who), rank, board: board === 'ai' ? 'text' : board, isCompany: true };
}

/** Which column of the leaderboard decides. */
function styleOf(rules: string): string | null {
  const style = STYLE_OFF.test(rules) ? 'off' : STYLE_ON.test(rules) ? 'on' : null;
  const column = BY_RANK.test(rules) ? 'rank' : BY_SCORE.test(rules) ? 'score' : null;
  return style === null || column === null ? null : `lmarena ${column}, style control ${style}`;
}

function modelDay({ title, rules, ticker, nearMs }: FoldedText): string | null {
  const said = findDay(title);
  if (said !== null) return completeDay(said, nearMs);
  if (ticker !== null) {
    const told = findDay(rules);
    if (told !== null) return completeDay(told, nearMs);
    if (ticker.day !== null) return ticker.day;
    return ticker.month === null ? null : monthEnd(ticker.year ?? 0, ticker.month);
  }
  const month = MONTH_YEAR.exec(title);
  const number = monthNumber(month?.[1] ?? '');
  if (number === null) return null;
  const year = month?.[2] === undefined ? yearOfMonth(number, nearMs) : Number(month[2]);
  return year === null ? null : monthEnd(year, number);
}
