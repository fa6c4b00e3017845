import type { Pool, PoolClient } from 'pg';
import type { AtMs } from '../../../engine/domain/time.ts';
import { type Migration, readMigrations } from '../migrate.ts';
import { storeError } from '../store-error.ts';
import { BackupError } from './backup-error.ts';
import { type BackupHeader, endOf, headerOf, LineHash, RowSum } from './backup-format.ts';
import { rowLines } from './backup-rows.ts';
import {
  type AppliedMigration,
  appliedMigrations,
  quoted,
  readTables,
  type Table,
  TEXT_FORM,
  tablesMadeBy,
} from './catalogue.ts';

const BEGIN = 'begin isolation level repeatable read read only';

export interface BackupOptions {
  /** Version of this program. */
  readonly program: string;
  readonly nowMs: () => AtMs;
  /** Told the rows so far, and how many there are. */
  readonly progress?: (rows: number, of: number) => void;
  readonly known?: readonly Migration[];
}

/** What a back-up holds. */
export interface BackupSummary {
  readonly rows: number;
  readonly tables: number;
  /** The newest migration of the database. */
  readonly schema: string;
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * A whole database as it is at one moment, in parts of the back-up's text; others may write
 * meanwhile. The value of the end tells what it was.
 * @throws BackupError when it is no database of this program
 * @throws StoreError
 */
export async function* backupText(
  pool: Pool,
  options: BackupOptions,
): AsyncGenerator<string, BackupSummary> {
  const client = await pool.connect().catch((error: unknown) => {
    throw storeError(error, 'statement');
  });
  let isWhole = false;
  try {
    await client.query(BEGIN);
    await client.query(TEXT_FORM);
    const summary = yield* textOf(client, options);
    await client.query('commit');
    isWhole = true;
    return summary;
  } catch (error) {
    throw error instanceof BackupError ? error : storeError(error, 'statement');
  } finally {
    // What stopped in the middle leaves its transaction open: it ends with the connection.
    client.release(!isWhole);
  }
}

async function* textOf(
  client: PoolClient,
  options: BackupOptions,
): AsyncGenerator<string, BackupSummary> {
  const { known = readMigrations(), progress = () => undefined } = options;
  const applied = await appliedMigrations(client);
  requireKnown(applied, known);
  const tables = await readTables(client, tablesMadeBy(known));
  const header = headerOf({
    program: options.program,
    takenAtMs: options.nowMs(),
    migrations: applied.map(({ name, sha256 }) => ({ name, sha256 })),
    tables: await counted(client, tables),
  });
  const expected = header.tables.reduce((sum, { rows }) => sum + rows, 0);
  const hash = new LineHash();
  const first = JSON.stringify(header);
  hash.add(first);
  yield `${first}\n`;
  const checksums: Record<string, string> = {};
  let rows = 0;
  for (const table of tables) {
    const sum = new RowSum();
    for await (const lines of rowLines(client, table)) {
      for (const line of lines) {
        sum.add(line);
        hash.add(line);
      }
      rows += lines.length;
      progress(rows, expected);
      yield `${lines.join('\n')}\n`;
    }
    checksums[table.name] = sum.hex;
  }
  yield `${JSON.stringify(endOf({ checksums, sha256: hash.close() }))}\n`;
  return { rows, tables: tables.length, schema: applied.at(-1)?.name ?? '', checksums };
}

function requireKnown(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  if (applied.length === 0) throw new BackupError('the database is empty: nothing to back up');
  const names = new Set(known.map(({ name }) => name));
  const unknown = applied.find(({ name }) => !names.has(name));
  if (unknown === undefined) return;
  const problem = `the database is newer than this program: it has the migration ${unknown.name}`;
  throw new BackupError(`${problem}; back it up with the program that made it`);
}

async function counted(
  client: PoolClient,
  tables: readonly Table[],
): Promise<BackupHeader['tables']> {
  const counts: BackupHeader['tables'] = [];
  for (const { name, columns } of tables) {
    const { rows } = await client.query<{ rows: number }>(
      `select count(*)::double precision as rows from ${quoted(name)}`,
    );
    const names = columns.map((column) => column.name);
    counts.push({ name, columns: names, rows: rows[0]?.rows ?? 0 });
  }
  return counts;
}
