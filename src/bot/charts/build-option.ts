import { barsOption } from './bars-option.ts';
import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import type { Look } from './frame.ts';
import { linesOption } from './lines-option.ts';

/** A chart as ECharts draws it. Pure: the same chart and look give the same picture. */
export function buildOption(chart: Chart, look: Look): ChartOption {
  return chart.kind === 'lines' ? linesOption(chart, look) : barsOption(chart, look);
}
