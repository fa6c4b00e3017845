import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres, type ReportLoss } from './postgres.ts';
import { SqlStore } from './sql-store.ts';

/** Where the truth lives: a Postgres server, or PGlite in the data directory when none is named. */
export interface StoreOptions {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Told when a connection breaks outside of a call, and when a dump had to be restored. */
  readonly report?: ReportLoss;
}

/**
 * Opens the store and applies what migrations are missing.
 * @throws StoreError
 * @throws MigrationError when the database does not fit this program.
 * @throws DirectoryHeldError when another process has the data directory open.
 */
export async function openStore({ databaseUrl, dataDir, report }: StoreOptions): Promise<SqlStore> {
  const tell = report ?? (() => undefined);
  const database =
    databaseUrl === null ? await openPglite(dataDir, tell) : openPostgres(databaseUrl, tell);
  try {
    await migrate(database.pool);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new SqlStore(database);
}
