import { contractOf } from './blank-contract.ts';
import type { Contract } from './contract.ts';
import { completeDay, findDay, MONTH } from './days.ts';
import { beforePeriod, findPeriod, windowOf } from './deadline.ts';
import { foldName } from './fold.ts';
import type { FoldedText } from './folded-text.ts';

const FILLING =
  /\b(?:will|the|a|an|be|been|is|are|has|have|there|of|in|to|on|for|with|his|her|their|its|another|any|when|officially)\b/g;
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\bu ?s(?: ?a)?\b|\bunited states\b/g, 'us'],
  [/\b(?:leave|leaves|out) (?:office )?(?:as )?/g, 'out '],
  [/\bdonald trump\b|\bpresident trump\b/g, 'trump'],
  [/\breleased\b|\breleases\b|\blaunch(?:es|ed)?\b/g, 'release'],
  [/\bipos\b/g, 'ipo'],
];
const ON_DAY = new RegExp(`\\bon ${MONTH} \\d{1,2}\\b.*$`);
/** Words that only say that something happens. */
const COUNTED = /\b\d+(?:\+| or more| times)\b/;
const DEATH = /\bdied\b|\bdeath\b|\bdies\b|\bdeceased\b/;
const LAST_PRICE = /\blast traded price\b|\bprior to the death\b/;
const OPM = /\boffice of personnel management\b|\bopm\b/;
const AT_CLOCK = /\bat (\d{1,2}:\d\d ?[ap]m)/;
const NO_FIRST = /^(?:will )?(?:no |not )|\bnot\b/;

/** Whether something happens within a period or on a day, in the venue's own words. The last of the families. */
export function readDeadline(market: FoldedText): Contract | null {
  const { title, subTitle, rules, text, nearMs } = market;
  const period = findPeriod(subTitle, nearMs) ?? findPeriod(title, nearMs);
  const onDay = period === null ? ON_DAY.exec(title) : null;
  const named = findDay(onDay?.[0] ?? '');
  if (period === null && named === null) return null;
  const before = onDay === null ? beforePeriod(title, nearMs) : title.slice(0, onDay.index);
  const what = predicateOf(before, subTitle);
  if (what === '') return null;
  return contractOf({
    family: 'event.happens',
    kind: 'binary',
    entities: [],
    predicate: what,
    window: period === null ? null : windowOf(period),
    day: named === null ? null : completeDay(named, nearMs),
    side: NO_FIRST.test(title) ? 'no' : 'yes',
    earlyClose: deathRule(rules),
    clauses: clausesOf(rules),
    unknown: COUNTED.test(title) ? ['threshold'] : [],
    hasRules: text.rules !== null,
  });
}

/** The words of what happens, sorted, without those that carry nothing. */
function predicateOf(title: string, subTitle: string): string {
  const isOpen = /^(?:who|what|which)\b/.test(title);
  let words = foldName(isOpen ? `${title} ${subTitle}` : title);
  for (const [pattern, same] of SAME) words = words.replace(pattern, same);
  const kept = words
    .replace(FILLING, ' ')
    .split(' ')
    .filter((word) => word !== '');
  return [...new Set(kept)].sort().join(' ');
}

/** Who is paid what when the person that the market is about dies. */
function deathRule(rules: string): string | null {
  if (LAST_PRICE.test(rules)) return 'death pays the last price';
  return DEATH.test(rules) ? 'death named' : null;
}

function clausesOf(rules: string): readonly string[] {
  const clock = AT_CLOCK.exec(rules)?.[1];
  return [
    ...(OPM.test(rules) && clock !== undefined ? [`opm notice at ${clock}`] : []),
    ...(/\bany opm announcement\b/.test(rules) ? ['any opm announcement'] : []),
    ...(/\bfraud, theft, embezzlement\b/.test(rules) ? ['charge scope'] : []),
  ];
}
