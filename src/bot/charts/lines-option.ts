import type { LineSeriesOption } from 'echarts/charts';
import { AXIS_GAP_PX, timeAxisOption, valueAxisOption } from './axes-option.ts';
import { bandElements, bandValues, drawnBand } from './band.ts';
import type { Chart, ChartSeries } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import { endLabels } from './end-labels.ts';
import {
  EDGE_PX,
  type Element,
  emptyState,
  HEIGHT_PX,
  type Look,
  type Rectangle,
  SMALL,
  titled,
  WIDTH_PX,
} from './frame.ts';
import { readable, textWidthPx } from './lettering.ts';
import { type Scale, scaleOf, timeSpan } from './scale.ts';
import { thinned } from './thin.ts';
import { timeTicks } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';
import { tickWords } from './value-words.ts';

export type LinesChart = Chart & { readonly kind: 'lines' };
type Point = ChartSeries['points'][number];

const SERIES_MAX = 4;
/** More than a picture of this width can show. */
const POINTS_MAX = 400;
/** Years 1970 to 9999. */
const TIME_MAX_MS = 253_402_300_799_000;
/** Beyond it nothing is money any more. */
const VALUE_MAX = 1e15;

const NO_DATA = 'No data yet: a line appears with the first fills.';
const TIME_LABELS_PX = 46;
/** Room of one label of the time axis with what keeps it off the next. */
const TIME_LABEL_PX = 58;
const LINE_PX = 2;
/** A result changes at once; with more points than this steps only make a line thick. */
const STEPS_MAX = 100;
/** Between a lone result and its zero. */
const AREA_OPACITY = 0.14;
const NAIVE_DASH = [6, 4];

/** What of a series can be drawn: finite, in its order, no more than the picture shows. */
export interface DrawnSeries extends ChartSeries {
  readonly last: Point;
  readonly band: NonNullable<ChartSeries['band']>;
}

export function linesOption(chart: LinesChart, look: Look): ChartOption {
  const title = titled(readable(chart.title, look.lettering, 'Chart'), look);
  const series = drawnSeries(chart, look);
  if (series.length === 0) {
    return optionOf(look, [...title.elements, emptyState(NO_DATA, title.belowPx, look)]);
  }
  const signed = chart.signed === true;
  const values = series.flatMap(({ points, band }) => [
    ...points.map(({ value }) => value),
    ...bandValues(band),
  ]);
  const axis = valueAxis(values, chart.unit, signed);
  const words = tickWords(axis.ticks, chart.unit, signed);
  const span = timeSpan(series.flatMap(({ points }) => points));
  const scale = scaleOf(span, axis);
  const labels = endLabels(series, { unit: chart.unit, signed }, look);
  const plot: Rectangle = {
    left: EDGE_PX + widest(words, look) + AXIS_GAP_PX,
    right: WIDTH_PX - EDGE_PX - labels.widthPx,
    top: title.belowPx,
    bottom: HEIGHT_PX - TIME_LABELS_PX,
  };
  const most = Math.max(2, Math.floor((plot.right - plot.left) / TIME_LABEL_PX));
  const ticks = timeTicks({ ...span, most, zone: chart.zone });
  return {
    ...optionOf(look, [
      ...series.flatMap((one) => bandElements(one, { plot, scale }, look)),
      ...title.elements,
      ...labels.at({ plot, scale }),
    ]),
    grid: {
      left: plot.left,
      top: plot.top,
      width: plot.right - plot.left,
      height: plot.bottom - plot.top,
      outerBoundsMode: 'none',
    },
    xAxis: timeAxisOption(ticks, scale, look),
    yAxis: valueAxisOption({ ticks: axis.ticks, words }, scale, look),
    series: series.map((one) =>
      lineOption(one, { alone: series.length === 1, signed, scale }, look),
    ),
  };
}

function optionOf({ palette }: Look, elements: readonly Element[]) {
  return {
    animation: false,
    backgroundColor: palette.background,
    graphic: { elements: [...elements] },
  };
}

function drawnSeries({ series }: LinesChart, { lettering }: Look): readonly DrawnSeries[] {
  return series.slice(0, SERIES_MAX).flatMap((one, index) => {
    const known = one.points
      .filter(({ atMs, value }) => isDrawn(atMs, value))
      .sort((a, b) => a.atMs - b.atMs);
    const points = thinned(known, POINTS_MAX);
    const last = points.at(-1);
    if (last === undefined) return [];
    const band = drawnBand(
      (one.band ?? []).filter(({ atMs, low, high }) => isDrawn(atMs, low) && isDrawn(atMs, high)),
      POINTS_MAX,
    );
    const name = readable(one.name, lettering, `line ${index + 1}`);
    return [{ ...one, name, points, band, last }];
  });
}

function isDrawn(atMs: number, value: number): boolean {
  return atMs >= 0 && atMs <= TIME_MAX_MS && Math.abs(value) <= VALUE_MAX;
}

function widest(words: readonly string[], { lettering }: Look): number {
  return Math.ceil(Math.max(...words.map((word) => textWidthPx(word, SMALL, lettering))));
}

interface LineLook {
  readonly alone: boolean;
  readonly signed: boolean;
  readonly scale: Scale;
}

function lineOption(
  { role, points }: DrawnSeries,
  { alone, signed, scale }: LineLook,
  { palette }: Look,
): LineSeriesOption {
  const zero = scale.up(0);
  return {
    type: 'line',
    data: points.map(({ atMs, value }) => [scale.along(atMs), scale.up(value)]),
    showSymbol: false,
    step: signed && points.length <= STEPS_MAX ? 'end' : false,
    lineStyle: {
      width: LINE_PX,
      color: palette[role],
      join: 'round',
      ...(role === 'naive' ? { type: NAIVE_DASH } : {}),
    },
    z: role === 'ours' ? 4 : 3,
    ...(alone && signed
      ? { areaStyle: { color: palette[role], opacity: AREA_OPACITY, origin: zero } }
      : {}),
    ...(signed ? { markLine: zeroLine(zero, palette.muted) } : {}),
  };
}

function zeroLine(yAxis: number, color: string): NonNullable<LineSeriesOption['markLine']> {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color, width: 1, type: 'solid', opacity: 0.6 },
    data: [{ yAxis }],
  };
}
