import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { IndexColumn, PgInsertValue, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { STATEMENT_ROWS_MAX } from './limits.ts';

/** How the rows of one table are written. */
export interface Writer<Row> {
  /** In statements of at most {@link STATEMENT_ROWS_MAX} rows. No two rows may share a key. */
  write(database: NodePgDatabase, rows: readonly Row[]): Promise<void>;
}

/** Which columns an upsert overwrites (default: every one), and of which rows (default: of all). */
export interface Overwriting {
  readonly changing?: readonly string[];
  readonly only?: SQL;
}

/** Inserts, or overwrites the row with the same key. */
export function upsertInto<T extends PgTable>(
  table: T,
  target: IndexColumn[],
  { changing = overwritable(table), only }: Overwriting = {},
): Writer<T['$inferInsert']> {
  const columns = getTableColumns(table);
  const set: Record<string, SQL> = {};
  for (const name of changing) {
    const column = columns[name];
    if (column !== undefined) set[name] = sql`excluded.${sql.identifier(column.name)}`;
  }
  const where = only === undefined ? {} : { setWhere: only };
  return {
    async write(database, rows) {
      for (const slice of slices(rows)) {
        await database
          .insert(table)
          .values(slice as PgInsertValue<T>[])
          .onConflictDoUpdate({ target, set: set as PgUpdateSetSource<T>, ...where });
      }
    },
  };
}

/** Inserts, and leaves a row with the same key as it is. */
export function insertInto<T extends PgTable>(
  table: T,
  target: IndexColumn[],
): Writer<T['$inferInsert']> {
  return {
    async write(database, rows) {
      for (const slice of slices(rows)) {
        await database
          .insert(table)
          .values(slice as PgInsertValue<T>[])
          .onConflictDoNothing({ target });
      }
    },
  };
}

/** All columns but the order of arrival, which belongs to the first insert. */
function overwritable(table: PgTable): string[] {
  return Object.keys(getTableColumns(table)).filter((name) => name !== 'rowOrder');
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += STATEMENT_ROWS_MAX) {
    yield rows.slice(from, from + STATEMENT_ROWS_MAX);
  }
}
