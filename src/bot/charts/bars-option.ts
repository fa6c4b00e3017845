import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import {
  EDGE_PX,
  emptyState,
  HEIGHT_PX,
  type Look,
  type Rectangle,
  SMALL,
  textAt,
  titled,
  VALUE,
  WIDTH_PX,
  within,
} from './frame.ts';
import { readable, textWidthPx } from './lettering.ts';
import { signColour } from './palette.ts';
import { valueWords } from './value-words.ts';

export type BarsChart = Chart & { readonly kind: 'bars' };

const BARS_MAX = 12;
const VALUE_MAX = 1e15;
const NO_DATA = 'No data yet: a bar appears with the first result.';
const LABEL_WIDTH_MAX_PX = 130;
const GAP_PX = 12;
const ROW_PX_MAX = 44;
/** Part of a row that its bar takes. */
const BAR_PART = 0.62;

interface Row {
  readonly label: string;
  readonly words: string;
  readonly value: number;
}

/** Name, bar, value: gains to the right of zero, losses to the left. */
export function barsOption(chart: BarsChart, look: Look): ChartOption {
  const { lettering, palette } = look;
  const title = titled(readable(chart.title, lettering, 'Chart'), look);
  const rows = rowsOf(chart, look);
  const base = { animation: false, backgroundColor: palette.background };
  if (rows.length === 0) {
    return {
      ...base,
      graphic: { elements: [...title.elements, emptyState(NO_DATA, title.belowPx, look)] },
    };
  }
  const widest = (texts: readonly number[]): number => Math.ceil(Math.max(...texts));
  const labelPx = widest(rows.map(({ label }) => textWidthPx(label, SMALL, lettering)));
  const valuePx = widest(rows.map(({ words }) => textWidthPx(words, VALUE, lettering)));
  const plot: Rectangle = {
    left: EDGE_PX + labelPx + GAP_PX,
    right: WIDTH_PX - EDGE_PX - valuePx - GAP_PX,
    top: title.belowPx,
    bottom: title.belowPx + Math.min(HEIGHT_PX - EDGE_PX - title.belowPx, rows.length * ROW_PX_MAX),
  };
  return {
    ...base,
    graphic: { elements: [...title.elements, ...rowTexts(rows, plot, look)] },
    ...barParts(rows, plot, look),
  };
}

function rowsOf({ bars, unit }: BarsChart, look: Look): readonly Row[] {
  return bars
    .filter(({ value }) => Math.abs(value) <= VALUE_MAX)
    .slice(0, BARS_MAX)
    .map(({ label, value }, index) => {
      const name = readable(label, look.lettering, `bar ${index + 1}`);
      return {
        label: within(name, { style: SMALL, widthPx: LABEL_WIDTH_MAX_PX }, look),
        words: valueWords(value, unit, true),
        value,
      };
    });
}

function rowTexts(rows: readonly Row[], plot: Rectangle, { palette }: Look) {
  const rowPx = (plot.bottom - plot.top) / rows.length;
  return rows.flatMap(({ label, words, value }, index) => {
    const y = plot.top + (index + 0.5) * rowPx;
    const right = WIDTH_PX - EDGE_PX;
    return [
      textAt(label, { ...SMALL, x: EDGE_PX, y, align: 'left', colour: palette.text }),
      textAt(words, { ...VALUE, x: right, y, align: 'right', colour: signColour(value, palette) }),
    ];
  });
}

function barParts(
  rows: readonly Row[],
  plot: Rectangle,
  { palette }: Look,
): Pick<ChartOption, 'grid' | 'xAxis' | 'yAxis' | 'series'> {
  // Parts of the largest: the drawing library refuses axes of extreme numbers.
  const largest = Math.max(...rows.map(({ value }) => Math.abs(value)));
  const parts = rows.map(({ value }) => (largest === 0 ? 0 : value / largest));
  const low = Math.min(0, ...parts);
  const high = Math.max(0, ...parts);
  const rowPx = (plot.bottom - plot.top) / rows.length;
  return {
    grid: {
      left: plot.left,
      top: plot.top,
      width: plot.right - plot.left,
      height: plot.bottom - plot.top,
      outerBoundsMode: 'none',
    },
    xAxis: { type: 'value', show: false, min: low, max: low === high ? 1 : high },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((_, index) => index),
      axisLabel: { show: false },
      axisTick: { show: false },
      axisLine: { show: true, onZero: true, lineStyle: { color: palette.muted, opacity: 0.6 } },
    },
    series: {
      type: 'bar',
      barWidth: Math.round(rowPx * BAR_PART),
      data: parts.map((value) => ({
        value,
        itemStyle: {
          color: signColour(value, palette),
          borderRadius: value < 0 ? [3, 0, 0, 3] : [0, 3, 3, 0],
        },
      })),
    },
  };
}
