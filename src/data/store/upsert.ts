import { getTableColumns, SQL, sql } from 'drizzle-orm';
import type { IndexColumn, PgInsertValue, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { STATEMENT_ROWS_MAX } from './limits.ts';
import type { Database, Statement } from './transaction.ts';

/** Texts of one writer that are kept; what comes with more shapes is built each time. */
const TEXTS_MAX = 64;
/** Statements of more rows are rare, and their texts are long. */
const KEPT_TEXT_ROWS_MAX = 16;

/** How the rows of one table are written. */
export interface Writer<Row> {
  /** In statements of at most {@link STATEMENT_ROWS_MAX} rows. No two rows may share a key. */
  statements(database: Database, rows: readonly Row[]): readonly Statement[];
  write(database: Database, rows: readonly Row[]): Promise<void>;
}

/** Which columns an upsert overwrites (default: every one), and of which rows (default: of all). */
export interface Overwriting {
  readonly changing?: readonly string[];
  readonly only?: SQL;
}

interface Built {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

type Build<T extends PgTable> = (database: Database, rows: PgInsertValue<T>[]) => Built;

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
  return writerOf(table, (database, rows) =>
    database
      .insert(table)
      .values(rows)
      .onConflictDoUpdate({ target, set: set as PgUpdateSetSource<T>, ...where }),
  );
}

/** Inserts, and leaves a row with the same key as it is. */
export function insertInto<T extends PgTable>(
  table: T,
  target: IndexColumn[],
): Writer<T['$inferInsert']> {
  return writerOf(table, (database, rows) =>
    database.insert(table).values(rows).onConflictDoNothing({ target }),
  );
}

/**
 * Building a statement's text takes longer than the server takes to carry it out. It depends on
 * which columns the rows have and not on what is in them, so it is built once.
 */
function writerOf<T extends PgTable>(table: T, build: Build<T>): Writer<T['$inferInsert']> {
  const columns = Object.entries(getTableColumns(table));
  const texts = new Map<string, string>();
  /** One letter for each column of each row; `null` where the text holds more than that. */
  const shapeOf = (rows: readonly T['$inferInsert'][]): string | null => {
    if (rows.length > KEPT_TEXT_ROWS_MAX) return null;
    let shape = '';
    for (const row of rows) {
      for (const [name] of columns) {
        const value: unknown = row[name as keyof typeof row];
        if (value instanceof SQL) return null;
        shape += value === undefined ? '-' : 'x';
      }
    }
    return shape;
  };
  const valuesOf = (rows: readonly T['$inferInsert'][]): unknown[] => {
    const values: unknown[] = [];
    for (const row of rows) {
      for (const [name, column] of columns) {
        const value: unknown = row[name as keyof typeof row];
        if (value === undefined) continue;
        values.push(value === null ? null : column.mapToDriverValue(value));
      }
    }
    return values;
  };
  const statementOf = (database: Database, rows: readonly T['$inferInsert'][]): Statement => {
    const shape = shapeOf(rows);
    const known = shape === null ? undefined : texts.get(shape);
    if (known !== undefined) return { text: known, values: valuesOf(rows) };
    const { sql: text, params } = build(database, rows as PgInsertValue<T>[]).toSQL();
    const values = [...params];
    const isKeepable = shape !== null && texts.size < TEXTS_MAX && isSame(values, valuesOf(rows));
    if (isKeepable) texts.set(shape, text);
    return { text, values };
  };
  const statements: Writer<T['$inferInsert']>['statements'] = (database, rows) =>
    Array.from(slices(rows), (slice) => statementOf(database, slice));
  return {
    statements,
    async write(database, rows) {
      for (const statement of statements(database, rows)) await database.$client.query(statement);
    },
  };
}

/** Whether our own values of a statement are those that its builder would send. */
function isSame(built: readonly unknown[], ours: readonly unknown[]): boolean {
  return built.length === ours.length && built.every((value, at) => Object.is(value, ours[at]));
}

/** What belongs to the first insert: the order of arrival, and under whom a row arrived. */
const OF_THE_FIRST: ReadonlySet<string> = new Set(['rowOrder', 'epoch']);

function overwritable(table: PgTable): string[] {
  return Object.keys(getTableColumns(table)).filter((name) => !OF_THE_FIRST.has(name));
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += STATEMENT_ROWS_MAX) {
    yield rows.slice(from, from + STATEMENT_ROWS_MAX);
  }
}
