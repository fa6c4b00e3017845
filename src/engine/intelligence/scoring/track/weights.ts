import type { AtMs } from '../../../domain/time.ts';
import { EVIDENCE_HALF_LIFE_MS, type WeighedSums } from '../record.ts';
import type { Rows } from './rows.ts';

/**
 * Sums hold weights 2^((ended − origin) / half-life), which grow with time, so that nothing has to be
 * touched when time goes on; a record divides by the weight of its own time. Doubles lose no digits
 * by scale, and their exponents (squares included) suffice until after 2140: no rebasing is needed.
 */
const EVIDENCE_ORIGIN_MS = Date.UTC(2020, 0, 1);

/** Weight of what ended at `atMs`, in units of the origin. */
export function weightAt(atMs: AtMs): number {
  return 2 ** ((atMs - EVIDENCE_ORIGIN_MS) / EVIDENCE_HALF_LIFE_MS);
}

/** Five floats in a row: count, Σw, Σw², Σwx, Σwx². */
export const SUMS_WIDTH = 5;

export interface Weighed {
  readonly x: number;
  readonly weight: number;
}

export function addWeighed(rows: Rows, at: { row: number; field: number }, value: Weighed): void {
  const { x, weight } = value;
  rows.add(at.row, at.field, 1);
  rows.add(at.row, at.field + 1, weight);
  rows.add(at.row, at.field + 2, weight * weight);
  rows.add(at.row, at.field + 3, weight * x);
  rows.add(at.row, at.field + 4, weight * x * x);
}

/** Sums in units of the weight `unit`. */
export function scaled(raw: WeighedSums, unit: number): WeighedSums {
  return {
    count: raw.count,
    weight: raw.weight / unit,
    weightSquares: raw.weightSquares / (unit * unit),
    sum: raw.sum / unit,
    squares: raw.squares / unit,
  };
}

/** The five floats that {@link addWeighed} adds to. */
export function sumsAt(rows: Rows, row: number, field: number): WeighedSums {
  return {
    count: rows.get(row, field),
    weight: rows.get(row, field + 1),
    weightSquares: rows.get(row, field + 2),
    sum: rows.get(row, field + 3),
    squares: rows.get(row, field + 4),
  };
}
