import { contractOf } from '../blank-contract.ts';
import { type Bound, boundOf, findBound, microOf } from '../bounds.ts';
import type { Contract } from '../contract.ts';
import { MONTH, monthNumber, yearOfMonth } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';
import { structuredBound } from '../prices/strike.ts';
import { monthText } from './meeting.ts';

/** A published number: what it is called, by what words it is known, and its unit. */
interface Figure {
  readonly name: string;
  readonly pattern: RegExp;
  readonly unit: string;
  readonly isInteger: boolean;
}

const FIGURES: readonly Figure[] = [
  { name: 'gdp growth', pattern: /\bgdp\b/, unit: 'percent', isInteger: false },
  { name: 'unemployment', pattern: /\bunemployment\b/, unit: 'percent', isInteger: false },
  {
    name: 'core inflation',
    pattern: /\bcore\b.*\b(?:inflation|cpi)\b|\bcpi core\b|coreinflation/,
    unit: 'percent',
    isInteger: false,
  },
  { name: 'pce', pattern: /\bpce\b/, unit: 'percent', isInteger: false },
  { name: 'inflation', pattern: /\binflation\b|\bcpi\b/, unit: 'percent', isInteger: false },
  {
    name: 'payrolls',
    pattern: /\bjobs (?:be )?added\b|\bpayrolls?\b/,
    unit: 'jobs',
    isInteger: true,
  },
  { name: 'jobless claims', pattern: /\bjobless claims\b/, unit: 'claims', isInteger: true },
  { name: 'gas price', pattern: /\bgas prices?\b/, unit: 'usd', isInteger: false },
];

const COUNTRIES =
  /\b(brazil|canada|mexico|japan|china|india|germany|france|italy|spain|turkey|argentina|russia|australia|uk|united kingdom|eurozone|euro area|south korea|switzerland|sweden|norway|israel|poland)\b/;
const ALIASES: Readonly<Record<string, string>> = {
  'united kingdom': 'uk',
  'euro area': 'eurozone',
};
const QUARTER = /\bq([1-4]) ?(20\d\d)\b/;
const MONTH_YEAR = new RegExp(`\\b${MONTH}(?:,? (20\\d\\d))?`);
const YEAR = /\b(?:in|for) (20\d\d)\b|^(20\d\d)\b/;
const ANNUAL =
  /\b12-month\b|\bannual\b|\byear-over-year\b|\byoy\b|\byear ending\b|\b(?:rate of|yearly)\b/;
const MONTHLY = /\bmonthly\b|\bmonth-over-month\b|\bmom\b|\brise (?:by )?(?:more|less)\b/;
const FROM_TICKER = /^(T)?(-?\d+(?:\.\d+)?)$/;
/** Something other than the number itself. */
const OTHER_SUBJECT =
  /\b(?:how high|before|by (?:end of )?20\d\d|trump|powell|say|mention|recession)\b/;
const BARE = /\b(?:be|increase by|rise by|rises?) (-?\d+(?:\.\d+)?) ?%/;

/** A number that an office of statistics publishes, for a month, a quarter or a year. */
export function readFigure(market: FoldedText): Contract | null {
  const { title } = market;
  const figure = FIGURES.find(({ pattern }) => pattern.test(title));
  if (figure === undefined || OTHER_SUBJECT.test(title)) return null;
  const bound = boundIn(market);
  const period = periodOf(market);
  const country = COUNTRIES.exec(title)?.[1];
  const pace = paceOf(market);
  return contractOf({
    family: 'economy.figure',
    kind: bound?.comparator === 'between' ? 'range' : 'threshold',
    entities: [country === undefined ? 'us' : (ALIASES[country] ?? country)],
    predicate: `${figure.name}${pace === null ? '' : ` ${pace}`}`,
    event: period,
    comparator: bound?.comparator ?? null,
    floor: bound?.floor ?? null,
    cap: bound?.cap ?? null,
    unit: figure.unit,
    isInteger: figure.isInteger,
    side: 'yes',
    unknown: [
      ...(bound === null ? ['threshold'] : []),
      ...(period === null ? ['event'] : []),
      ...(/inflation|pce/.test(figure.name) && pace === null ? ['predicate'] : []),
    ],
    hasRules: market.text.rules !== null,
  });
}

/** By the year or by the month; `null` where neither is said. */
function paceOf({ title, rules, ticker }: FoldedText): 'yearly' | 'monthly' | null {
  if (ANNUAL.test(title) || ANNUAL.test(rules) || /YOY|INF$|^KXACPI$/.test(ticker?.series ?? ''))
    return 'yearly';
  return MONTHLY.test(title) ? 'monthly' : null;
}

function boundIn(market: FoldedText): Bound | null {
  const { title, subTitle, ticker } = market;
  const said = structuredBound(market) ?? findBound(subTitle) ?? findBound(title);
  if (said !== null) return said;
  if (/\bnegative\b/.test(title)) return boundOf('lt', 0);
  const bare = microOf(BARE.exec(title)?.[1] ?? '');
  if (bare !== null) return boundOf('eq', bare);
  const strike = FROM_TICKER.exec(ticker?.strike ?? '');
  const value = strike?.[1] === 'T' ? microOf(strike[2] ?? '') : null;
  return value === null || !/\babove\b|\bmore than\b/.test(title) ? null : boundOf('gt', value);
}

/** `2025`, `2025-Q4` or `2025-12`. */
function periodOf({ title, ticker, nearMs }: FoldedText): string | null {
  const quarter = QUARTER.exec(title);
  if (quarter !== null) return `${quarter[2]}-Q${quarter[1]}`;
  const month = MONTH_YEAR.exec(title);
  if (month !== null) {
    const number = monthNumber(month[1] ?? '');
    const year = month[2] === undefined ? null : Number(month[2]);
    if (year !== null) return monthText(year, number);
    if (ticker?.month === number) return monthText(ticker.year, number);
    return number === null ? null : monthText(yearOfMonth(number, nearMs), number);
  }
  const year = YEAR.exec(title);
  return year === null ? null : (year[1] ?? year[2] ?? null);
}
