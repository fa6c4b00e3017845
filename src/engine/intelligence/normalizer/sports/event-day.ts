import type { AtMs } from '../../../domain/time.ts';
import { easternAtMs, hourOf } from '../../price-lag/eastern-time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TICKER_TIME = /-\d{2}[A-Z]{3}\d{2}([01]\d|2[0-3])([0-5]\d)(?=[A-Z0-9])/;
const TIME = /\bat (\d{1,2}):?(\d{2})? ?([AP]M) ET\b/i;
const TICKER_DAY = /-(\d{2})([A-Z]{3})(\d{2})/;
const ISO_DAY = /\b(20\d{2})-(\d{2})-(\d{2})\b/;
const SCHEDULED =
  /scheduled (?:for|on) (?:[a-z]+day, )?([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (20\d{2}))?/i;
const HALF_YEAR_MS = 183 * 86_400_000;

/** Day of a Kalshi ticker, `26MAY09` as `2026-05-09`. */
export function dayOfTicker(ticker: string): string | null {
  const match = TICKER_DAY.exec(ticker);
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  return dayOf(2000 + Number(year), MONTHS.indexOf(month.toLowerCase()), Number(day));
}

/** The first `2026-05-09` of a slug or title. */
export function isoDayIn(text: string): string | null {
  const match = ISO_DAY.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  return dayOf(Number(year), Number(month) - 1, Number(day));
}

/**
 * The day that rules name, "scheduled for January 9 at 7:30PM ET". A day without its year is of the
 * year that brings it nearest to when the market closes; without that it is not known.
 */
export function scheduledDayIn(rules: string, closesAtMs: AtMs | null): string | null {
  const match = SCHEDULED.exec(rules);
  if (match === null) return null;
  const [, month = '', day = '', year] = match;
  const index = MONTHS.indexOf(month.toLowerCase());
  if (year !== undefined) return dayOf(Number(year), index, Number(day));
  if (closesAtMs === null) return null;
  const near = new Date(closesAtMs).getUTCFullYear();
  const years = [near - 1, near, near + 1];
  const nearest = years.find(
    (candidate) => Math.abs(Date.UTC(candidate, index, Number(day)) - closesAtMs) < HALF_YEAR_MS,
  );
  return nearest === undefined ? null : dayOf(nearest, index, Number(day));
}

/** When a Kalshi ticker says that a game begins, `26MAY112005` by the clock of New York. */
export function startOfTicker(ticker: string): AtMs | null {
  const match = TICKER_TIME.exec(ticker);
  const day = dayOfTicker(ticker);
  if (match === null || day === null) return null;
  return startOf(day, Number(match[1]), Number(match[2]));
}

/** When rules say that a game begins, "scheduled for January 9 at 7:30PM ET". */
export function startIn(rules: string, closesAtMs: AtMs | null): AtMs | null {
  const match = TIME.exec(rules);
  const day = scheduledDayIn(rules, closesAtMs);
  if (match === null || day === null) return null;
  const hour = hourOf(Number(match[1]), match[3] ?? '');
  return hour === null ? null : startOf(day, hour, Number(match[2] ?? 0));
}

function startOf(day: string, hour: number, minute: number): AtMs | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return easternAtMs({ year, month, day: date, hour, minute });
}

/** The one day that all of these say; `null` when none does, or two differ. */
export function agreedDay(days: readonly (string | null)[]): string | null {
  let agreed: string | null = null;
  for (const day of days) {
    if (day === null) continue;
    if (agreed !== null && agreed !== day) return null;
    agreed = day;
  }
  return agreed;
}

function dayOf(year: number, month: number, day: number): string | null {
  if (month < 0 || month > 11 || day < 1 || day > 31) return null;
  return `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
