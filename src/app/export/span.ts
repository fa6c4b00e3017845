import { DAY_MS } from '../../engine/domain/time.ts';
import type { Span } from './named-rows.ts';

const YEAR = /^\d{4}$/;
const YEAR_MIN = 2020;
const YEAR_MAX = 2100;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A calendar year in UTC; `null` for what is none. */
export function yearSpan(text: string): Span | null {
  const year = YEAR.test(text) ? Number(text) : 0;
  if (year < YEAR_MIN || year > YEAR_MAX) return null;
  return { sinceMs: Date.UTC(year, 0), beforeMs: Date.UTC(year + 1, 0) };
}

/** Whole days in UTC, both included; `null` for what is no day, or the wrong way round. */
export function daySpan(from: string | null, to: string | null): Span | null {
  const sinceMs = from === null ? 0 : dayMs(from);
  const lastMs = to === null ? null : dayMs(to);
  if (sinceMs === null || (to !== null && lastMs === null)) return null;
  const beforeMs = lastMs === null ? null : lastMs + DAY_MS;
  return beforeMs !== null && beforeMs <= sinceMs ? null : { sinceMs, beforeMs };
}

/** Its first millisecond; `null` for what the calendar does not have. */
function dayMs(text: string): number | null {
  const ms = DAY.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(ms) || ms < 0) return null;
  return new Date(ms).toISOString().startsWith(text) ? ms : null;
}
