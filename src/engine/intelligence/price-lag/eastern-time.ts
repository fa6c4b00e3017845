import { type AtMs, HOUR_MS } from '../../domain/time.ts';

/** A wall clock in New York, by which both venues name their markets. */
export interface EasternTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** Hours that New York is behind UTC: in summer, in winter. */
const BEHIND_H = [4, 5] as const;

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** 1 to 12 of a month's English name or its first three letters, or `null`. */
export function monthOf(name: string): number | null {
  const lower = name.toLowerCase();
  const at = MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
  return at < 0 ? null : at + 1;
}

/** The instant of a wall clock in New York; `null` for one that does not exist. */
export function easternAtMs(time: EasternTime): AtMs | null {
  const asUtc = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  for (const behind of BEHIND_H) {
    const atMs = asUtc + behind * HOUR_MS;
    if (isSame(easternTime(atMs), time)) return atMs;
  }
  return null;
}

/** What the clock in New York shows. */
export function easternTime(atMs: AtMs): EasternTime {
  const parts = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** 0 to 23 of an hour such as `9` and `PM`. */
export function hourOf(hour: number, half: string): number | null {
  if (!Number.isInteger(hour) || hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function isSame(a: EasternTime, b: EasternTime): boolean {
  return (
    a.year === b.year &&
    a.month === b.month &&
    a.day === b.day &&
    a.hour === b.hour &&
    a.minute === b.minute
  );
}
