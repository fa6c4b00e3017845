import type { CurvePoint } from '../../engine/contract/views.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { mulDiv } from '../../engine/domain/values/micro.ts';
import { addMoney, type Money, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { CURVE_POINTS_MAX } from './limits.ts';

/** Parts of a curve's time; the first moment is a part of its own. */
export const CURVE_PARTS = CURVE_POINTS_MAX - 1;

/** What a curve is made of: how many rows, and from when to when. */
export interface CurveSpan {
  readonly rows: number;
  readonly firstMs: AtMs;
  readonly lastMs: AtMs;
}

/** What rows of one part of a curve add to it, and when the last of them was. */
export interface CurvePart {
  readonly key: number;
  readonly atMs: AtMs;
  readonly amount: Money;
}

/** Whether each moment is a point; else time is cut into {@link CURVE_PARTS} parts. */
export function isWhole(span: CurveSpan): boolean {
  return span.rows <= CURVE_POINTS_MAX;
}

/** A part's length is at least this much of a millisecond's parts, also when all is one moment. */
export function lengthOf({ firstMs, lastMs }: CurveSpan): number {
  return Math.max(1, lastMs - firstMs);
}

/** The part of a curve that a moment belongs to; equal in every store. */
export function partOf(atMs: AtMs, span: CurveSpan): number {
  if (isWhole(span)) return atMs;
  return mulDiv(atMs - span.firstMs, CURVE_PARTS, { by: lengthOf(span), rounding: 'ceil' });
}

/** `null` for no rows at all. */
export function spanOf(parts: readonly CurveSpan[]): CurveSpan | null {
  const some = parts.filter(({ rows }) => rows > 0);
  if (some.length === 0) return null;
  return some.reduce((span, part) => ({
    rows: span.rows + part.rows,
    firstMs: Math.min(span.firstMs, part.firstMs),
    lastMs: Math.max(span.lastMs, part.lastMs),
  }));
}

/** Adds parts up along time; a point is where the last row of its part was. */
export function addedUp(parts: Iterable<CurvePart>): CurvePoint[] {
  const byKey = new Map<number, CurvePart>();
  for (const part of parts) {
    const known = byKey.get(part.key);
    byKey.set(part.key, {
      key: part.key,
      atMs: Math.max(part.atMs, known?.atMs ?? part.atMs),
      amount: addMoney(part.amount, known?.amount ?? ZERO_MONEY),
    });
  }
  let value = ZERO_MONEY;
  const points = [...byKey.values()]
    .sort((a, b) => a.key - b.key)
    .map(({ atMs, amount }) => {
      value = addMoney(value, amount);
      return { atMs, value };
    });
  // A row that came while the parts were read may be one too many.
  return points.slice(-CURVE_POINTS_MAX);
}

/** The moments at which a curve of too many samples is read, its first and last among them. */
export function readingMoments(firstMs: AtMs, lastMs: AtMs): AtMs[] {
  const moments = Array.from(
    { length: CURVE_POINTS_MAX },
    (_, index) => firstMs + mulDiv(lastMs - firstMs, index, { by: CURVE_PARTS, rounding: 'floor' }),
  );
  return [...new Set(moments)];
}

/** Without points that several readings found. */
export function distinctPoints(points: readonly CurvePoint[]): CurvePoint[] {
  return points.filter((point, index) => point.atMs !== points[index - 1]?.atMs);
}
