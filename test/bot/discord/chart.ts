import type { Chart } from '../../../src/bot/charts/chart.ts';

/** A small picture as data. */
export const CHART: Chart = {
  kind: 'bars',
  title: 'ace: +$12 for us',
  unit: 'dollars',
  bars: [{ label: 'ace', value: 12 }],
};
