import type { Chart, ChartSeries } from '../../../src/bot/charts/chart.ts';
import { DARK_LOOK, type Look } from '../../../src/bot/charts/frame.ts';
import { readInter } from '../../../src/bot/charts/inter.ts';
import { HOUR_MS } from '../../../src/engine/domain/time.ts';

/** 14:02:11 in Berlin. */
export const NOW = Date.UTC(2026, 10, 22, 13, 2, 11);

export const LETTERING = readInter();
export const LOOK: Look = DARK_LOOK(LETTERING);

/** One value an hour, the newest now. */
export function hourly(...values: readonly number[]): ChartSeries['points'] {
  const first = NOW - (values.length - 1) * HOUR_MS;
  return values.map((value, index) => ({ atMs: first + index * HOUR_MS, value }));
}

type LinesChart = Chart & { readonly kind: 'lines' };

export function lines(over: Partial<LinesChart> = {}): LinesChart {
  return {
    kind: 'lines',
    title: '+$5.86 today on paper',
    unit: 'dollars',
    zone: 'Europe/Berlin',
    series: [{ name: 'equity', role: 'ours', points: hourly(500, 501.2, 499.4, 504.1, 505.86) }],
    ...over,
  };
}

type BarsChart = Chart & { readonly kind: 'bars' };

export function bars(...values: readonly (readonly [label: string, value: number])[]): BarsChart {
  const all = values.map(([label, value]) => ({ label, value }));
  return { kind: 'bars', title: 'whale-7 is first with +$9.50', unit: 'dollars', bars: all };
}

/** Each different from all others. */
export function numbered(number: number): Chart {
  return lines({ title: `Picture ${number}` });
}
