import { type AtMs, DAY_MS } from '../../domain/time.ts';
import { easternAtMs, easternTime, monthOf } from '../price-lag/eastern-time.ts';

/** A calendar day of which the year may be missing, as titles name it. */
export interface NamedDay {
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** The part of a pattern that names a month, in folded text. */
export const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';

const ISO_DAY = /\b(20\d\d)-(\d\d)-(\d\d)(?!\d)/;
const MONTH_DAY = new RegExp(
  `\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:(?:,| in)? (20\\d\\d)\\b)?`,
);
const DAY_MONTH = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (20\\d\\d)\\b)?`);
/** Days of a Polymarket slug: `bitcoin-above-79000-on-may-9-2026-4pm-et`. */
const SLUG_DAY = new RegExp(`-${MONTH}-(\\d{1,2})-(20\\d\\d)(?:-|$)`);
/** A market without a year is about a day at most so far from when it trades. */
const HALF_YEAR_MS = 183 * DAY_MS;

/** 1 to 12 of a month's name in folded text. */
export function monthNumber(name: string): number | null {
  return monthOf(name.slice(0, 3));
}

/** `2026-05-09`; `null` for a day that no calendar has. */
export function dayText(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return at.toISOString().slice(0, 10);
}

/** The first day that a folded text names. */
export function findDay(text: string): NamedDay | null {
  const iso = ISO_DAY.exec(text);
  if (iso !== null) {
    return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  }
  const american = MONTH_DAY.exec(text);
  if (american !== null) return named(american[1], american[2], american[3]);
  const european = DAY_MONTH.exec(text);
  return european === null ? null : named(european[2], european[1], european[3]);
}

/** The day in a Polymarket slug, which has its year. */
export function dayInSlug(slug: string | null): NamedDay | null {
  const match = slug === null ? null : SLUG_DAY.exec(slug);
  return match === null ? null : named(match[1], match[2], match[3]);
}

function named(
  month: string | undefined,
  day: string | undefined,
  year: string | undefined,
): NamedDay | null {
  const number = monthNumber(month ?? '');
  if (number === null) return null;
  return { year: year === undefined ? null : Number(year), month: number, day: Number(day) };
}

/** The day with its year: the named one, else that which is nearest to when the market trades. */
export function completeDay(day: NamedDay, nearMs: AtMs | null): string | null {
  if (day.year !== null) return dayText(day.year, day.month, day.day);
  if (nearMs === null) return null;
  const { year } = easternTime(nearMs);
  for (const candidate of [year, year - 1, year + 1]) {
    const text = dayText(candidate, day.month, day.day);
    if (text !== null && Math.abs(Date.parse(text) - nearMs) <= HALF_YEAR_MS) return text;
  }
  return null;
}

/** The year of a month without one: that whose middle is nearest to when the market trades. */
export function yearOfMonth(month: number, nearMs: AtMs | null): number | null {
  const day = completeDay({ year: null, month, day: 15 }, nearMs);
  return day === null ? null : Number(day.slice(0, 4));
}

/** The day so many days after `day`. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last day of a month. */
export function monthEnd(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Midnight in New York at which `day` begins. */
export function dayStartMs(day: string): AtMs | null {
  return clockMs(day, 0);
}

/** The instant of an hour of a day in New York. */
export function clockMs(day: string, hour: number, minute = 0): AtMs | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return easternAtMs({ year, month, day: date, hour, minute });
}
