/** Most rows of one list of a snapshot. Above it the store refuses: a part of the past would lie. */
export const SNAPSHOT_ROWS_MAX = 200_000;
/** Most rows of one answer to a surface: decisions, orders, notices. */
export const QUERY_ROWS_MAX = 1_000;
/** Most rows of one insert; with at most 40 columns it stays below Postgres' 65,535 parameters. */
export const STATEMENT_ROWS_MAX = 500;

/**
 * Rows that one statement of a count or sum reads, about: PGlite is one session, so writers wait
 * as long as it runs (about 15 ms measured; a whole table of 100,000 took 60 to 110 ms).
 */
export const REPORT_SLICE_ROWS = 20_000;
/** Most rows of one count or sum. Above it the store refuses: a count of a part would lie. */
export const REPORT_ROWS_MAX = 2_000_000;
/** The same for a statement that does more with a row than to count it. */
export const SHORT_SLICE_ROWS = 5_000;
/** Rows of one page of bookings: a statement of some 10 ms on an embedded database. */
export const BOOKING_PAGE_ROWS = 500;
/** Rows of one page of leaders' trades. */
export const LEADER_TRADE_PAGE_ROWS = 500;
/** Markets whose ends one statement looks up. */
export const RESOLUTION_PAGE_ROWS = 250;
/** Scores that one statement reads: each is some 2 kB of JSON. */
export const SCORE_PAGE_ROWS = 100;
/** Most points of a curve. */
export const CURVE_POINTS_MAX = 400;
/**
 * Most rows that a search by id finds before they are put in order; of more, some are left out. The
 * limit stands in a subquery on purpose: without statistics a planner would rather walk all times.
 */
export const FOUND_ROWS_MAX = 10_000;

/** A limit that a caller asked for, kept within 0 and {@link QUERY_ROWS_MAX}. */
export function boundedLimit(limit: number): number {
  return Math.max(0, Math.min(Math.trunc(limit), QUERY_ROWS_MAX));
}
