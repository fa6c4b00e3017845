import type { ChartSeries } from './chart.ts';
import type { ValueAxis } from './value-axis.ts';

type Point = ChartSeries['points'][number];

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A single moment is shown in the middle of this much time on both sides. */
const MOMENT_MARGIN_MS = 1_800_000;

/** All the time that the points take. */
export function timeSpan(points: readonly Point[]): TimeSpan {
  const least = (a: number, { atMs }: Point): number => Math.min(a, atMs);
  const most = (a: number, { atMs }: Point): number => Math.max(a, atMs);
  const fromMs = points.reduce(least, Number.POSITIVE_INFINITY);
  const toMs = points.reduce(most, 0);
  if (fromMs < toMs) return { fromMs, toMs };
  return { fromMs: fromMs - MOMENT_MARGIN_MS, toMs: toMs + MOMENT_MARGIN_MS };
}

/**
 * Where times and values are on a plot, as parts of its width and height. The drawing library gets
 * these, because it refuses axes of extreme numbers.
 */
export interface Scale {
  along(atMs: number): number;
  up(value: number): number;
}

export function scaleOf({ fromMs, toMs }: TimeSpan, { min, max }: ValueAxis): Scale {
  return {
    along: (atMs) => part(atMs, fromMs, toMs),
    up: (value) => part(value, min, max),
  };
}

function part(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
