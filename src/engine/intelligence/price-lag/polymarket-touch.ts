import type { OneTouchRule } from '../../domain/crypto-rule.ts';
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

/**
 * `Will Bitcoin reach $125K in August?`, `Will Bitcoin dip to $84,000 January 5-11?`,
 * `Will Bitcoin hit $150k by March 31, 2026?`
 */
const QUESTION =
  /^Will ([A-Za-z]+) (reach|hit|dip to) (\$?[\d,.]+[KkMm]?) (?:in ([A-Z][a-z]+)(?: (\d{4}))?|([A-Z][a-z]+) (\d{1,2})[-–]\d{1,2}|by .+)\?$/;
/** Where the text of a span of days begins: `from 10:30 AM ET on the first date`. */
const FROM = /from (\d{1,2}):(\d{2}) ?(AM|PM) ET on the first/i;
const BINANCE = /binance/i;
const HIGH = /["“”']?high["“”']? price/i;
const LOW = /["“”']?low["“”']? price/i;
/** A month's market ends with its last minute, told as that minute or as the next month's first. */
const END_WITHIN_MS = MINUTE_MS;

/** Whether the high or low of any minute candle reaches a strike in a window. */
export function readTouch(words: RuleWords): ShapeReading {
  const match = QUESTION.exec(words.question);
  if (match === null) return null;
  const [, coin = '', verb = '', price = ''] = match;
  const symbol = coinOf(coin);
  if (symbol === null) return no('symbolUnknown', coin);
  const strike = dollarsOf(price);
  if (strike === null) return no('strikeUnclear', price);
  const direction = directionOf(verb, words.text);
  if (direction === null) return no('rulesTextNeeded', words.question);
  if (!mayBe(words, BINANCE)) return no('sourceUnclear', words.source ?? 'the rules text');
  const opensAtMs = match[4] === undefined ? spanOpening(match, words) : monthOpening(match, words);
  if (typeof opensAtMs !== 'number') return opensAtMs;
  const closesAtMs = words.closesAtMs ?? opensAtMs;
  const source = BINANCE_MINUTE;
  return yes({ kind: 'oneTouch', symbol, source, direction, strike, opensAtMs, closesAtMs });
}

function directionOf(verb: string, text: string | null): OneTouchRule['direction'] | null {
  if (verb === 'reach') return 'up';
  if (verb === 'dip to') return 'down';
  // "Hit" is either way: only the text says whether highs or lows count.
  if (text === null || HIGH.test(text) === LOW.test(text)) return null;
  return HIGH.test(text) ? 'up' : 'down';
}

/** A month in New York, which the market must end with. */
function monthOpening(match: RegExpExecArray, { closesAtMs, question }: RuleWords): Opening {
  const month = monthOf(match[4] ?? '');
  if (month === null || closesAtMs === null) return no('windowUnclear', question);
  // The last moment within the market is still in its month.
  const year = match[5] === undefined ? yearAt(closesAtMs - MINUTE_MS) : Number(match[5]);
  const first = { day: 1, hour: 0, minute: 0 };
  const opensAtMs = easternAtMs({ year, month, ...first });
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  const endsAtMs = easternAtMs({ ...next, ...first });
  if (opensAtMs === null || endsAtMs === null) return no('windowUnclear', question);
  const off = endsAtMs - closesAtMs;
  return off >= 0 && off <= END_WITHIN_MS ? opensAtMs : no('windowUnclear', question);
}

/** Days of a month: only the text says at what time the first of them begins. */
function spanOpening(match: RegExpExecArray, { closesAtMs, question, text }: RuleWords): Opening {
  if (text === null) return no('rulesTextNeeded', question);
  if (match[6] === undefined) return no('windowUnclear', question);
  const from = FROM.exec(text);
  const month = monthOf(match[6]);
  const hour = from === null ? null : hourOf(Number(from[1]), from[3] ?? '');
  if (month === null || hour === null || closesAtMs === null) return no('windowUnclear', question);
  const opensAtMs = easternAtMs({
    year: yearAt(closesAtMs - MINUTE_MS),
    month,
    day: Number(match[7]),
    hour,
    minute: Number(from?.[2]),
  });
  if (opensAtMs === null || opensAtMs >= closesAtMs) return no('windowUnclear', question);
  return opensAtMs;
}

type Opening = AtMs | ReturnType<typeof no>;
