import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spread } from '../../../src/bot/charts/spread.ts';
import { thinned } from '../../../src/bot/charts/thin.ts';
import { timeTicks } from '../../../src/bot/charts/time-axis.ts';
import { valueAxis } from '../../../src/bot/charts/value-axis.ts';
import { tickWords, valueWords } from '../../../src/bot/charts/value-words.ts';
import { DAY_MS, HOUR_MS } from '../../../src/engine/domain/time.ts';

const unit = fc.constantFrom('dollars', 'cents', 'percent' as const);
const amount = fc.oneof(
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
);

describe('value axis', () => {
  test('it holds every value, with two to eight marks that are told apart', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 20 }), unit, fc.boolean(), (values, of, signed) => {
        const { min, max, ticks } = valueAxis(values, of, signed);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
        }
        expect(min).toBeLessThan(max);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(new Set(tickWords(ticks, of, signed)).size).toBe(ticks.length);
        if (signed) expect(ticks).toContain(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('values in words', () => {
  test.each([
    [505.86, false, '$505.86'],
    [12.4, true, '+$12.40'],
    [-3.64, true, '−$3.64'],
    [-0.001, true, '$0.00'],
    [0.01, true, '+$0.01'],
    [12_345.6, false, '$12,346'],
    [-999_999, false, '−$999,999'],
    [10_000_000, false, '$10.00M'],
    [1.5e12, true, '+$1.50T'],
  ])('%d is told as one would say it', (value, signed, text) => {
    expect(valueWords(value, 'dollars', signed)).toBe(text);
  });
});

describe('time axis', () => {
  type Span = readonly [fromIso: string, toIso: string, zone: string];
  const span = (...[from, to, zone]: Span) =>
    timeTicks({ fromMs: Date.parse(from), toMs: Date.parse(to), zone, most: 5 });
  const labels = (...of: Span) => span(...of).map(({ label }) => label);

  test('hours are the hours of the zone, also of one that is off by 45 minutes', () => {
    expect(labels('2026-11-22T03:10Z', '2026-11-22T06:20Z', 'Asia/Kathmandu')).toEqual([
      '09:00\n22 Nov',
      '10:00',
      '11:00',
      '12:00',
    ]);
  });

  test('a clock that is put back shows its hour once, and days begin at its midnight', () => {
    const all = span('2026-10-24T18:00Z', '2026-10-25T08:00Z', 'Europe/Berlin');
    expect(all.map(({ label }) => label)).toEqual([
      '21:00\n24 Oct',
      '00:00\n25 Oct',
      '03:00',
      '06:00',
      '09:00',
    ]);
    expect(all.find(({ dayTurn }) => dayTurn)?.atMs).toBe(Date.parse('2026-10-24T22:00Z'));
    const days = span('2026-10-23T00:00Z', '2026-10-27T00:00Z', 'Europe/Berlin');
    expect(days.map(({ atMs }) => new Date(atMs).getUTCHours())).toEqual([22, 22, 23, 23]);
  });

  test('weeks show days, quarters months, years their number', () => {
    expect(labels('2026-11-15T13:00Z', '2026-11-22T13:00Z', 'UTC')).toEqual([
      '17 Nov',
      '19 Nov',
      '21 Nov',
    ]);
    expect(labels('2026-09-10T00:00Z', '2027-01-10T00:00Z', 'UTC')).toEqual([
      'Oct',
      'Nov',
      'Dec',
      '2027',
    ]);
    expect(labels('2021-05-01T00:00Z', '2026-05-01T00:00Z', 'UTC')).toEqual([
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ]);
  });

  test('marks are in order, within, and never more than fit', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.oneof(
          fc.integer({ min: 1_000, max: 3 * DAY_MS }),
          fc.integer({ min: 1_000, max: 2.5e14 }),
        ),
        fc.tuple(fc.constantFrom(...zones), fc.integer({ min: 2, max: 6 })),
        (fromMs, length, [zone, most]) => {
          const toMs = Math.min(fromMs + length, 253_402_300_799_000);
          const times = timeTicks({ fromMs, toMs, zone, most }).map(({ atMs }) => atMs);
          // Days of 23 hours bring one mark more at most.
          expect(times.length).toBeLessThanOrEqual(most + 1);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
          for (const atMs of times) expect(atMs >= fromMs && atMs <= toMs).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('thinning', () => {
  test('a spike is kept, with both ends, in order', () => {
    const points = Array.from({ length: 3_000 }, (_, index) => ({
      atMs: index * HOUR_MS,
      value: index === 1_234 ? 99 : 0,
    }));
    const kept = thinned(points, 400);
    expect(kept).toHaveLength(400);
    expect(kept).toContain(points[1_234]);
    expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
    expect(kept).toEqual([...kept].sort((a, b) => a.atMs - b.atMs));
  });
});

describe('labels beside each other', () => {
  test('none is over another, all are within where there is room, and order stays', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 300, noNaN: true }), { maxLength: 4 }),
        (centres) => {
          const placed = spread(
            centres.map((centre) => ({ centre, height: 38 })),
            { top: 60, bottom: 260 },
          );
          const order = centres
            .map((centre, index) => ({ centre, index, at: placed[index]! }))
            .sort((a, b) => a.centre - b.centre || a.index - b.index);
          for (const [index, { at }] of order.entries()) {
            expect(at).toBeGreaterThanOrEqual(60 + 19 - 1e-9);
            expect(at).toBeLessThanOrEqual(260 - 19 + 1e-9);
            if (index > 0) expect(at - order[index - 1]!.at).toBeGreaterThanOrEqual(38 - 1e-9);
          }
        },
      ),
    );
  });
});
