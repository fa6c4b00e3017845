import * as chrono from 'chrono-node';
import type { AtMs } from '../../domain/time.ts';
import type { Window } from './contract.ts';
import {
  completeDay,
  dayStartMs,
  findDay,
  MONTH,
  monthEnd,
  monthNumber,
  shiftDay,
  yearOfMonth,
} from './days.ts';

/** By when something must happen: the last day that counts, and the first where one is named. */
export interface Period {
  readonly firstDay: string | null;
  readonly lastDay: string;
}

/** A period, and where in the text it begins. */
interface Located {
  readonly period: Period;
  readonly index: number;
}

interface Days {
  readonly firstDay: string;
  readonly lastDay: string;
}

const LIMIT =
  /\b(on or before|before|prior to|by the end of|by end of|at the end of|by|through|until) (?=\S)/g;
const STARTS_WITH_DAY = new RegExp(`^(?:\\d|${MONTH} \\d{1,2}\\b)`);
const MONTH_ONLY = new RegExp(`^${MONTH}(?:,? (20\\d\\d))?(?=[?.,:;)]|$| )`);
const YEAR_ONLY = /^(20\d\d)(?=[?.,:;)]|$| )/;
const IN_MONTH = new RegExp(`\\b(?:in|during) ${MONTH}(?:,? (20\\d\\d))?`);
const IN_YEAR = /\bin (20\d\d)\b/;
const DAY_RANGE = new RegExp(
  `\\b${MONTH} (\\d{1,2})(?:,? (20\\d\\d))? ?(?:-|to|through) ?(?:${MONTH} )?(\\d{1,2})\\b(?:,? (20\\d\\d))?`,
);
/** How a date in words begins. */
const WORDED =
  /^(?:next|this|tomorrow|today|tonight|(?:sun|mon|tues|wednes|thurs|fri|satur)day|christmas|new year|midnight|noon|the end)/;
/** A date in words is short; longer rests are about something else. */
const WORDED_LENGTH_MAX = 40;

/**
 * The period that a folded title names: `by January 31`, `before Feb 1, 2026`, `in January`,
 * `January 5-11`. "Before" leaves its day out. `null` when there is none, or no year can be told.
 */
export function findPeriod(text: string, nearMs: AtMs | null): Period | null {
  return locate(text, nearMs)?.period ?? null;
}

/** What stands before the words of {@link findPeriod}: what has to happen. */
export function beforePeriod(text: string, nearMs: AtMs | null): string {
  const found = locate(text, nearMs);
  return found === null ? text : text.slice(0, found.index).trim();
}

/** The period as instants in New York; its end is the midnight after the last day, left out. */
export function windowOf(period: Period): Window {
  return {
    fromMs: period.firstDay === null ? null : dayStartMs(period.firstDay),
    toMs: dayStartMs(shiftDay(period.lastDay, 1)),
    includesFrom: true,
    includesTo: false,
  };
}

function locate(text: string, nearMs: AtMs | null): Located | null {
  for (const match of text.matchAll(LIMIT)) {
    const rest = text.slice(match.index + match[0].length);
    const period = limitOf(match[1] ?? '', rest, nearMs);
    if (period !== null) return { period, index: match.index };
  }
  return rangeIn(text, nearMs) ?? monthIn(text, nearMs) ?? yearIn(text);
}

function limitOf(word: string, rest: string, nearMs: AtMs | null): Period | null {
  const isEnd = /\bend of$/.test(word) || /^(?:the )?end of /.test(rest);
  const days = daysOf(rest.replace(/^(?:the )?end of /, ''), nearMs);
  if (days === null) return null;
  if (word === 'before' || word === 'prior to') {
    const lastDay = isEnd ? days.lastDay : shiftDay(days.firstDay, -1);
    return { firstDay: null, lastDay };
  }
  // "By April 2026" may mean its first or its last day.
  const isVague = days.firstDay !== days.lastDay && !isEnd;
  return isVague ? null : { firstDay: null, lastDay: days.lastDay };
}

/** The day, month or year that `rest` begins with, as its first and its last day. */
function daysOf(rest: string, nearMs: AtMs | null): Days | null {
  const year = YEAR_ONLY.exec(rest)?.[1];
  if (year !== undefined) return { firstDay: `${year}-01-01`, lastDay: `${year}-12-31` };
  if (STARTS_WITH_DAY.test(rest)) {
    const named = findDay(rest);
    const day = named === null ? null : completeDay(named, nearMs);
    return day === null ? null : { firstDay: day, lastDay: day };
  }
  const month = MONTH_ONLY.exec(rest);
  if (month !== null) return monthDays(month[1], month[2], nearMs);
  const day = wordedDay(rest, nearMs);
  return day === null ? null : { firstDay: day, lastDay: day };
}

function monthDays(
  name: string | undefined,
  yearText: string | undefined,
  nearMs: AtMs | null,
): Days | null {
  const month = monthNumber(name ?? '');
  if (month === null) return null;
  const year = yearText === undefined ? yearOfMonth(month, nearMs) : Number(yearText);
  if (year === null) return null;
  const lastDay = monthEnd(year, month);
  return { firstDay: `${lastDay.slice(0, 8)}01`, lastDay };
}

function rangeIn(text: string, nearMs: AtMs | null): Located | null {
  const match = DAY_RANGE.exec(text);
  if (match === null) return null;
  const [, month, from, fromYear, toMonth, to, toYear] = match;
  const first = monthNumber(month ?? '');
  const last = toMonth === undefined ? first : monthNumber(toMonth);
  if (first === null || last === null) return null;
  const yearText = toYear ?? fromYear;
  const year = yearText === undefined ? null : Number(yearText);
  const lastDay = completeDay({ year, month: last, day: Number(to) }, nearMs);
  if (lastDay === null) return null;
  const lastYear = Number(lastDay.slice(0, 4));
  const firstYear = first > last ? lastYear - 1 : lastYear;
  const firstDay = completeDay({ year: firstYear, month: first, day: Number(from) }, nearMs);
  if (firstDay === null || firstDay > lastDay) return null;
  return { period: { firstDay, lastDay }, index: match.index };
}

function monthIn(text: string, nearMs: AtMs | null): Located | null {
  const match = IN_MONTH.exec(text);
  const period = match === null ? null : monthDays(match[1], match[2], nearMs);
  return match === null || period === null ? null : { period, index: match.index };
}

function yearIn(text: string): Located | null {
  const match = IN_YEAR.exec(text);
  if (match === null) return null;
  const year = match[1] ?? '';
  return {
    period: { firstDay: `${year}-01-01`, lastDay: `${year}-12-31` },
    index: match.index,
  };
}

/**
 * Days in words that the grammar above lacks, such as `next friday`. Never moved forward: that turns
 * a week that is underway into one of next year. Only a day that was said counts, not one implied.
 */
function wordedDay(rest: string, nearMs: AtMs | null): string | null {
  if (nearMs === null || rest.length > WORDED_LENGTH_MAX || !WORDED.test(rest)) return null;
  const [found] = chrono.en.casual.parse(rest, new Date(nearMs), { forwardDate: false });
  if (found === undefined || found.index > 0) return null;
  const { start } = found;
  const isSaid = start.isCertain('day') || start.isCertain('weekday');
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  if (!isSaid || year === null || month === null || day === null) return null;
  return completeDay({ year, month, day }, nearMs);
}
