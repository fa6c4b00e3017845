import type { CryptoRuleTerms } from '../../domain/crypto-rule.ts';
import { type AtMs, MINUTE_MS } from '../../domain/time.ts';
import { coinOf, dollarsOf } from './coins.ts';
import { easternAtMs, hourOf, monthOf } from './eastern-time.ts';
import {
  BINANCE_MINUTE,
  mayBe,
  no,
  type RuleWords,
  type ShapeReading,
  yearAt,
  yes,
} from './rule-words.ts';

const PRICE = String.raw`\$?[\d,.]+[KkMm]?`;
const CLAIM = `above (${PRICE})|between (${PRICE}) and (${PRICE})|less than (${PRICE})|greater than (${PRICE})`;
const WHEN = String.raw`on ([A-Z][a-z]+) (\d{1,2})(?:, (\d{4}))?(?:,? (?:at )?(\d{1,2}) ?(AM|PM) ET)?`;
/** `Will the price of Bitcoin be above $64,000 on March 11?`, `Bitcoin above 81,400 on May 9, 11PM ET?` */
const QUESTION = new RegExp(
  String.raw`^(?:Will the price of )?([A-Za-z]+) (?:be )?(?:${CLAIM}) ${WHEN}\?$`,
);
/** The strike of `bitcoin-above-64k-on-march-11`, with `pt` for a decimal point. */
const SLUG_STRIKE = /-above-(\d+(?:(?:pt|\.)\d+)?k?)-on-/;

const BINANCE = /binance/i;
/** What the text of an hourly market must say; that of noon is known. */
const MINUTE_CANDLE = /\b1[- ]?m(?:inute)?\b/i;
const NOON_HOUR = 12;

/** A price at a named hour: above a strike, or within a range of several. */
export function readTerminal(words: RuleWords): ShapeReading {
  const match = QUESTION.exec(words.question);
  if (match === null) return null;
  const [, coin = '', above, floor, cap, less, greater, ...when] = match;
  const symbol = coinOf(coin);
  if (symbol === null) return no('symbolUnknown', coin);
  const settlesAtMs = settlement(when, words.closesAtMs);
  if (settlesAtMs === null) return no('windowUnclear', words.question);
  if (!mayBe(words, BINANCE)) return no('sourceUnclear', words.source ?? 'the rules text');
  if (words.text !== null && !MINUTE_CANDLE.test(words.text)) {
    return no('sourceUnclear', 'the rules text');
  }
  const isNoon = when[3] === undefined;
  if (!isNoon && words.text === null) return no('rulesTextNeeded', words.question);
  // The candle that is named by its start closes a minute later.
  const terms = { symbol, source: BINANCE_MINUTE, closesAtMs: settlesAtMs + MINUTE_MS };
  return claimOf(words, terms, { above, floor, cap, less, greater });
}

type Claimed = Readonly<Record<'above' | 'floor' | 'cap' | 'less' | 'greater', string | undefined>>;

function claimOf(words: RuleWords, terms: CryptoRuleTerms, claimed: Claimed): ShapeReading {
  const unclear = no('strikeUnclear', words.question);
  if (claimed.floor !== undefined && claimed.cap !== undefined) {
    const [floor, cap] = [dollarsOf(claimed.floor), dollarsOf(claimed.cap)];
    if (floor === null || cap === null || floor >= cap) return unclear;
    // A price on the border belongs to the range above it.
    return yes({ ...terms, kind: 'range', floor, cap, floorInclusive: true, capInclusive: false });
  }
  const strike = dollarsOf(claimed.above ?? claimed.less ?? claimed.greater ?? '');
  if (strike === null) return unclear;
  if (claimed.above !== undefined && !agrees(words.slug, strike)) return unclear;
  const direction = claimed.less === undefined ? 'above' : 'below';
  const inclusive = claimed.greater !== undefined;
  return yes({ ...terms, kind: 'threshold', direction, strike, inclusive });
}

/** Whether the slug names the same strike, or none. */
function agrees(slug: string, strike: number): boolean {
  const named = SLUG_STRIKE.exec(slug)?.[1];
  return named === undefined || dollarsOf(named.replace('pt', '.')) === strike;
}

/** The named hour, or noon; it must be the market's own end. */
function settlement(
  [monthName = '', day, year, hourName, half]: readonly (string | undefined)[],
  closesAtMs: AtMs | null,
): AtMs | null {
  const month = monthOf(monthName);
  const hour = hourName === undefined ? NOON_HOUR : hourOf(Number(hourName), half ?? '');
  if (month === null || hour === null || closesAtMs === null) return null;
  const named = easternAtMs({
    year: year === undefined ? yearAt(closesAtMs) : Number(year),
    month,
    day: Number(day),
    hour,
    minute: 0,
  });
  return named === closesAtMs ? named : null;
}
