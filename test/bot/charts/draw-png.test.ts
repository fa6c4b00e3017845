import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildOption } from '../../../src/bot/charts/build-option.ts';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { drawPng } from '../../../src/bot/charts/draw-png.ts';
import { drawSvg } from '../../../src/bot/charts/draw-svg.ts';
import { INTER_FILES } from '../../../src/bot/charts/inter.ts';
import { withTabularFigures } from '../../../src/bot/charts/tabular.ts';
import { inkIn, readPng } from './png.ts';
import { bars, hourly, LETTERING, LOOK, lines } from './samples.ts';

const FILES = Object.values(INTER_FILES);
/** Telegram takes photos, and Discord files, up to this size. */
const PNG_BYTES_MAX = 10_000_000;
const TITLE_AREA = { left: 40, top: 40, right: 1_160, bottom: 115 };
const MARKS_AREA = { left: 40, top: 140, right: 140, bottom: 700 };

const draw = (chart: Chart, files: readonly string[] = FILES) =>
  drawPng(chart, { lettering: LETTERING, files });

describe('a picture', () => {
  test('it is 1,200 by 800 points, and the same chart gives the same bytes', () => {
    const first = draw(lines());
    const { width, height } = readPng(first);
    expect([width, height]).toEqual([1_200, 800]);
    expect(Buffer.compare(first, draw(lines()))).toBe(0);
  });

  test('its text is really drawn: without usable font files the same areas are empty', () => {
    const written = readPng(draw(lines()));
    expect(inkIn(written, TITLE_AREA)).toBeGreaterThan(5_000);
    expect(inkIn(written, MARKS_AREA)).toBeGreaterThan(2_000);
    // A compressed web font is passed over in silence, as any other file is.
    const silent = readPng(draw(lines(), [new URL('png.ts', import.meta.url).pathname]));
    expect(inkIn(silent, TITLE_AREA)).toBe(0);
    expect(inkIn(silent, MARKS_AREA)).toBe(0);
  });

  test('bold and regular are two fonts', () => {
    const both = readPng(draw(lines({ title: 'A title without numbers' })));
    const { regular } = INTER_FILES;
    const one = readPng(draw(lines({ title: 'A title without numbers' }), [regular]));
    expect(inkIn(both, TITLE_AREA)).toBeGreaterThan(inkIn(one, TITLE_AREA) * 1.1);
  });

  test('figures of numbers stand in columns, words do not', () => {
    const svg = withTabularFigures(
      drawSvg(buildOption(bars(['ace 1', 1.11], ['b', 4.44]), LOOK)),
      LETTERING,
    );
    const places = (text: string) =>
      (new RegExp(`<text x="([^"]*)"[^>]*>${text.replace(/[+$.]/g, '\\$&')}<`).exec(svg)?.[1] ?? '')
        .split(' ')
        .map(Number);
    expect(places('+$1.11')).toHaveLength(6);
    const lastOf = (text: string) => places(text).at(-1) ?? Number.NaN;
    const center = (text: string, digit: string) =>
      lastOf(text) + (LETTERING.bold.advance(digit.charCodeAt(0)) * 14) / 2;
    expect(center('+$1.11', '1')).toBeCloseTo(center('+$4.44', '4'), 1);
    expect(svg).toMatch(/<text [^>]*>ace 1</);
    expect(svg).not.toMatch(/<text x="[^"]* [^"]*"[^>]*>ace 1</);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '🚀', ']]><script>&amp;{a|b}', '\u202e\u0000\ufffe', 'x'.repeat(4_000)),
);
const value = fc.oneof(
  fc.double(),
  fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  fc.constantFrom(0, -0, 0.01, 1e7, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
);
const moment = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.double(), fc.constant(1.8e12));
const unit = fc.constantFrom('dollars', 'cents', 'percent' as const);
const series = fc.record({
  name: text,
  role: fc.constantFrom('ours', 'leader', 'naive', 'second' as const),
  points: fc.array(fc.record({ atMs: moment, value }), { maxLength: 30 }),
});
const anyChart: fc.Arbitrary<Chart> = fc.oneof(
  fc.record({
    kind: fc.constant('lines' as const),
    title: text,
    unit,
    signed: fc.boolean(),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Chatham', '', 'no/where'),
    series: fc.array(series, { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('bars' as const),
    title: text,
    unit,
    bars: fc.array(fc.record({ label: text, value }), { maxLength: 14 }),
  }),
);

describe('whatever the chart', () => {
  test('it is drawn, whole, and small enough to send', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const png = draw(chart);
        const { width, height } = readPng(png);
        expect([width, height]).toEqual([1_200, 800]);
        expect(png.length).toBeLessThan(PNG_BYTES_MAX);
      }),
      { numRuns: 25 },
    );
  });

  test('the most that fits is small enough to send', () => {
    const points = hourly(
      ...Array.from({ length: 20_000 }, (_, at) => ((at * 7_919) % 104_729) - 50_000),
    );
    const all = (['ours', 'leader', 'naive', 'second'] as const).map((role) => ({
      role,
      name: role,
      points,
    }));
    expect(draw(lines({ series: all, signed: true })).length).toBeLessThan(PNG_BYTES_MAX);
  });
});
