import uPlot from 'uplot';
import { clock, clockMinute, day } from '../../../../format/moments.ts';
import { zone } from '../../state/clock.ts';
import { moneyShort, ratioPercent, score, signedMoney, signedRatio } from '../../words/format.ts';
import { columnsOf, type Series, spread } from './series.ts';

export interface Drawing {
  readonly series: readonly Series[];
  readonly unit: 'money' | 'score' | 'ratio';
}

/** Room for the names and last values at the right, pixels. */
const LABELS_WIDTH = 104;
const LABEL_HEIGHT = 28;
const HEIGHT = 220;
const MINUTE_S = 60;
const DAY_S = 86_400;

const AXIS = { money: moneyShort, score, ratio: ratioPercent } as const;
const LAST = { money: signedMoney, score, ratio: signedRatio } as const;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Draws into `element`, as wide as it is, until it is destroyed. */
export function draw(element: HTMLElement, drawing: Drawing): { destroy(): void } {
  const width = (): number => Math.max(240, element.clientWidth);
  const chart = new uPlot(optionsOf(drawing, width()), alignedOf(drawing), element);
  const watch = new ResizeObserver(() => chart.setSize({ width: width(), height: HEIGHT }));
  watch.observe(element);
  return {
    destroy: () => {
      watch.disconnect();
      chart.destroy();
    },
  };
}

function alignedOf({ series }: Drawing): uPlot.AlignedData {
  const [times, ...lines] = columnsOf([...series, ...series.flatMap(edgesOf)]);
  return [[...times], ...lines.map((line) => [...line])];
}

/** The ends of a line's interval as lines of their own. */
function edgesOf(series: Series): Series[] {
  const { band, points } = series;
  if (band === undefined) return [];
  const edge = (end: 'low' | 'high'): Series => ({
    name: '',
    colour: series.colour,
    points: points.map(({ atMs, value }, at) => ({ atMs, value: band[at]?.[end] ?? value })),
  });
  return [edge('high'), edge('low')];
}

function optionsOf(drawing: Drawing, width: number): uPlot.Options {
  const { series, unit } = drawing;
  const edges = series.flatMap(edgesOf);
  const bands = series.flatMap(({ band }) => (band === undefined ? [] : [band]));
  const grid = { stroke: colour('--grid'), width: 1 };
  const axis = {
    stroke: colour('--muted'),
    font: '11px Inter, system-ui',
    grid,
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), zone.peek()),
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    padding: [12, LABELS_WIDTH, 0, 0],
    scales: { y: { range: (_chart, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, space: 70, size: 28, values: (_chart, times) => timesOf(times) },
      { ...axis, size: 56, values: (_chart, values) => values.map((one) => AXIS[unit](one)) },
    ],
    series: [
      {},
      ...series.map((one) => ({
        stroke: colour(`--line-${one.colour}`),
        width: 2,
        points: { show: false },
      })),
      ...edges.map(() => ({ stroke: 'transparent', width: 0, points: { show: false } })),
    ],
    bands: bands.map((_, at) => ({
      series: [series.length + 1 + 2 * at, series.length + 2 + 2 * at],
      fill: colour('--band'),
    })),
    hooks: { draw: [(chart) => labelEnds(chart, drawing)] },
  };
}

/** Days, or the clock where everything is within two of them. */
function timesOf(seconds: readonly number[]): string[] {
  const [first = 0, second = 0] = seconds;
  const apart = second - first;
  const say = apart < MINUTE_S ? clock : apart < DAY_S ? clockMinute : day;
  return seconds.map((one) => say(one * 1_000, zone.peek()));
}

/** A little room around the lines, and never a flat scale. */
function rangeOf(low: number, high: number): [number, number] {
  const room = (high - low) * 0.08 || Math.max(1e-6, Math.abs(high) * 0.1);
  return [low - room, high + room];
}

/** Writes each line's name and last value where it ends: no legend is needed. */
function labelEnds(chart: uPlot, { series, unit }: Drawing): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const ends = series.flatMap((one) => {
    const last = one.points.at(-1);
    if (last === undefined) return [];
    return [{ one, last, top: chart.valToPos(last.value, 'y', true) }];
  });
  const tops = spread(
    ends.map(({ top }) => top),
    LABEL_HEIGHT * ratio,
  );
  ctx.save();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const [at, { one, last }] of ends.entries()) {
    const left = chart.bbox.left + chart.bbox.width + 8 * ratio;
    const top = tops[at] ?? 0;
    ctx.fillStyle = colour(`--line-${one.colour}`);
    ctx.font = `600 ${12 * ratio}px Inter, system-ui`;
    ctx.fillText(LAST[unit](last.value), left, top);
    ctx.fillStyle = colour('--muted');
    ctx.font = `${11 * ratio}px Inter, system-ui`;
    ctx.fillText(one.name, left, top + 13 * ratio);
  }
  ctx.restore();
}
