import { type AtMs, DAY_MS, localDay } from '../../engine/domain/time.ts';
import { startOfDay } from '../format/moments.ts';

/** A span of local days: from the beginning of one to the beginning of another. */
export interface Span {
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
}

/** The local day before the one of `nowMs`. */
export function yesterday(nowMs: AtMs, zone: string): Span {
  const untilMs = startOfDay({ nowMs, zone });
  return { fromMs: startOfDay({ nowMs: untilMs - 1, zone }), untilMs };
}

/** A local date as days since 1970. */
function dayNumber(atMs: AtMs, zone: string): number {
  return Date.parse(`${localDay(atMs, zone)}T00:00:00Z`) / DAY_MS;
}

/** 0 is Monday. */
function weekdayNumber(days: number): number {
  // 1 January 1970 was a Thursday.
  return (((days + 3) % 7) + 7) % 7;
}

/** The local week before the one of `nowMs`, from Monday to Monday. */
export function lastWeek(nowMs: AtMs, zone: string): Span {
  let untilMs = startOfDay({ nowMs, zone });
  for (let left = weekdayNumber(dayNumber(nowMs, zone)); left > 0; left -= 1) {
    untilMs = startOfDay({ nowMs: untilMs - 1, zone });
  }
  let fromMs = untilMs;
  for (let left = 7; left > 0; left -= 1) fromMs = startOfDay({ nowMs: fromMs - 1, zone });
  return { fromMs, untilMs };
}

/** The ISO week of a moment: the year that has its Thursday, and its number there. */
export function isoWeek(
  atMs: AtMs,
  zone: string,
): { readonly year: number; readonly week: number } {
  const days = dayNumber(atMs, zone);
  const thursday = days - weekdayNumber(days) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const firstDay = Date.UTC(year, 0, 1) / DAY_MS;
  return { year, week: Math.floor((thursday - firstDay) / 7) + 1 };
}
