import type { Pool } from 'pg';
import type { Migration } from '../migrate.ts';

/** A connection, or all of them. */
type Asked = Pick<Pool, 'query'>;

/** What a database says of one table. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  /** As it is written in SQL. */
  readonly type: string;
  /** The database numbers its rows by itself. */
  readonly isIdentity: boolean;
}

export interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
}

/** Every value as text that each Postgres writes alike and reads back to the same value. */
export const TEXT_FORM =
  "set local time zone 'UTC'; set local datestyle to 'ISO'; set local extra_float_digits to 1";

const COLUMNS = `
  select c.relname as table, a.attname as name, a.attidentity <> '' as "isIdentity",
    format_type(a.atttypid, a.atttypmod) as type
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    and c.relname = any ($1) and a.attnum > 0 and not a.attisdropped
  order by c.relname collate "C", a.attnum`;
const MADE = /create table (?:if not exists )?"([a-z_]+)"/gi;

/** The tables that these migrations make, some of which later ones may remove again. */
export function tablesMadeBy(migrations: readonly Migration[]): string[] {
  const names = migrations.flatMap(({ sql }) => [...sql.matchAll(MADE)].map(([, name]) => name));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Those of the tables that are there, each with its columns. */
export async function readTables(client: Asked, names: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<Column & { readonly table: string }>(COLUMNS, [names]);
  const tables = new Map<string, Column[]>();
  for (const { table, ...column } of rows) {
    const columns = tables.get(table) ?? [];
    columns.push(column);
    tables.set(table, columns);
  }
  return [...tables].map(([name, columns]) => ({ name, columns }));
}

/** What the database has, oldest first; none where it is new. */
export async function appliedMigrations(client: Asked): Promise<AppliedMigration[]> {
  const { rows: logs } = await client.query<{ log: string | null }>(
    "select to_regclass('public.schema_migrations')::text as log",
  );
  if (logs[0]?.log == null) return [];
  const { rows } = await client.query<AppliedMigration>(
    'select name, sha256 from schema_migrations order by name',
  );
  return rows;
}

/** A name as SQL reads it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
