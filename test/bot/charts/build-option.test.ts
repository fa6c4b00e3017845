import { describe, expect, test } from 'vitest';
import { buildOption } from '../../../src/bot/charts/build-option.ts';
import type { Chart, SeriesRole } from '../../../src/bot/charts/chart.ts';
import { HEIGHT_PX, WIDTH_PX } from '../../../src/bot/charts/frame.ts';
import { DARK } from '../../../src/bot/charts/palette.ts';
import { MINUTE_MS } from '../../../src/engine/domain/time.ts';
import { bars, hourly, LOOK, lines, NOW } from './samples.ts';
import { textsOf } from './svg-texts.ts';

const words = (chart: Chart): readonly string[] => textsOf(chart).map(({ text }) => text.trim());

function series(role: SeriesRole, name: string, ...values: readonly number[]) {
  return { role, name, points: hourly(...values) };
}

describe('lines', () => {
  test('the title is the finding, its signed amounts in the colour of their sign', () => {
    const title = 'whale-7: +$412 for them, −$28.50 for us';
    const parts = textsOf(lines({ title })).slice(0, 4);
    expect(parts.map(({ text }) => text)).toEqual(['whale-7: ', '+$412', ' for them, ', '−$28.50']);
    expect(parts.map(({ colour }) => colour)).toEqual([DARK.text, DARK.gain, DARK.text, DARK.loss]);
  });

  test('a long title takes two lines and is cut at a word', () => {
    const title = 'one two three four five six seven eight nine ten '.repeat(8);
    const texts = textsOf(lines({ title })).filter(({ y }) => y < 70);
    expect(new Set(texts.map(({ y }) => y)).size).toBe(2);
    expect(texts.at(-1)?.text).toMatch(/(?:one|two|three|four|five|six|seven|eight|nine|ten)…$/);
  });

  test('the last value stands at the end of its line with the name, in its colour', () => {
    const texts = textsOf(lines());
    const name = texts.find(({ text }) => text === 'equity');
    const value = texts.find(({ text }) => text === '$505.86');
    expect(name).toMatchObject({ colour: DARK.ours, x: value?.x });
    expect(value).toMatchObject({ colour: DARK.text });
  });

  test('gains and losses have a sign and a colour, and are drawn from zero', () => {
    const chart = lines({ signed: true, series: [series('ours', 'result', -1, -3.64)] });
    const texts = textsOf(chart);
    expect(texts.find(({ text }) => text === '−$3.64')?.colour).toBe(DARK.loss);
    expect(words(chart)).toContain('$0');
  });

  test('labels that would be one over another are moved apart, in the order of the values', () => {
    const same = [500, 502, 504];
    const chart = lines({
      series: [
        series('naive', 'naive', ...same, 504.9),
        series('leader', 'whale-7', ...same, 505.2),
        series('ours', 'ours', ...same, 505.1),
        series('second', 'Kalshi', ...same, 505),
      ],
    });
    const names = ['whale-7', 'ours', 'Kalshi', 'naive'];
    const tops = names.map((name) => textsOf(chart).find(({ text }) => text === name)?.y ?? 0);
    for (const [index, top] of tops.slice(1).entries()) {
      expect(top - tops[index]!).toBeGreaterThanOrEqual(34);
    }
  });

  test('at most four lines are drawn', () => {
    const all = Array.from({ length: 7 }, (_, index) => series('ours', `line ${index}`, 1, 2));
    expect(words(lines({ series: all })).filter((text) => text.startsWith('line'))).toHaveLength(4);
  });

  test('more than 400 points are thinned, and the last value stays', () => {
    const points = Array.from({ length: 5_000 }, (_, index) => ({
      atMs: NOW - (5_000 - index) * MINUTE_MS,
      value: Math.sin(index / 90) * 40,
    }));
    const chart = lines({ series: [{ name: 'result', role: 'ours', points }] });
    const { series: drawn } = buildOption(chart, LOOK);
    const data = [drawn].flat()[0]?.data as readonly (readonly number[])[];
    expect(data).toHaveLength(400);
    expect(data.at(-1)?.[0]).toBe(1);
    expect(words(chart)).toContain(`−$${Math.abs(points.at(-1)!.value).toFixed(2)}`);
  });

  test('marks of time are in the zone of the reader, with the day where it turns', () => {
    const chart = lines({
      zone: 'Asia/Kolkata',
      series: [series('ours', 'equity', 1, 2, 3, 4, 5, 6, 7, 8)],
    });
    const texts = words(chart);
    expect(texts).toContain('12:00');
    expect(texts).toContain('18:00');
    const late = lines({ zone: 'Asia/Tokyo', series: [series('ours', 'e', 1, 2, 3, 4)] });
    const days = words(late).filter((text) => / Nov$/.test(text));
    expect(days).toEqual(['22 Nov']);
    const turning = lines({
      zone: 'Pacific/Auckland',
      series: [series('ours', 'e', 1, 2, 3, 4, 5)],
    });
    expect(words(turning)).toEqual(expect.arrayContaining(['00:00', '23 Nov']));
  });

  test('an unknown zone is read as UTC', () => {
    expect(words(lines({ zone: 'Mars/Olympus' }))).toContain('13:00');
  });
});

describe('a band around a line', () => {
  const points = hourly(0.5, 0.55, 0.62);
  const band = points.map(({ atMs, value }) => ({ atMs, low: value - 0.1, high: value + 0.08 }));
  const score = { name: 'score', role: 'leader', points, band } as const;
  const chart = lines({ unit: 'score', title: 'whale-7 scores 0.62', series: [score] });

  /** The corners of what is drawn behind the line. */
  function corners(of: Chart): readonly (readonly number[])[] {
    const { graphic } = buildOption(of, LOOK);
    const { elements = [] } = graphic as {
      elements?: readonly { type?: string; shape?: unknown }[];
    };
    const shape = elements.find(({ type }) => type === 'polygon')?.shape;
    return (shape as { points: readonly (readonly number[])[] } | undefined)?.points ?? [];
  }

  test('goes along its upper bounds and back along its lower ones, inside the picture', () => {
    const drawn = corners(chart);
    expect(drawn).toHaveLength(6);
    const [first, , last, back, , end] = drawn;
    expect(first?.[0]).toBe(end?.[0]);
    expect(last?.[0]).toBe(back?.[0]);
    for (const [index, [x, y]] of drawn.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(WIDTH_PX);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(HEIGHT_PX);
      const opposite = drawn[drawn.length - 1 - index];
      if (index < 3) expect(y).toBeLessThan(opposite?.[1] ?? 0);
    }
  });

  test('scores are written as they are said, with two decimals', () => {
    expect(words(chart)).toContain('0.62');
    expect(words(chart).some((text) => text.includes('$') || text.includes('%'))).toBe(false);
  });

  test('bounds that are no numbers are left out, and one is no band', () => {
    const hostile = band.map((one, index) => (index === 0 ? one : { ...one, low: Number.NaN }));
    expect(corners(lines({ series: [{ ...score, band: hostile.slice(0, 2) }] }))).toEqual([]);
    expect(corners(lines())).toEqual([]);
  });

  test('more bounds than a picture can show are thinned, and the last stay', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      atMs: NOW - (2_000 - index) * MINUTE_MS,
      low: 0.4,
      high: 0.6,
    }));
    const line = many.map(({ atMs }) => ({ atMs, value: 0.5 }));
    const drawn = corners(
      lines({ unit: 'score', series: [{ name: 's', role: 'ours', points: line, band: many }] }),
    );
    expect(drawn).toHaveLength(800);
    expect(drawn[399]?.[0]).toBe(drawn[400]?.[0]);
  });
});

describe('what there is to show', () => {
  test.each([
    ['no line', lines({ series: [] })],
    ['lines without points', lines({ series: [series('ours', 'equity')] })],
    ['no bar', bars()],
    ['nothing finite', lines({ series: [series('ours', 'equity', Number.NaN, Infinity)] })],
  ])('%s: it says that there is no data yet and when there will be', (_, chart) => {
    expect(words(chart).join(' ')).toMatch(/No data yet: .+ appears with the first/);
  });

  test('one point is a dot with its value', () => {
    expect(words(lines({ series: [series('ours', 'equity', 500)] }))).toContain('$500.00');
  });

  test.each([
    ['equal', [500, 500, 500], ['$499.00', '$500.00', '$501.00']],
    ['zero', [0, 0], ['$0.00', '$0.01']],
    ['negative', [-1_200, -400], ['−$1,200', '−$400']],
    ['from a cent to ten million', [0.01, 10_000_000], ['$0', '$10M']],
    ['cents', [0.01, 0.03], ['$0.01', '$0.03']],
  ])('%s values have round marks around them', (_, values, marks) => {
    expect(words(lines({ series: [series('ours', 'equity', ...values)] }))).toEqual(
      expect.arrayContaining(marks),
    );
  });

  test('a level that hardly moves is not blown up', () => {
    const chart = lines({ series: [series('ours', 'equity', 500, 500.01)] });
    expect(words(chart)).toContain('$501.00');
    expect(words(chart)).not.toContain('$500.005');
  });

  test.each([
    ['cents', '62.4¢', '62¢'],
    ['percent', '62.4 %', '62 %'],
  ] as const)('%s are written with their unit', (unit, last, mark) => {
    const texts = words(lines({ unit, series: [series('second', 'Kalshi', 60, 63, 62.4)] }));
    expect(texts).toEqual(expect.arrayContaining([last, mark]));
  });
});

describe('bars', () => {
  test('each has its name, its value with sign and colour, and there is no axis to read', () => {
    const texts = textsOf(bars(['whale-7', 9.5], ['ace', 0], ['degen-2', -22.1])).slice(2);
    expect(texts.map(({ text, colour }) => [text, colour])).toEqual([
      ['whale-7', DARK.text],
      ['+$9.50', DARK.gain],
      ['ace', DARK.text],
      ['$0.00', DARK.text],
      ['degen-2', DARK.text],
      ['−$22.10', DARK.loss],
    ]);
  });

  test('at most twelve are drawn', () => {
    const many = Array.from({ length: 20 }, (_, index) => [`w${index}`, index] as const);
    expect(words(bars(...many)).filter((text) => /^w\d/.test(text))).toHaveLength(12);
  });
});

describe('text of others', () => {
  const hostile = '<script>{b|x}\u202eevil\u200b\u0000 🚀 & "鲸鱼" \ud83d';

  test('it is drawn as it reads, without marks that steer, in titles, lines and bars', () => {
    const plain = '<script>{b|x}evil & "·"';
    expect(words(lines({ title: hostile }))).toContain(plain);
    const named = words(lines({ series: [{ ...series('ours', hostile, 1, 2) }] }));
    expect(named.some((text) => text.startsWith('<script>'))).toBe(true);
    expect(words(bars([hostile, 1], ['ace', 2])).some((text) => text.startsWith('<script>'))).toBe(
      true,
    );
  });

  test('names that cannot be read at all are told apart by their place', () => {
    const texts = words(bars(['鲸鱼', 2], ['🚀', 1]));
    expect(texts).toEqual(expect.arrayContaining(['bar 1', 'bar 2']));
  });

  test('four thousand characters stay within the picture', () => {
    for (const text of ['W'.repeat(4_000), 'word '.repeat(800)]) {
      const charts = [
        lines({ title: text, series: [series('ours', text, 1, 2)] }),
        bars([text, 1], [text, -2]),
      ];
      for (const { x, y } of charts.flatMap(textsOf)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(WIDTH_PX);
        expect(y).toBeLessThanOrEqual(HEIGHT_PX);
      }
    }
  });
});
