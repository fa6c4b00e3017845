import pg from 'pg';
import type { SqlDatabase } from './sql-store.ts';
import { StoreError } from './store-error.ts';

/** Most connections at once: one writer, the rest for reports. */
const CONNECTIONS_MAX = 5;
/** How long to wait for a connection, and for the answer to one statement. */
const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Told what nobody was waiting for: a connection that broke (the next call opens a new one), a
 * database that had to be restored.
 */
export type ReportLoss = (error: StoreError) => void;

/** A pool with limits on everything, whose broken connections never end the process. */
export function openPool(config: pg.PoolConfig, report: ReportLoss): pg.Pool {
  const pool = new pg.Pool({
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    ...config,
  });
  const lost = (cause: Error): void => {
    // While the pool ends, connections that break are what was asked for.
    if (pool.ending) return;
    report(new StoreError('unavailable', 'A database connection was lost', { cause }));
  };
  pool.on('error', lost);
  // A connection in use tells the pool nothing; its statement fails too, so this is for the log.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** A Postgres server. Nothing is opened before the first statement. */
export function openPostgres(databaseUrl: string, report: ReportLoss): SqlDatabase {
  // Statements of one transaction need not wait for each other's answers.
  const pool = openPool({ connectionString: databaseUrl, pipeline: true }, report);
  return { pool, close: () => pool.end() };
}
