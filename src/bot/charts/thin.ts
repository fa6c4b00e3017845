import type { ChartSeries } from './chart.ts';

type Point = ChartSeries['points'][number];

/**
 * At most `most` points that keep the line's shape: the first, the last, and of each bucket the one
 * that spans the largest triangle with its neighbours (LTTB).
 */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= most) return points;
  const buckets = most - 2;
  const width = (points.length - 2) / buckets;
  const startOf = (bucket: number): number => 1 + Math.floor(bucket * width);
  const kept: Point[] = [first];
  let before = first;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const next = points.slice(startOf(bucket + 1), startOf(bucket + 2));
    const after = bucket === buckets - 1 ? last : centre(next.length === 0 ? [last] : next);
    before = largest(points.slice(startOf(bucket), startOf(bucket + 1)), before, after);
    kept.push(before);
  }
  return [...kept, last];
}

function centre(points: readonly Point[]): Point {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point) / points.length, 0);
  return { atMs: mean(({ atMs }) => atMs), value: mean(({ value }) => value) };
}

function largest(bucket: readonly Point[], before: Point, after: Point): Point {
  let best = bucket[0] ?? before;
  let most = -1;
  for (const point of bucket) {
    const area = Math.abs(
      (before.atMs - after.atMs) * (point.value - before.value) -
        (before.atMs - point.atMs) * (after.value - before.value),
    );
    if (area > most) {
      most = area;
      best = point;
    }
  }
  return best;
}
