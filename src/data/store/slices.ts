import { and, asc, gte, lt, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { AtMs } from '../../engine/domain/time.ts';
import { REPORT_SLICE_ROWS, REPORT_SLICES_MAX } from './limits.ts';
import type { Read } from './read.ts';
import { StoreError } from './store-error.ts';

/** The rows a report counts: of one table, since a moment, within a condition that has an index. */
export interface Counted {
  readonly table: PgTable;
  readonly at: PgColumn;
  readonly sinceMs: AtMs;
  readonly scope: SQL | undefined;
}

/**
 * Runs `count` on one span of time after the other, each with about {@link REPORT_SLICE_ROWS} rows,
 * and gives back all that it answered. Rows of one moment stay together.
 * @throws StoreError when there are more than {@link REPORT_SLICES_MAX} spans.
 */
export async function inSlices<T>(
  read: Read,
  { table, at, sinceMs, scope }: Counted,
  count: (rows: SQL | undefined) => Promise<readonly T[]>,
): Promise<T[]> {
  const parts: T[] = [];
  let fromMs = Math.max(0, sinceMs);
  for (let slice = 0; slice < REPORT_SLICES_MAX; slice += 1) {
    const from = and(scope, gte(at, fromMs));
    const [next] = await read((database) =>
      database
        .select({ atMs: at })
        .from(table)
        .where(from)
        .orderBy(asc(at))
        .offset(REPORT_SLICE_ROWS)
        .limit(1),
    );
    if (next === undefined) return [...parts, ...(await count(from))];
    const toMs = Math.max(Number(next.atMs), fromMs + 1);
    parts.push(...(await count(and(from, lt(at, toMs)))));
    fromMs = toMs;
  }
  const rowsMax = REPORT_SLICE_ROWS * REPORT_SLICES_MAX;
  const message = `A report is on more than ${rowsMax} rows: ask for a shorter time`;
  throw new StoreError('unavailable', message);
}
