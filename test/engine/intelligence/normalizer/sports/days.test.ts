import { describe, expect, test } from 'vitest';
import {
  agreedDay,
  dayOfTicker,
  isoDayIn,
  scheduledDayIn,
  startIn,
  startOfTicker,
} from '../../../../../src/engine/intelligence/normalizer/sports/event-day.ts';
import {
  withoutYears,
  yearIn,
  yearOfTicker,
} from '../../../../../src/engine/intelligence/normalizer/sports/season-year.ts';

describe('days of games', () => {
  test('stand in tickers, slugs and rules', () => {
    expect(dayOfTicker('KXMLBGAME-26MAY112005AZTEX-TEX')).toBe('2026-05-11');
    expect(dayOfTicker('KXAOMEN-26-FTIA')).toBeNull();
    expect(dayOfTicker('KXX-26XXX11AZTEX')).toBeNull();
    expect(dayOfTicker('KXX-26MAY00AZTEX')).toBeNull();
    expect(isoDayIn('mlb-ari-tex-2026-05-11-nrfi')).toBe('2026-05-11');
    expect(isoDayIn('2026-masters')).toBeNull();
    expect(scheduledDayIn('originally scheduled for Jan 10, 2026 after 90 minutes', null)).toBe(
      '2026-01-10',
    );
    expect(scheduledDayIn('scheduled for Saturday, January 10th, 2026', null)).toBe('2026-01-10');
    expect(scheduledDayIn('no word of it', null)).toBeNull();
  });

  test('without a year are of the year that is nearest to the close', () => {
    const rules = 'scheduled for January 2 at 7:30PM ET';
    expect(scheduledDayIn(rules, Date.UTC(2025, 11, 30))).toBe('2026-01-02');
    expect(scheduledDayIn(rules, Date.UTC(2026, 0, 9))).toBe('2026-01-02');
    expect(scheduledDayIn('scheduled for December 30', Date.UTC(2026, 0, 9))).toBe('2025-12-30');
    expect(scheduledDayIn(rules, null)).toBeNull();
  });

  test('have a begin by the clock of New York', () => {
    expect(startOfTicker('KXMLBGAME-26MAY112005AZTEX-TEX')).toBe(Date.UTC(2026, 4, 12, 0, 5));
    expect(startOfTicker('KXNFLGAME-26JAN111300LACNE-NE')).toBe(Date.UTC(2026, 0, 11, 18));
    expect(startOfTicker('KXMLBGAME-26MAY11AZTEX-TEX')).toBeNull();
    expect(startOfTicker('KXMLBGAME-26MAY119905AZTEX-TEX')).toBeNull();
    const rules = 'scheduled for May 11, 2026 at 8:05PM ET';
    expect(startIn(rules, null)).toBe(Date.UTC(2026, 4, 12, 0, 5));
    expect(startIn(rules.replace('8:05PM', '13PM'), null)).toBeNull();
    expect(startIn('at 8PM ET', null)).toBeNull();
  });

  test('agree, or are not known', () => {
    expect(agreedDay([null, '2026-05-11', '2026-05-11'])).toBe('2026-05-11');
    expect(agreedDay(['2026-05-11', '2026-05-12'])).toBeNull();
    expect(agreedDay([])).toBeNull();
  });
});

test('years of seasons are those that they end in', () => {
  expect(yearIn('the 2025–26 La Liga')).toBe(2026);
  expect(yearIn('the 2025-2026 season')).toBe(2026);
  expect(yearIn('the 2026 Masters')).toBe(2026);
  expect(yearIn('the Masters')).toBeNull();
  expect(yearOfTicker('KXSB-26-MIN')).toBe(2026);
  expect(yearOfTicker('KXPGATOUR-TRC26-MFIT')).toBe(2026);
  expect(yearOfTicker('KXPGATOUR')).toBeNull();
  expect(withoutYears('2025–26 La Liga 2026')).toBe('La Liga');
});
