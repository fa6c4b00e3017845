import { contractOf } from '../blank-contract.ts';
import type { Contract } from '../contract.ts';
import { completeDay, findDay, shiftDay } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';

interface Chart {
  readonly pattern: RegExp;
  readonly name: string;
  /** Days from the day that Kalshi's ticker names to the day that the chart comes out. */
  readonly kalshiLag: number;
}

const CHARTS: readonly Chart[] = [
  { pattern: /\bnetflix\b.*\bmovie|\bmovie\b.*\bnetflix\b/, name: 'netflix movie', kalshiLag: 1 },
  { pattern: /\bnetflix\b/, name: 'netflix show', kalshiLag: 1 },
  { pattern: /\bbillboard hot 100\b/, name: 'billboard hot 100', kalshiLag: 0 },
  { pattern: /\bbillboard 200\b/, name: 'billboard 200', kalshiLag: 0 },
  {
    pattern: /\bspotify\b.*\bartist|\bartist\b.*\bspotify\b/,
    name: 'spotify artist',
    kalshiLag: 0,
  },
  { pattern: /\bspotify\b.*\bsong|\bsong\b.*\bspotify\b/, name: 'spotify song', kalshiLag: 0 },
  {
    pattern: /\bapp(?:le)? (?:app )?store\b.*\bpaid|\bpaid\b.*\bapp(?:le)? (?:app )?store\b/,
    name: 'app store paid',
    kalshiLag: 0,
  },
  { pattern: /\bapp(?:le)? (?:app )?store\b/, name: 'app store free', kalshiLag: 0 },
];
const TOP = /\btop\b|#\d+|\bnumber one\b|\bno\. ?1\b|\brunner-?up\b/;
const RANK = /#(\d{1,2})\b/;
const SUBJECT = /^will (.+?) (?:be|top|reach)\b/;
const RULES_SUBJECT = /^if (.+?) is #\d+ on/;
const PUBLISHED =
  /\bchart (?:that is )?(?:published|released|dated) (?:on )?([a-z]+ \d{1,2}, 20\d\d)/;
const ENGLISH_ONLY = /\benglish only\b|\benglish-language only\b/;
const WORLD = /\bglobal(?:ly)?\b|\bworldwide\b/;

/** What stands at a place of a chart on a day. */
export function readChart(market: FoldedText): Contract | null {
  const { title, subTitle, rules, ticker, text } = market;
  if (!TOP.test(title)) return null;
  const chart = CHARTS.find(({ pattern }) => pattern.test(title));
  if (chart === undefined) return null;
  const told = RULES_SUBJECT.exec(rules)?.[1] ?? '';
  const shown = subTitle === '' ? (SUBJECT.exec(title)?.[1] ?? '') : subTitle;
  const who = workName(told !== '' && ticker !== null ? told : shown);
  const day = chartDay(market, chart);
  const region = WORLD.test(title) ? 'global' : 'us';
  return contractOf({
    family: 'culture.chart',
    kind: 'binary',
    entities: who === '' ? [] : [who],
    predicate: 'isRanked',
    event: `${chart.name} ${region}`,
    day,
    rank: Number(RANK.exec(title)?.[1] ?? (/\brunner-?up\b/.test(title) ? 2 : 1)),
    side: 'yes',
    clauses: ENGLISH_ONLY.test(rules) ? ['english only'] : [],
    unknown: [...(who === '' ? ['entities'] : []), ...(day === null ? ['day'] : [])],
    hasRules: text.rules !== null,
  });
}

/** `Stranger Things: Season 5` and `Stranger Things 5` are one. */
function workName(text: string): string {
  return entityName(text.replace(/:? season (?=\d)/, ' '));
}

function chartDay({ title, rules, ticker, nearMs }: FoldedText, chart: Chart): string | null {
  if (ticker !== null) {
    const published = findDay(PUBLISHED.exec(rules)?.[1] ?? '');
    if (published !== null) return completeDay(published, nearMs);
    return ticker.day === null ? null : shiftDay(ticker.day, chart.kalshiLag);
  }
  const named = findDay(title);
  return named === null ? null : completeDay(named, nearMs);
}
