import pg, { type Pool, type PoolClient } from 'pg';
import { type Migration, MigrationError, migrate, readMigrations } from '../migrate.ts';
import { storeError } from '../store-error.ts';
import { BackupError } from './backup-error.ts';
import { readBackupFile } from './backup-file.ts';
import { type BackupHeader, RowSum } from './backup-format.ts';
import { rowLines } from './backup-rows.ts';
import {
  appliedMigrations,
  quoted,
  readTables,
  type Table,
  TEXT_FORM,
  tablesMadeBy,
} from './catalogue.ts';
import { type CheckedBackup, checkBackup } from './check-backup.ts';

/** Rows of one insert at most, and about how many characters. */
const INSERT_ROWS_MAX = 500;
const INSERT_LENGTH_MAX = 1024 * 1024;

export interface RestoreOptions {
  /** Told the rows so far, and how many there are. */
  readonly progress?: (rows: number, of: number) => void;
  readonly known?: readonly Migration[];
}

export interface RestoreSummary {
  readonly rows: number;
  readonly tables: number;
  readonly takenAtMs: number;
  /** The newest migration of the back-up, and of the database now. */
  readonly schema: string;
  readonly newest: string;
}

/**
 * Puts a back-up into an empty database: the file is checked whole, the database brought to the
 * back-up's schema, every row put in and read back in one transaction, then the later migrations
 * applied. Whatever goes wrong before leaves a database without rows.
 * @throws BackupError when file and database do not fit
 * @throws StoreError, MigrationError
 */
export async function restoreBackup(
  { pool, path }: { readonly pool: Pool; readonly path: string },
  { progress = () => undefined, known = readMigrations() }: RestoreOptions = {},
): Promise<RestoreSummary> {
  const backup = await checkBackup(readBackupFile(path));
  const { migrations, tables, takenAtMs } = backup.header;
  const then = beginningOf(known, backup.header);
  await inTransaction(pool, (client) => requireRoom(client, { header: backup.header, known }));
  await migrate(pool, then);
  await inTransaction(pool, async (client) => {
    // Whoever opens the database meanwhile waits here before it changes anything.
    await client.query('lock table schema_migrations in exclusive mode');
    await requireRoom(client, { header: backup.header, known });
    await client.query(TEXT_FORM);
    const there = await tablesOf(client, backup.header);
    await load({ client, path, progress }, there);
    for (const table of there) await numberOn(client, table);
    await compare(client, { backup, there });
  });
  await migrate(pool, known);
  return {
    ...{ rows: rowsOf(backup.header), tables: tables.length, takenAtMs },
    schema: migrations.at(-1)?.name ?? '',
    newest: known.at(-1)?.name ?? '',
  };
}

function rowsOf({ tables }: BackupHeader): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

/** The known migrations that the back-up has. @throws BackupError unless they are its own */
function beginningOf(known: readonly Migration[], { migrations }: BackupHeader): Migration[] {
  const then = known.slice(0, migrations.length);
  migrations.forEach(({ name, sha256 }, at) => {
    const ours = then[at];
    if (ours?.name === name && ours.sha256 === sha256) return;
    const newer = known.every((each) => each.name !== name);
    throw new BackupError(
      newer
        ? `the back-up is newer than this program: it has the migration ${name}`
        : `the back-up was made with another ${name} than this program has`,
    );
  });
  return then;
}

/** @throws BackupError unless the database is empty, and not ahead of the back-up */
async function requireRoom(
  client: PoolClient,
  { header, known }: { readonly header: BackupHeader; readonly known: readonly Migration[] },
): Promise<void> {
  const applied = await appliedMigrations(client);
  const ahead = applied[header.migrations.length];
  if (ahead !== undefined) {
    const problem = `the database is of a newer schema than the back-up: it has ${ahead.name}`;
    throw new BackupError(`${problem}; restore into a new database`);
  }
  for (const { name } of await readTables(client, tablesMadeBy(known))) {
    const { rows } = await client.query<{ used: boolean }>(
      `select exists (select from ${quoted(name)}) as used`,
    );
    if (rows[0]?.used !== true) continue;
    throw new BackupError(
      `the database is not empty: ${name} has rows; restore into a new database`,
    );
  }
}

/** The back-up's tables with the types that they have here, in its order. */
async function tablesOf(client: PoolClient, { tables }: BackupHeader): Promise<Table[]> {
  const there = await readTables(
    client,
    tables.map(({ name }) => name),
  );
  return tables.map(({ name, columns }) => {
    const table = there.find((each) => each.name === name);
    const own = columns.flatMap((one) => table?.columns.find((each) => each.name === one) ?? []);
    if (table === undefined || own.length !== table.columns.length) {
      throw new BackupError(`the table ${name} of the back-up does not fit the database`);
    }
    return { name, columns: own };
  });
}

interface Loading {
  readonly client: PoolClient;
  readonly path: string;
  readonly progress: (rows: number, of: number) => void;
}

/** The second time that the file is read: it was whole the first time. */
async function load({ client, path, progress }: Loading, tables: readonly Table[]): Promise<void> {
  const lines = readBackupFile(path);
  try {
    const first = await lines.next();
    const header: BackupHeader = JSON.parse(first.done === true ? 'null' : first.value);
    const total = rowsOf(header);
    let loaded = 0;
    for (const [at, table] of tables.entries()) {
      let left = header.tables[at]?.rows ?? 0;
      while (left > 0) {
        const some = await take(lines, left);
        await insert(client, { table, some });
        left -= some.length;
        loaded += some.length;
        progress(loaded, total);
      }
    }
  } finally {
    await lines.return();
  }
}

async function take(lines: AsyncGenerator<string, void>, left: number): Promise<string[]> {
  const some: string[] = [];
  let length = 0;
  while (some.length < Math.min(left, INSERT_ROWS_MAX) && length < INSERT_LENGTH_MAX) {
    const { done, value } = await lines.next();
    if (done === true) throw new BackupError('the back-up was changed while it was read');
    some.push(value);
    length += value.length;
  }
  return some;
}

async function insert(
  client: PoolClient,
  { table, some }: { readonly table: Table; readonly some: readonly string[] },
): Promise<void> {
  const names = table.columns.map(({ name }) => quoted(name)).join(', ');
  const values = table.columns.map(({ type }, at) => `(r ->> ${at})::${type}`).join(', ');
  await client.query({
    text: `insert into ${quoted(table.name)} (${names}) overriding system value
      select ${values} from json_array_elements($1::json) as r`,
    values: [`[${some.join(',')}]`],
  });
}

/** Rows that come later are numbered behind those that were put in. */
async function numberOn(client: PoolClient, { name, columns }: Table): Promise<void> {
  for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(n), 0) + 1, false)
       from (select max(${quoted(column.name)}) as n from ${quoted(name)}) as highest`,
      [quoted(name), column.name],
    );
  }
}

/** @throws BackupError unless the database gives back what the file holds */
async function compare(
  client: PoolClient,
  { backup, there }: { readonly backup: CheckedBackup; readonly there: readonly Table[] },
): Promise<void> {
  for (const table of there) {
    const sum = new RowSum();
    for await (const lines of rowLines(client, table)) for (const line of lines) sum.add(line);
    if (sum.hex === backup.checksums[table.name]) continue;
    throw new BackupError(`the table ${table.name} did not come back as it was; nothing was kept`);
  }
}

async function inTransaction(
  pool: Pool,
  work: (client: PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw storeError(error, 'statement');
  });
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    if (error instanceof BackupError || error instanceof MigrationError) throw error;
    throw error instanceof pg.DatabaseError ? storeError(error, 'statement') : error;
  }
}
