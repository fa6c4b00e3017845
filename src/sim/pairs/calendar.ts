import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import { type EasternTime, easternOf, tickerDate } from '../kalshi/eastern.ts';
import type { PairScene } from './paired-event.ts';

const MONTHS =
  'January February March April May June July August September October November December';

/** A moment in the words of both venues; both go by the clock of New York. */
export interface Moment {
  readonly at: EasternTime;
  /** `2026-11-24`. */
  readonly iso: string;
  /** `November 24`. */
  readonly day: string;
  /** `November 24, 2026`. */
  readonly date: string;
  /** `November`. */
  readonly month: string;
  /** `7:05PM ET`. */
  readonly clock: string;
  /** `7PM ET`; of a full hour. */
  readonly hour: string;
  /** `26NOV24`. */
  readonly ticker: string;
  /** `26NOV241905`. */
  readonly tickerTime: string;
}

/** The words of a moment of the world's schedule. */
export function momentOf({ startsAtMs }: Pick<PairScene, 'startsAtMs'>, worldMs: number): Moment {
  const at = easternOf(startsAtMs + worldMs);
  const month = MONTHS.split(' ')[at.month - 1] ?? '';
  const half = at.hour < 12 ? 'AM' : 'PM';
  const hour = at.hour % 12 === 0 ? 12 : at.hour % 12;
  return {
    at,
    iso: `${at.year}-${pad(at.month)}-${pad(at.day)}`,
    day: `${month} ${at.day}`,
    date: `${month} ${at.day}, ${at.year}`,
    month,
    clock: `${hour}:${pad(at.minute)}${half} ET`,
    hour: `${hour}${half} ET`,
    ticker: tickerDate(at),
    tickerTime: `${tickerDate(at)}${pad(at.hour)}${pad(at.minute)}`,
  };
}

/** When a match begins in the words of the venues, and when it is decided, in world time. */
export interface MatchTimes {
  readonly startMs: number;
  readonly revealMs: number;
  readonly closeMs: number;
}

const STARTS_IN_MS = [1 * MINUTE_MS, 4 * MINUTE_MS] as const;
const DECIDED_IN_MS = [14 * MINUTE_MS, 40 * MINUTE_MS] as const;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;
/** Matches are closed when they are over; nobody waits longer for one. */
const CLOSES_IN_MS = 4 * HOUR_MS;

/**
 * Only words follow the clock: a start is said at full five minutes. What happens is the same whenever
 * the world began.
 */
export function drawMatchTimes({ chance, startsAtMs, nowMs }: PairScene): MatchTimes {
  const roughMs = startsAtMs + nowMs + chance.whole(...STARTS_IN_MS);
  const startMs = Math.ceil(roughMs / FIVE_MINUTES_MS) * FIVE_MINUTES_MS - startsAtMs;
  return {
    startMs,
    revealMs: nowMs + chance.whole(...DECIDED_IN_MS),
    closeMs: nowMs + CLOSES_IN_MS,
  };
}

const KNOWN_IN_MS = [50 * MINUTE_MS, 5 * HOUR_MS] as const;

/** When something is known that is asked until a far date. */
export function drawLongTimes(
  { chance, nowMs }: PairScene,
  closeMs: number,
): Omit<MatchTimes, 'startMs'> {
  return { revealMs: Math.min(closeMs, nowMs + chance.whole(...KNOWN_IN_MS)), closeMs };
}

/** World time of a clock time of New York, so many days from now. */
export function dayAtMs(
  { startsAtMs, nowMs }: PairScene,
  days: number,
  clock: { readonly hour: number; readonly minute?: number },
): number {
  const wantedMs = startsAtMs + nowMs + days * DAY_MS;
  const { hour, minute } = easternOf(wantedMs);
  const midnightMs =
    Math.floor(wantedMs / MINUTE_MS) * MINUTE_MS - hour * HOUR_MS - minute * MINUTE_MS;
  return midnightMs + clock.hour * HOUR_MS + (clock.minute ?? 0) * MINUTE_MS - startsAtMs;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
