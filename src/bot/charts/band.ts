import type { ChartSeries } from './chart.ts';
import type { Coordinates } from './end-labels.ts';
import type { Element, Look } from './frame.ts';
import type { DrawnSeries } from './lines-option.ts';

type Band = NonNullable<ChartSeries['band']>;

const BAND_OPACITY = 0.2;

/** In order of time, at most `most`, evenly over them; the first and the last stay. */
export function drawnBand(band: Band, most: number): Band {
  const sorted = [...band].sort((a, b) => a.atMs - b.atMs);
  if (sorted.length <= most) return sorted;
  const step = (sorted.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => sorted[Math.round(index * step)]).filter(
    (one) => one !== undefined,
  );
}

/** What an axis has to reach, so that a band is within the plot. */
export function bandValues(band: Band): readonly number[] {
  return band.flatMap(({ low, high }) => [low, high]);
}

/** The band behind a line: along its upper bounds and back along its lower ones. */
export function bandElements(
  { band, role }: DrawnSeries,
  { plot, scale }: Coordinates,
  { palette }: Look,
): readonly Element[] {
  if (band.length < 2) return [];
  const x = (atMs: number): number => plot.left + scale.along(atMs) * (plot.right - plot.left);
  const y = (value: number): number => plot.bottom - scale.up(value) * (plot.bottom - plot.top);
  const upper = band.map(({ atMs, high }) => [x(atMs), y(high)]);
  const lower = band.map(({ atMs, low }) => [x(atMs), y(low)]).reverse();
  return [
    {
      type: 'polygon',
      silent: true,
      z: 1,
      shape: { points: [...upper, ...lower] },
      style: { fill: palette[role], opacity: BAND_OPACITY },
    },
  ];
}
