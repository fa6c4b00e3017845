import type { SettlementSource } from '../../domain/crypto-rule.ts';
import { type AtMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import { coinOf } from './coins.ts';
import { type EasternTime, easternAtMs, hourOf, monthOf } from './eastern-time.ts';
import {
  BINANCE_MINUTE,
  chainlinkSource,
  mayBe,
  no,
  type RuleWords,
  type ShapeReading,
  yearAt,
  yes,
} from './rule-words.ts';

/** `btc-updown-15m-1771633800`: its start in Unix seconds. */
const WINDOW = /^([a-z]+)-updown-(5m|15m|4h)-(\d{10})$/;
/** `bitcoin-up-or-down-february-20-9pm-et`, with or without a year. */
const HOURLY = /^([a-z]+)-up-or-down-([a-z]+)-(\d{1,2})(?:-(\d{4}))?-(\d{1,2})(am|pm)-et$/;
/** `bitcoin-up-or-down-on-january-21`, with or without a year. */
const DAILY = /^([a-z]+)-up-or-down-on-([a-z]+)-(\d{1,2})(?:-(\d{4}))?$/;

const LENGTHS_MS: Readonly<Record<string, number>> = {
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '4h': 4 * HOUR_MS,
};

const CHAINLINK = /chain\.?link/i;
const BINANCE = /binance/i;
const HOUR_CANDLE = /\b(?:1[- ]hour|1h)\b/i;
const BINANCE_HOUR: SettlementSource = { kind: 'binanceCandle', intervalMs: HOUR_MS };
const NOON = { hour: 12, minute: 0 } as const;

/** Windows of 5 and 15 minutes and 4 hours: Chainlink's price at the end against that at the start. */
export function readWindow(words: RuleWords): ShapeReading {
  const match = WINDOW.exec(words.slug);
  if (match === null) return null;
  const symbol = coinOf(match[1] ?? '');
  if (symbol === null) return no('symbolUnknown', match[1] ?? '');
  const length = match[2] ?? '';
  const opensAtMs = Number(match[3]) * SECOND_MS;
  const closesAtMs = opensAtMs + (LENGTHS_MS[length] ?? 0);
  if (words.closesAtMs !== closesAtMs) return no('windowUnclear', words.slug);
  if (!mayBe(words, CHAINLINK)) return no('sourceUnclear', words.source ?? 'the rules text');
  const source = chainlinkSource(words, closesAtMs, length !== '4h');
  if (source === null) return no('rulesTextNeeded', words.slug);
  return yes({ kind: 'upDown', symbol, source, opensAtMs, closesAtMs, strike: null, tie: 'up' });
}

/** One hour: the close of Binance's hour candle against its open. */
export function readHourly(words: RuleWords): ShapeReading {
  const match = HOURLY.exec(words.slug);
  if (match === null) return null;
  const symbol = coinOf(match[1] ?? '');
  if (symbol === null) return no('symbolUnknown', match[1] ?? '');
  const hour = hourOf(Number(match[5]), match[6] ?? '');
  const day = hour === null ? null : namedDay(match.slice(2, 5), words.closesAtMs);
  const opensAtMs = day === null || hour === null ? null : easternAtMs({ ...day, hour, minute: 0 });
  if (opensAtMs === null || words.closesAtMs !== opensAtMs + HOUR_MS) {
    return no('windowUnclear', words.slug);
  }
  const isHourCandle = words.text === null || HOUR_CANDLE.test(words.text);
  if (!mayBe(words, BINANCE) || !isHourCandle) {
    return no('sourceUnclear', words.source ?? 'the rules text');
  }
  const closesAtMs = words.closesAtMs;
  const source = BINANCE_HOUR;
  return yes({ kind: 'upDown', symbol, source, opensAtMs, closesAtMs, strike: null, tie: 'up' });
}

/**
 * One day: the close of Binance's minute candle of noon against that of the day before; equal ones pay
 * a half. The candle named 12:00 closes at 12:01.
 */
export function readDaily(words: RuleWords): ShapeReading {
  const match = DAILY.exec(words.slug);
  if (match === null) return null;
  const symbol = coinOf(match[1] ?? '');
  if (symbol === null) return no('symbolUnknown', match[1] ?? '');
  const day = namedDay(match.slice(2, 5), words.closesAtMs);
  const noon = day === null ? null : easternAtMs({ ...day, ...NOON });
  const before = day === null ? null : easternAtMs({ ...dayBefore(day), ...NOON });
  if (noon === null || before === null || words.closesAtMs !== noon) {
    return no('windowUnclear', words.slug);
  }
  if (!mayBe(words, BINANCE)) return no('sourceUnclear', words.source ?? 'the rules text');
  return yes({
    kind: 'upDown',
    symbol,
    source: BINANCE_MINUTE,
    opensAtMs: before + MINUTE_MS,
    closesAtMs: noon + MINUTE_MS,
    strike: null,
    tie: 'half',
  });
}

type Day = Pick<EasternTime, 'year' | 'month' | 'day'>;

/** Month, day and perhaps year of a slug; without one, the year of the close. */
function namedDay(
  [month, day, year]: readonly (string | undefined)[],
  closesAtMs: AtMs | null,
): Day | null {
  const number = monthOf(month ?? '');
  if (number === null || closesAtMs === null) return null;
  return {
    year: year === undefined ? yearAt(closesAtMs) : Number(year),
    month: number,
    day: Number(day),
  };
}

/** The calendar day before, whatever the clock did between. */
function dayBefore({ year, month, day }: Day): Day {
  const before = new Date(Date.UTC(year, month - 1, day - 1));
  return {
    year: before.getUTCFullYear(),
    month: before.getUTCMonth() + 1,
    day: before.getUTCDate(),
  };
}
