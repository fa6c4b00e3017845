import { MONTH, monthNumber, yearOfMonth } from '../days.ts';
import type { FoldedText } from '../folded-text.ts';

const MONTH_YEAR = new RegExp(`\\b${MONTH}(?: \\d{1,2},?)? (20\\d\\d)\\b`);
const MONTH_MEETING = new RegExp(`\\b${MONTH} (?:fomc |mpc |boj |policy )?(?:meeting|press)`);

/**
 * The month of a meeting, `2026-01`. A ticker comes before a title: titles of one series were seen
 * with the wrong year.
 */
export function meetingMonth({ title, ticker, nearMs }: FoldedText): string | null {
  if (ticker !== null && ticker.month !== null) return monthText(ticker.year, ticker.month);
  const named = MONTH_YEAR.exec(title);
  if (named !== null) return monthText(Number(named[2]), monthNumber(named[1] ?? ''));
  const month = monthNumber(MONTH_MEETING.exec(title)?.[1] ?? '');
  return month === null ? null : monthText(yearOfMonth(month, nearMs), month);
}

export function monthText(year: number | null, month: number | null): string | null {
  if (year === null || month === null) return null;
  return `${year}-${String(month).padStart(2, '0')}`;
}
