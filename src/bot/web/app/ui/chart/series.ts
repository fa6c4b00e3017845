/** A line of a chart, oldest point first. */
export interface Series {
  /** Written at the line's end. */
  readonly name: string;
  readonly colour: 'ours' | 'leader' | 'naive' | 'second';
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  /** Ends of an interval around each point, drawn as a band. */
  readonly band?: readonly { readonly low: number; readonly high: number }[];
}

/** Columns for drawing: times in seconds, then each line, with `null` where it has no point. */
export type Columns = readonly [readonly number[], ...(readonly (number | null)[])[]];

/** Puts lines of different times into one table. A line holds its value until its last point. */
export function columnsOf(series: readonly Series[]): Columns {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ atMs }) => atMs)))].sort(
    (a, b) => a - b,
  );
  const lines = series.map(({ points }) => heldAt(points, times));
  return [times.map((atMs) => atMs / 1_000), ...lines];
}

function heldAt(points: Series['points'], times: readonly number[]): (number | null)[] {
  const last = points.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  let next = 0;
  let value: number | null = null;
  return times.map((atMs) => {
    while (next < points.length && (points[next]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) {
      value = points[next]?.value ?? null;
      next += 1;
    }
    return atMs > last ? null : value;
  });
}

/** Heights of labels at the lines' ends, moved apart so that none covers another. */
export function spread(tops: readonly number[], height: number): number[] {
  const order = tops.map((top, at) => ({ top, at })).sort((a, b) => a.top - b.top);
  let floor = Number.NEGATIVE_INFINITY;
  const placed = new Array<number>(tops.length).fill(0);
  for (const { top, at } of order) {
    floor = Math.max(top, floor + height);
    placed[at] = floor;
  }
  return placed;
}
