import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../engine/domain/time.ts';

/** What a clock in New York shows: the venue's hours, days and tickers follow it. */
export interface EasternTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** `EST` or `EDT`. */
  readonly zone: string;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const FORMAT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  weekday: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  timeZoneName: 'short',
});

/** Trading stops then, every week. */
const PAUSE_WEEKDAY = 4;
const PAUSE_HOURS = [3, 5] as const;

export function easternOf(atMs: number): EasternTime {
  const parts = new Map(FORMAT.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const number = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
    zone: parts.get('timeZoneName') ?? 'EST',
  };
}

/** `26APR27`, as event tickers are dated. */
export function tickerDate({ year, month, day }: EasternTime): string {
  return `${pad(year % 100)}${MONTHS[month - 1] ?? ''}${pad(day)}`;
}

/** `26APR271445`: the moment a window closes. */
export function tickerTime(at: EasternTime): string {
  return `${tickerDate(at)}${pad(at.hour)}${pad(at.minute)}`;
}

/** `9:15 PM EST`. */
export function clockWords({ hour, minute, zone }: EasternTime): string {
  return `${hour % 12 === 0 ? 12 : hour % 12}:${pad(minute)} ${hour < 12 ? 'AM' : 'PM'} ${zone}`;
}

/** `Feb 20, 2026`. */
export function dayWords({ year, month, day }: EasternTime): string {
  const name = MONTHS[month - 1] ?? '';
  return `${name.slice(0, 1)}${name.slice(1).toLowerCase()} ${day}, ${year}`;
}

/** Whether the weekly pause of trading is on: Thursdays from 3 to 5 in the morning. */
export function isWeeklyPause(atMs: number): boolean {
  const { weekday, hour } = easternOf(atMs);
  return weekday === PAUSE_WEEKDAY && hour >= PAUSE_HOURS[0] && hour < PAUSE_HOURS[1];
}

/** The pause that is on, or the next one. */
export function nextWeeklyPause(atMs: number): { readonly fromMs: number; readonly toMs: number } {
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  let fromMs = isWeeklyPause(atMs) ? hourMs - PAUSE_HOURS[1] * HOUR_MS : hourMs;
  while (!isWeeklyPause(fromMs)) fromMs += HOUR_MS;
  return { fromMs, toMs: fromMs + (PAUSE_HOURS[1] - PAUSE_HOURS[0]) * HOUR_MS };
}

/** Hours of trading by weekday, in the venue's own words; the pause splits a Thursday. */
export function weeklyHours(hasPause: boolean) {
  const whole = [{ open_time: '00:00', close_time: '24:00' }];
  const [from, to] = PAUSE_HOURS.map((hour) => `${pad(hour)}:00`);
  const split = [
    { open_time: '00:00', close_time: from },
    { open_time: to, close_time: '24:00' },
  ];
  return {
    monday: whole,
    tuesday: whole,
    wednesday: whole,
    thursday: hasPause ? split : whole,
    friday: whole,
    saturday: whole,
    sunday: whole,
  };
}

/** The last moment before `atMs`, or it itself, that ends a stretch of so many minutes. */
export function quarterBefore(atMs: number, minutes = 15): number {
  const stretchMs = minutes * MINUTE_MS;
  return Math.floor(atMs / stretchMs) * stretchMs;
}

/** How far back the live lists of the venue go. */
export const LIVE_WINDOW_MS = 90 * DAY_MS;

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
