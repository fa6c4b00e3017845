import { expect, test } from 'vitest';
import {
  clockWords,
  dayWords,
  easternOf,
  isWeeklyPause,
  nextWeeklyPause,
  tickerTime,
} from '../../../src/sim/kalshi/eastern.ts';

test('tickers carry the close in New York, in summer and in winter', () => {
  expect(tickerTime(easternOf(Date.UTC(2026, 3, 27, 18, 45)))).toBe('26APR271445');
  const winter = easternOf(Date.UTC(2026, 1, 21, 2, 15));
  expect(tickerTime(winter)).toBe('26FEB202115');
  expect(clockWords(winter)).toBe('9:15 PM EST');
  expect(dayWords(winter)).toBe('Feb 20, 2026');
  expect(clockWords(easternOf(Date.UTC(2026, 6, 1, 4, 0)))).toBe('12:00 AM EDT');
});

test('the weekly pause is from 3 to 5 on Thursdays in New York', () => {
  expect(isWeeklyPause(Date.UTC(2026, 10, 19, 7, 59, 59))).toBe(false);
  expect(isWeeklyPause(Date.UTC(2026, 10, 19, 8))).toBe(true);
  expect(isWeeklyPause(Date.UTC(2026, 10, 19, 9, 59, 59))).toBe(true);
  expect(isWeeklyPause(Date.UTC(2026, 10, 19, 10))).toBe(false);
  // An hour earlier in UTC while New York has summer time.
  expect(isWeeklyPause(Date.UTC(2026, 6, 2, 7))).toBe(true);
  const pause = { fromMs: Date.UTC(2026, 10, 19, 8), toMs: Date.UTC(2026, 10, 19, 10) };
  expect(nextWeeklyPause(Date.UTC(2026, 10, 17, 3, 33))).toEqual(pause);
  expect(nextWeeklyPause(Date.UTC(2026, 10, 19, 9, 33))).toEqual(pause);
});
