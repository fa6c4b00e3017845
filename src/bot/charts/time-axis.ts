import {
  type AtMs,
  DAY_MS,
  HOUR_MS,
  isTimeZone,
  MINUTE_MS,
  SECOND_MS,
} from '../../engine/domain/time.ts';

/** A mark of the time axis. */
export interface TimeTick {
  readonly atMs: AtMs;
  /** One line, or the clock with the day below it. */
  readonly label: string;
  /** A day begins here, on an axis of hours. */
  readonly dayTurn: boolean;
}

const CLOCK_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
];
const DAY_STEPS = [1, 2, 3, 5, 7, 10, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000, 24_000];
/** Two marks in all the years that are shown. */
const MONTH_STEP_MAX = 60_000;
const MONTH_MS = 30.44 * DAY_MS;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Span {
  readonly fromMs: AtMs;
  readonly toMs: AtMs;
  /** Marks that there is room for, two at least. */
  readonly most: number;
  readonly zone: string;
}

/** Marks at round times of the reader's zone, at most `most`. */
export function timeTicks({ fromMs, toMs, most, zone }: Span): readonly TimeTick[] {
  const clock = new ZoneClock(zone);
  const span = toMs - fromMs;
  const fits = (stepMs: number): boolean => Math.floor(span / stepMs) + 1 <= most;
  const within = (atMs: AtMs): boolean => atMs >= fromMs && atMs <= toMs;
  const hours = CLOCK_STEPS_MS.find(fits);
  if (hours !== undefined)
    return clockTicks(roundTimes({ fromMs, toMs, stepMs: hours }, clock).filter(within), clock);
  const days = DAY_STEPS.find((step) => fits(step * DAY_MS));
  const times =
    days === undefined
      ? roundMonths(
          {
            fromMs,
            toMs,
            step: MONTH_STEPS.find((step) => fits(step * MONTH_MS)) ?? MONTH_STEP_MAX,
          },
          clock,
        )
      : roundTimes({ fromMs, toMs, stepMs: days * DAY_MS }, clock);
  const label = days === undefined ? monthLabel : dayLabel;
  return times
    .filter(within)
    .map((atMs) => ({ atMs, label: label(new Date(clock.local(atMs))), dayTurn: false }));
}

function clockTicks(times: readonly AtMs[], clock: ZoneClock): TimeTick[] {
  let shown = '';
  return times.map((atMs) => {
    const local = new Date(clock.local(atMs));
    const day = dayLabel(local);
    const time = local.toISOString().slice(11, 16);
    const label = day === shown ? time : `${time}\n${day}`;
    shown = day;
    return { atMs, label, dayTurn: time === '00:00' };
  });
}

interface Steps {
  readonly fromMs: AtMs;
  readonly toMs: AtMs;
  readonly stepMs: number;
}

function roundTimes({ fromMs, toMs, stepMs }: Steps, clock: ZoneClock): AtMs[] {
  const times: AtMs[] = [];
  let local = Math.floor(clock.local(fromMs) / stepMs) * stepMs;
  // A zone's clock may jump by hours: one step more on both sides covers it.
  for (; clock.instant(local) <= toMs; local += stepMs) times.push(clock.instant(local));
  return [...new Set(times)];
}

function roundMonths(
  { fromMs, toMs, step }: { readonly fromMs: AtMs; readonly toMs: AtMs; readonly step: number },
  clock: ZoneClock,
): AtMs[] {
  const start = new Date(clock.local(fromMs));
  const months = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const times: AtMs[] = [];
  for (let month = Math.floor(months / step) * step; ; month += step) {
    const atMs = clock.instant(Date.UTC(Math.floor(month / 12), month % 12));
    if (!(atMs <= toMs)) return times;
    times.push(atMs);
  }
}

function dayLabel(local: Date): string {
  return `${local.getUTCDate()} ${MONTHS[local.getUTCMonth()] ?? ''}`;
}

function monthLabel(local: Date): string {
  const month = local.getUTCMonth();
  return month === 0 ? String(local.getUTCFullYear()) : (MONTHS[month] ?? '');
}

/** A zone's wall clock, as milliseconds that read like UTC; UTC where the zone is not known. */
class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: isTimeZone(zone) ? zone : 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
  }

  local(atMs: AtMs): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(atMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (atMs % SECOND_MS);
  }

  /** When the wall clock shows this; about then where it never does. */
  instant(local: number): AtMs {
    const near = local - (this.local(local) - local);
    return local - (this.local(near) - near);
  }
}
