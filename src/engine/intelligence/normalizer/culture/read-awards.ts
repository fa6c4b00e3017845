import { contractOf } from '../blank-contract.ts';
import type { Contract } from '../contract.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';
import { foldCategory } from './category.ts';
import { besideShow, type Edition, findAward, findShow } from './editions.ts';

const POLYMARKET_NOMINATED =
  /^will (.+?) be (?:nominated|a nominee) for (.+?)(?: (?:at|for|in) (?:the )?(?=\d|20|[a-z' ]+awards?\b).*)?\?/;
const POLYMARKET_WINS = /^will (.+?) win (?:the )?(.+?)\?/;
const KALSHI_NOMINATED = /\bnominat(?:ions?|ed)\b|\bnominees?\b/;
const RULES_SUBJECT = /^if (.+?) (?:has been|is|are|have been) nominated for (.+?) at /;
const KALSHI_SUBJECT = /^will (.+?) (?:win|be nominated)\b/;
const PERSONS_WORK = /^[^()]+\(([^()]*(?:[:]| from )[^()]*)\)/;

/** Who is nominated for a prize, who wins it, who wins a show. */
export function readAward(market: FoldedText): Contract | null {
  return market.text.venue === 'polymarket' ? polymarketAward(market) : kalshiAward(market);
}

function polymarketAward(market: FoldedText): Contract | null {
  const { title } = market;
  const nominated = POLYMARKET_NOMINATED.exec(title);
  const match = nominated ?? POLYMARKET_WINS.exec(title);
  if (match === null) return null;
  const [, who = '', what = ''] = match;
  const edition = findAward(title, null) ?? findShow(title, null);
  if (edition === null) return null;
  const isShow = findAward(title, null) === null;
  return award(market, {
    edition,
    category: isShow ? showCategory(what) : foldCategory(what.replace(/ at the .*$/, '')),
    who,
    predicate: nominated === null ? 'wins' : 'isNominated',
    work: PERSONS_WORK.exec(who)?.[1] ?? null,
  });
}

function kalshiAward(market: FoldedText): Contract | null {
  const { title, subTitle, rules, ticker } = market;
  const year = ticker?.year ?? null;
  const ceremony = findAward(title, year);
  const edition = ceremony ?? findShow(title, year);
  if (edition === null || /\b(?:host|perform|attend|say|speech|announce)\b/.test(title))
    return null;
  const isNomination = KALSHI_NOMINATED.test(title);
  const told = RULES_SUBJECT.exec(rules);
  const who = subTitle === '' ? (told?.[1] ?? KALSHI_SUBJECT.exec(title)?.[1] ?? '') : subTitle;
  return award(market, {
    edition,
    category: ceremony === null ? showCategory(title) : foldCategory(withoutSubject(title, who)),
    who,
    predicate: isNomination ? 'isNominated' : 'wins',
    work: null,
  });
}

/** Who wins a show, or whatever else of it is asked. */
function showCategory(text: string): string {
  const other = besideShow(text);
  return other === '' ? 'winner' : other;
}

function withoutSubject(title: string, who: string): string {
  const named = title.replace(/^will .+? (?=win\b|be nominated\b)/, '');
  return who === '' ? named : named.replace(who, '');
}

function award(
  market: FoldedText,
  told: {
    readonly edition: Edition;
    readonly category: string | null;
    readonly who: string;
    readonly predicate: string;
    readonly work: string | null;
  },
): Contract {
  const { name, edition } = told.edition;
  const who = entityName(told.who);
  const isKnown = edition !== null && told.category !== null;
  return contractOf({
    family: 'culture.award',
    kind: 'binary',
    entities: who === '' ? [] : [who],
    predicate: told.predicate,
    event: isKnown ? `${name} ${edition}: ${told.category}` : null,
    side: 'yes',
    // A person may win for one work and not for another.
    clauses: told.work === null ? [] : [`work:${entityName(told.work)}`],
    unknown: [...(who === '' ? ['entities'] : []), ...(isKnown ? [] : ['event'])],
    hasRules: market.text.rules !== null,
  });
}
