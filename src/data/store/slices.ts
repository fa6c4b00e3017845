import { and, asc, gte, lt, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { AtMs } from '../../engine/domain/time.ts';
import { REPORT_ROWS_MAX, REPORT_SLICE_ROWS } from './limits.ts';
import type { Read } from './read.ts';
import { StoreError } from './store-error.ts';

/** The rows a report counts: of one table, since a moment, within a condition that has an index. */
export interface Counted {
  readonly table: PgTable;
  readonly at: PgColumn;
  readonly sinceMs: AtMs;
  readonly scope: SQL | undefined;
  /** Rows of one slice, about; {@link REPORT_SLICE_ROWS} when left out. */
  readonly sliceRows?: number;
}

/**
 * Runs `count` on one span of time after the other, each with about {@link REPORT_SLICE_ROWS} rows,
 * and gives back all that it answered. Rows of one moment stay together.
 * @throws StoreError when there are more than about {@link REPORT_ROWS_MAX} rows.
 */
export async function inSlices<T>(
  read: Read,
  counted: Counted,
  count: (rows: SQL | undefined) => Promise<readonly T[]>,
): Promise<T[]> {
  const parts: T[] = [];
  for await (const rows of slices(read, counted)) parts.push(...(await count(rows)));
  return parts;
}

/** The condition of each span, oldest first; as for {@link inSlices}. */
export async function* slices(
  read: Read,
  { table, at, sinceMs, scope, sliceRows = REPORT_SLICE_ROWS }: Counted,
): AsyncGenerator<SQL | undefined, void> {
  let fromMs = Math.max(0, sinceMs);
  for (let rows = 0; rows < REPORT_ROWS_MAX; rows += sliceRows) {
    const from = and(scope, gte(at, fromMs));
    const [next] = await read((database) =>
      database
        .select({ atMs: at })
        .from(table)
        .where(from)
        .orderBy(asc(at))
        .offset(sliceRows)
        .limit(1),
    );
    if (next === undefined) {
      yield from;
      return;
    }
    const toMs = Math.max(Number(next.atMs), fromMs + 1);
    yield and(from, lt(at, toMs));
    fromMs = toMs;
  }
  const message = `A report is on more than ${REPORT_ROWS_MAX} rows: ask for a shorter time`;
  throw new StoreError('unavailable', message);
}
