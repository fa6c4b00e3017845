import type { Pool } from 'pg';
import { appliedMigrations } from './backup/catalogue.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres, type ReportLoss } from './postgres.ts';
import { SqlStore } from './sql-store.ts';
import { storeError } from './store-error.ts';

/** Called with a database that has rows of an older schema, before that is changed. */
export type BeforeMigrating = (of: {
  readonly pool: Pool;
  /** Names of what will be applied; at least one. */
  readonly pending: readonly string[];
}) => Promise<void>;

/** Where the truth lives: a Postgres server, or PGlite in the data directory when none is named. */
export interface StoreOptions {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Told when a connection breaks outside of a call, and when a dump had to be restored. */
  readonly report?: ReportLoss;
  /** What it throws keeps the database as it is. */
  readonly beforeMigrating?: BeforeMigrating;
  /** Of the leader, whose writes end when another leads; left out where there is no other. */
  readonly epoch?: number | null;
}

/**
 * Opens the store and applies what migrations are missing.
 * @throws StoreError
 * @throws MigrationError when the database does not fit this program.
 * @throws DirectoryHeldError when another process has the data directory open.
 */
export async function openStore(options: StoreOptions): Promise<SqlStore> {
  const { databaseUrl, dataDir, report, beforeMigrating, epoch = null } = options;
  const tell = report ?? (() => undefined);
  const database =
    databaseUrl === null ? await openPglite(dataDir, tell) : openPostgres(databaseUrl, tell);
  try {
    if (beforeMigrating !== undefined) await announce(database.pool, beforeMigrating);
    await migrate(database.pool);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new SqlStore({ ...database, epoch });
}

/** Tells what will be applied, where that changes rows that are there. */
async function announce(pool: Pool, beforeMigrating: BeforeMigrating): Promise<void> {
  const pending = await pendingOf(pool);
  if (pending.length === 0) return;
  const told: Promise<void> = beforeMigrating({ pool, pending });
  await told;
}

/** What an older database lacks; nothing where it is new, or ahead. */
async function pendingOf(pool: Pool): Promise<string[]> {
  const applied = await appliedMigrations(pool).catch((error: unknown) => {
    throw storeError(error, 'statement');
  });
  if (applied.length === 0) return [];
  return readMigrations()
    .slice(applied.length)
    .map(({ name }) => name);
}
