import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  HOUR_MS,
  isTimeZone,
  localDay,
  MINUTE_MS,
} from '../../../src/engine/domain/time.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'America/Havana',
];

describe('local days', () => {
  test.each([
    ['UTC', '2026-11-22T23:59:59.999Z', '2026-11-22'],
    ['UTC', '2026-11-23T00:00:00.000Z', '2026-11-23'],
    ['Asia/Kathmandu', '2026-11-22T18:14:59.999Z', '2026-11-22'],
    ['Asia/Kathmandu', '2026-11-22T18:15:00.000Z', '2026-11-23'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01'],
    ['America/New_York', '2026-01-01T04:59:59.999Z', '2025-12-31'],
  ])('in %s at %s it is %s', (zone, at, day) => {
    expect(localDay(Date.parse(at), zone)).toBe(day);
  });

  test.each([
    { zone: 'America/New_York', begins: '2026-03-08T05:00:00.000Z', hours: 23, day: '2026-03-08' },
    { zone: 'America/New_York', begins: '2026-11-01T04:00:00.000Z', hours: 25, day: '2026-11-01' },
    { zone: 'Europe/Berlin', begins: '2026-03-28T23:00:00.000Z', hours: 23, day: '2026-03-29' },
    { zone: 'Europe/Berlin', begins: '2026-10-24T22:00:00.000Z', hours: 25, day: '2026-10-25' },
    {
      zone: 'Australia/Lord_Howe',
      begins: '2026-04-04T13:00:00.000Z',
      hours: 24.5,
      day: '2026-04-05',
    },
    { zone: 'America/Havana', begins: '2026-11-01T04:00:00.000Z', hours: 25, day: '2026-11-01' },
  ])('in $zone the day $day has $hours hours', ({ zone, begins, hours, day }) => {
    const startMs = Date.parse(begins);
    const endMs = startMs + hours * HOUR_MS;
    expect(localDay(startMs - 1, zone)).not.toBe(day);
    expect(localDay(startMs, zone)).toBe(day);
    expect(localDay(endMs - 1, zone)).toBe(day);
    expect(localDay(endMs, zone)).not.toBe(day);
  });

  test('never go back, and last between 23 and 25 hours', () => {
    const year = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        year,
        fc.nat({ max: DAY_MS }),
        (zone, atMs, laterMs) => {
          expect(localDay(atMs + laterMs, zone) >= localDay(atMs, zone)).toBe(true);
          expect(localDay(atMs + 25 * HOUR_MS + MINUTE_MS, zone)).not.toBe(localDay(atMs, zone));
        },
      ),
    );
  });
});

describe('zones', () => {
  test('known ones are known', () => {
    for (const zone of ZONES) expect(isTimeZone(zone)).toBe(true);
  });

  test.each(['', 'Mars/Olympus', 'America/New York', 'UTC+25'])('"%s" is none', (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });
});
