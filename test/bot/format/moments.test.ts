import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ago,
  clock,
  day,
  duration,
  minutes,
  seconds,
  startOfDay,
} from '../../../src/bot/format/moments.ts';
import { localDay } from '../../../src/engine/domain/time.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

describe('duration', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [3, '3 ms'],
    [120, '0.1 s'],
    [1_800, '1.8 s'],
    [2_000, '2 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [38_000, '38 s'],
    [59_600, '1 min'],
    [720_000, '12 min'],
    [22_320_000, '6 h 12 m'],
    [7_200_000, '2 h'],
    [86_390_000, '1 day'],
    [259_200_000, '3 days'],
  ])('%i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('it never says more than a minute and a half beyond what is, below a day', () => {
    const unit: Record<string, number> = {
      ms: 1,
      s: 1_000,
      min: 60_000,
      m: 60_000,
      h: 3_600_000,
      day: 86_400_000,
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399_999 }), (ms) => {
        const said = [...duration(ms).matchAll(/([\d.]+) (\w+)/g)].reduce(
          (sum, [, number, name]) => sum + Number(number) * (unit[name ?? ''] ?? Number.NaN),
          0,
        );
        expect(Math.abs(said - ms)).toBeLessThanOrEqual(Math.max(50, ms < 60_000 ? 500 : 30_000));
      }),
    );
  });

  test('what a person set is exact', () => {
    expect(seconds(90_000)).toBe('90 s');
    expect(seconds(1_500)).toBe('1.5 s');
    expect(minutes(5_400_000)).toBe('90 min');
  });
});

describe('clocks', () => {
  const now = Date.UTC(2026, 10, 22, 13, 2, 11);
  test('the clock is the reader’s', () => {
    expect(clock(now, 'Europe/Berlin')).toBe('14:02:11');
    expect(clock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
    expect(day(now, 'Europe/Berlin')).toBe('22 Nov');
  });

  test('relative first, and the day where it is another one', () => {
    const reader = { nowMs: now, zone: 'Europe/Berlin' };
    expect(ago(now - 4_000, reader)).toBe('4 s ago, 14:02:07');
    expect(ago(now - 3 * 86_400_000, reader)).toBe('3 days ago, 19 Nov 14:02');
  });

  test('a day begins where the calendar changes, also when clocks change', () => {
    const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (nowMs, zone) => {
        const start = startOfDay({ nowMs, zone });
        expect(start).toBeLessThanOrEqual(nowMs);
        expect(localDay(start, zone)).toBe(localDay(nowMs, zone));
        expect(localDay(start - 1, zone)).not.toBe(localDay(nowMs, zone));
      }),
      { numRuns: 60 },
    );
  });
});
