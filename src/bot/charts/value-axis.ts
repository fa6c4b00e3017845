import type { ChartUnit } from './chart.ts';

/** Where an axis begins and ends, and its marks. */
export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** Intervals between marks that an axis aims at. */
const INTERVALS = 6;
const NICE_STEPS = [1, 2, 5, 10];
/** Free room above and below the values, as a part of what they span. */
const MARGIN = 0.06;
/** A level that hardly moves is not blown up: the axis shows at least this part of it. */
const SPAN_OF_LEVEL_MIN = 0.005;
/** The least that an axis shows, in its unit. */
const SPAN_MIN: Readonly<Record<ChartUnit, number>> = {
  dollars: 0.04,
  cents: 0.4,
  percent: 0.4,
  score: 0.1,
};

/** An axis with round marks around all values; with zero when they are gains and losses. */
export function valueAxis(values: readonly number[], unit: ChartUnit, signed: boolean): ValueAxis {
  const all = signed ? [...values, 0] : values;
  let low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low > high) [low, high] = [0, 1];
  const level = signed ? 0 : Math.max(Math.abs(low), Math.abs(high)) * SPAN_OF_LEVEL_MIN;
  const missing = Math.max(SPAN_MIN[unit], level) - (high - low);
  if (missing > 0) {
    const down = low >= 0 ? Math.min(low, missing / 2) : missing / 2;
    low -= down;
    high += missing - down;
  }
  const margin = (high - low) * MARGIN;
  // Nothing is drawn on the far side of zero that is not there.
  const min = low === 0 ? 0 : low - margin;
  const max = high === 0 ? 0 : high + margin;
  const step = niceStep((max - min) / INTERVALS);
  const first = Math.ceil(min / step - ROUNDING);
  const last = Math.floor(max / step + ROUNDING);
  const marks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { min, max, ticks: marks.map((mark) => tidy(mark, step)) };
}

/** A value that lies on a mark but for floating point does not ask for another one. */
const ROUNDING = 1e-6;

function niceStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  const nice = NICE_STEPS.find((step) => step * decade >= rough * (1 - ROUNDING)) ?? 10;
  return nice * decade;
}

/** Without what floating point added. */
function tidy(value: number, step: number): number {
  const decimals = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(step))));
  const rounded = Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded;
}
