/** Most rows of one list of a snapshot. Above it the store refuses: a part of the past would lie. */
export const SNAPSHOT_ROWS_MAX = 200_000;
/** Most rows of one answer to a surface: decisions, orders, notices. */
export const QUERY_ROWS_MAX = 1_000;
/** Most rows of one insert; with at most 40 columns it stays below Postgres' 65,535 parameters. */
export const STATEMENT_ROWS_MAX = 500;

/** A limit that a caller asked for, kept within 0 and {@link QUERY_ROWS_MAX}. */
export function boundedLimit(limit: number): number {
  return Math.max(0, Math.min(Math.trunc(limit), QUERY_ROWS_MAX));
}
