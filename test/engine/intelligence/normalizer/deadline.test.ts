import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completeDay,
  dayText,
  findDay,
  monthEnd,
  shiftDay,
} from '../../../../src/engine/intelligence/normalizer/days.ts';
import {
  beforePeriod,
  findPeriod,
  windowOf,
} from '../../../../src/engine/intelligence/normalizer/deadline.ts';

const JANUARY_MS = Date.UTC(2026, 0, 8);

describe('findPeriod', () => {
  test.each([
    ['khamenei out by january 31?', null, '2026-01-31'],
    ['ali khamenei leaves office before february 1, 2026?', null, '2026-01-31'],
    ['openai ipo by december 31 2026?', null, '2026-12-31'],
    ['before feb 15, 2026', null, '2026-02-14'],
    ['on or before feb 15, 2026', null, '2026-02-15'],

    ['launch before apr 2026?', null, '2026-03-31'],
    ['best model at the end of january 2026?', null, '2026-01-31'],
    ['released by the end of march?', null, '2026-03-31'],
    ['more than 2500 cases before 2027?', null, '2026-12-31'],
    ['will bitcoin reach $150,000 in january?', '2026-01-01', '2026-01-31'],
    ['will bitcoin reach $98,000 january 5-11?', '2026-01-05', '2026-01-11'],
    ['tweets from december 30 to january 6, 2026?', '2025-12-30', '2026-01-06'],
    ['arrested by 31 january 2026?', null, '2026-01-31'],
    ['traded by milwaukee before feb 6, 2026', null, '2026-02-05'],
    ['spending in 2026?', '2026-01-01', '2026-12-31'],
    ['another strike by next friday?', null, '2026-01-16'],
  ])('%s', (text, firstDay, lastDay) => {
    expect(findPeriod(text, JANUARY_MS)).toEqual({ firstDay, lastDay });
  });

  test.each([
    'grok 4.20 released by april 2026?',
    'will it rain?',
    'by the way, who wins?',
    'concede by then?',
  ])('%s says no day', (text) => {
    expect(findPeriod(text, JANUARY_MS)).toBeNull();
  });

  test('without a year and a time to be near to, nothing is guessed', () => {
    expect(findPeriod('out by january 31?', null)).toBeNull();
    expect(findPeriod('out by next friday?', null)).toBeNull();
    expect(findPeriod('out by january 31, 2026?', null)?.lastDay).toBe('2026-01-31');
  });

  test('a week that is underway is not moved into another year', () => {
    expect(findPeriod('reach $98,000 january 5-11?', Date.UTC(2026, 0, 7))?.firstDay).toBe(
      '2026-01-05',
    );
  });

  test('what must happen stands before it', () => {
    expect(beforePeriod('will openai ipo by december 31 2026?', null)).toBe('will openai ipo');
    expect(beforePeriod('will it rain?', null)).toBe('will it rain?');
  });

  test('as instants, "by January 31" and "before February 1" are one, at midnight in New York', () => {
    const by = findPeriod('by january 31, 2026', null);
    const before = findPeriod('before feb 1, 2026', null);
    if (by === null || before === null) throw new Error('both are periods');
    expect(windowOf(by)).toEqual(windowOf(before));
    expect(windowOf(by)).toEqual({
      fromMs: null,
      toMs: Date.UTC(2026, 1, 1, 5),
      includesFrom: true,
      includesTo: false,
    });
  });
});

describe('days', () => {
  test('a day without a year is that nearest to the time, on either side of a new year', () => {
    expect(completeDay({ year: null, month: 12, day: 31 }, JANUARY_MS)).toBe('2025-12-31');
    expect(completeDay({ year: null, month: 1, day: 2 }, Date.UTC(2025, 11, 30))).toBe(
      '2026-01-02',
    );
    expect(completeDay({ year: null, month: 2, day: 30 }, JANUARY_MS)).toBeNull();
  });

  test('every spelling of a day is the same day', () => {
    const names = [
      'jan',
      'feb',
      'mar',
      'apr',
      'may',
      'jun',
      'jul',
      'aug',
      'sep',
      'oct',
      'nov',
      'dec',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (month, day) => {
          const name = names[month - 1] ?? '';
          const iso = dayText(2026, month, day) ?? '';
          const expected = { year: 2026, month, day };
          expect(findDay(`on ${iso}?`)).toEqual(expected);
          expect(findDay(`on ${name} ${day}, 2026?`)).toEqual(expected);
          expect(findDay(`the ${day} ${name} 2026 vote`)).toEqual(expected);
          expect(findDay(`${name} ${day} at 5pm`)).toEqual({ ...expected, year: null });
        },
      ),
    );
  });

  test('a month ends where the next begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2020, max: 2040 }),
        fc.integer({ min: 1, max: 12 }),
        (year, month) => {
          expect(shiftDay(monthEnd(year, month), 1)).toBe(
            month === 12 ? `${year + 1}-01-01` : dayText(year, month + 1, 1),
          );
        },
      ),
    );
  });
});
