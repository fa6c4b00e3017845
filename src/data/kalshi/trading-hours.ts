import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import { type ExchangeSchedule, WEEKDAYS } from './schema-exchange.ts';

/** Kalshi's hours are those of New York, summer time included. */
const ZONE = 'America/New_York';
/** Every Thursday the venue takes no orders between these minutes of the day, 03:00 to 05:00. */
const PAUSE_WEEKDAY = WEEKDAYS.indexOf('thursday');
const PAUSE_FROM_MINUTE = 3 * 60;
const PAUSE_UNTIL_MINUTE = 5 * 60;

const format = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Why nobody can trade at a moment; orders may still be cancelled in a pause. */
export type TradingStop = 'weeklyPause' | 'maintenance' | 'closedHours';

/**
 * Whether the schedule lets anybody trade at `atMs`: `null` when it does. Without a schedule only the
 * weekly pause is known.
 */
export function tradingStopAt(schedule: ExchangeSchedule | null, atMs: AtMs): TradingStop | null {
  const maintenance = schedule?.maintenance ?? [];
  if (maintenance.some(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs)) {
    return 'maintenance';
  }
  const { weekday, minute } = newYorkTime(atMs);
  const isPause =
    weekday === PAUSE_WEEKDAY && minute >= PAUSE_FROM_MINUTE && minute < PAUSE_UNTIL_MINUTE;
  if (isPause) return 'weeklyPause';
  const hours = schedule?.hours.find(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs);
  if (hours === undefined) return null;
  const isOpen = (hours.days[weekday] ?? []).some(
    ({ fromMinute, untilMinute }) => minute >= fromMinute && minute < untilMinute,
  );
  return isOpen ? null : 'closedHours';
}

/** Longest stop that is looked through; a week is the longest that hours repeat. */
const LOOK_AHEAD_MINUTES_MAX = 8 * 24 * 60;

/** When trading goes on, by the schedule; `null` when not within eight days. Now, where none stops. */
export function tradingResumesAt(schedule: ExchangeSchedule | null, atMs: AtMs): AtMs | null {
  if (tradingStopAt(schedule, atMs) === null) return atMs;
  const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  for (let minute = 1; minute <= LOOK_AHEAD_MINUTES_MAX; minute += 1) {
    const thenMs = startMs + minute * MINUTE_MS;
    if (tradingStopAt(schedule, thenMs) === null) return thenMs;
  }
  return null;
}

function newYorkTime(atMs: AtMs): { readonly weekday: number; readonly minute: number } {
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const weekday = (parts.get('weekday') ?? '').toLowerCase();
  return {
    weekday: WEEKDAYS.findIndex((each) => each.startsWith(weekday)),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
