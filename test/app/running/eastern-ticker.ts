import { easternTime } from '../../../src/engine/intelligence/price-lag/eastern-time.ts';

const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

const two = (value: number): string => String(value).padStart(2, '0');

/** Hour and minute in New York as Kalshi's tickers have them. */
export function eastern(atMs: number): { readonly hour: string; readonly minute: string } {
  const { hour, minute } = easternTime(atMs);
  return { hour: two(hour), minute: two(minute) };
}

/** `26NOV221445`: a moment as Kalshi's tickers have it. */
export function easternTicker(atMs: number): string {
  const { year, month, day } = easternTime(atMs);
  const { hour, minute } = eastern(atMs);
  const name = MONTHS.slice((month - 1) * 3, month * 3);
  return `${two(year % 100)}${name}${two(day)}${hour}${minute}`;
}
