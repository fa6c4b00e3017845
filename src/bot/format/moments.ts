import {
  type AtMs,
  DAY_MS,
  HOUR_MS,
  localDay,
  MINUTE_MS,
  SECOND_MS,
} from '../../engine/domain/time.ts';

/** Below it milliseconds matter to a reader. */
const MILLISECONDS_BELOW_MS = 100;
/** Below it tenths of a second do. */
const TENTHS_BELOW_MS = 9_950;

/** `3 ms`, `1.8 s`, `38 s`, `12 min`, `6 h 12 m`, `3 days`; what is negative is `0 s`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole === 0) return '0 s';
  if (whole < MILLISECONDS_BELOW_MS) return `${whole} ms`;
  if (whole < TENTHS_BELOW_MS) return `${(whole / SECOND_MS).toFixed(1).replace('.0', '')} s`;
  const inSeconds = Math.round(whole / SECOND_MS);
  if (inSeconds < 60) return `${inSeconds} s`;
  const inMinutes = Math.round(whole / MINUTE_MS);
  if (inMinutes < 60) return `${inMinutes} min`;
  if (inMinutes < 24 * 60) {
    const rest = inMinutes % 60;
    return `${Math.floor(inMinutes / 60)} h${rest === 0 ? '' : ` ${rest} m`}`;
  }
  const days = Math.round(whole / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** A time that a person set, exactly: `90 s`, `1.5 s`. */
export function seconds(ms: number): string {
  return `${ms / SECOND_MS} s`;
}

/** The same in minutes: `60 min`. */
export function minutes(ms: number): string {
  return `${ms / MINUTE_MS} min`;
}

/** The same in hours: `36 h`. */
export function hours(ms: number): string {
  return `${ms / HOUR_MS} h`;
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const MINUTE: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };

const formats = new Map<string, Intl.DateTimeFormat>();

function inZone(atMs: AtMs, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${zone} ${Object.keys(options).join()}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
    formats.set(key, format);
  }
  return format.format(atMs);
}

/** `14:02:11` in the reader's zone. */
export function clock(atMs: AtMs, zone: string): string {
  return inZone(atMs, zone, CLOCK);
}

/** `14:02` in the reader's zone. */
export function clockMinute(atMs: AtMs, zone: string): string {
  return inZone(atMs, zone, MINUTE);
}

/** Minutes since the reader's midnight, as clocks there show it. */
export function minuteOfDay(atMs: AtMs, zone: string): number {
  const [hours, minutes] = inZone(atMs, zone, MINUTE).split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** `Sat 21 Nov` in the reader's zone. */
export function weekday(atMs: AtMs, zone: string): string {
  return inZone(atMs, zone, WEEKDAY).replace(',', '');
}

/** `3 Nov` in the reader's zone. */
export function day(atMs: AtMs, zone: string): string {
  return inZone(atMs, zone, DAY);
}

/** Where and when someone reads. */
export interface Reader {
  readonly nowMs: AtMs;
  readonly zone: string;
}

/** Relative first, the clock behind it: `4 s ago, 14:02:07`, `3 days ago, 19 Nov 14:02`. */
export function ago(atMs: AtMs, { nowMs, zone }: Reader): string {
  const age = `${duration(nowMs - atMs)} ago`;
  if (localDay(atMs, zone) === localDay(nowMs, zone)) return `${age}, ${clock(atMs, zone)}`;
  return `${age}, ${day(atMs, zone)} ${inZone(atMs, zone, MINUTE)}`;
}

/** No zone's day is longer. */
const LONGEST_DAY_MS = 26 * HOUR_MS;

/** When the reader's day began. Found by halving, because days with a clock change are uneven. */
export function startOfDay({ nowMs, zone }: Reader): AtMs {
  const today = localDay(nowMs, zone);
  let before = nowMs - LONGEST_DAY_MS;
  let within = nowMs;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (localDay(middle, zone) === today) within = middle;
    else before = middle;
  }
  return within;
}
