import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg, { type Pool, type PoolClient } from 'pg';
import { isAnswer, storeError } from './store-error.ts';

/** The same distance from the sources and from the compiled program. */
export const MIGRATIONS_URL = new URL('../../../migrations/', import.meta.url);

/** The database and this program do not fit; nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

/** The migrations in a folder, in the order of their names. */
export function readMigrations(folder: URL = MIGRATIONS_URL): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

const CREATE_LOG = `create table if not exists schema_migrations (
  name text primary key,
  sha256 text not null,
  applied_at timestamp(3) with time zone not null default now()
)`;
/**
 * Two programs that create the log at once: one of them gets one of these, and the table is there.
 * Which, depends on where they met: in the catalogue's index, at the table or at its row type.
 */
const ALREADY_CREATED: ReadonlySet<string> = new Set(['23505', '42P07', '42710']);

/**
 * Brings the database to the newest migration, each in a transaction of its own. Forward only. Two
 * programs that start at once wait for each other on the log table. Returns the names applied now.
 * @throws MigrationError when the database knows what this program does not, or an applied file changed.
 * @throws StoreError
 */
export async function migrate(
  pool: Pool,
  known: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const done: string[] = [];
  const client = await pool.connect().catch((error: unknown) => {
    throw storeError(error, 'statement');
  });
  try {
    await createLog(client);
    while (await applyNext(client, known, done));
    client.release();
    return done;
  } catch (error) {
    client.release(!(error instanceof MigrationError));
    if (error instanceof MigrationError) throw error;
    throw storeError(error, 'statement');
  }
}

async function createLog(client: PoolClient): Promise<void> {
  try {
    await client.query(CREATE_LOG);
  } catch (error) {
    if (error instanceof pg.DatabaseError && ALREADY_CREATED.has(error.code ?? '')) return;
    throw error;
  }
}

/** Applies the first migration that is not there yet; `false` when there is none. */
async function applyNext(
  client: PoolClient,
  known: readonly Migration[],
  done: string[],
): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query('lock table schema_migrations in exclusive mode');
    const log = await client.query<Applied>(
      'select name, sha256 from schema_migrations order by name',
    );
    const next = nextMigration(log.rows, known);
    if (next !== null) {
      await client.query(next.sql);
      await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [
        next.name,
        next.sha256,
      ]);
      done.push(next.name);
    }
    await client.query('commit');
    return next !== null;
  } catch (error) {
    if (isAnswer(error) || error instanceof MigrationError) await client.query('rollback');
    throw error;
  }
}

/** @throws MigrationError unless what is applied is a beginning of what is known. */
function nextMigration(applied: readonly Applied[], known: readonly Migration[]): Migration | null {
  const names = new Set(known.map((migration) => migration.name));
  const unknown = applied.find(({ name }) => !names.has(name));
  if (unknown !== undefined) {
    throw new MigrationError(
      `The database is newer than this program: it has the migration ${unknown.name}`,
    );
  }
  applied.forEach((row, index) => {
    const expected = known[index];
    if (expected?.name !== row.name) {
      throw new MigrationError(`The migration ${expected?.name} comes before applied ones`);
    }
    if (expected.sha256 !== row.sha256) {
      throw new MigrationError(`The migration ${row.name} was changed after it was applied`);
    }
  });
  return known[applied.length] ?? null;
}
