import type { Pool, QueryResultRow } from 'pg';
import { openPglite } from '../../../src/data/store/pglite.ts';

/** Rows of one statement over what the process left behind. */
export type Ask = <Row extends QueryResultRow>(sql: string) => Promise<readonly Row[]>;

/** Opens the directory after the process, reads, and closes it; nothing can be written. */
export async function readStore<T>(dataDir: string, read: (ask: Ask) => Promise<T>): Promise<T> {
  let lost: Error | null = null;
  const database = await openPglite(dataDir, (error) => {
    lost = error;
  });
  try {
    await database.pool.query('set default_transaction_read_only = on');
    const answer = await read((sql) => rowsOf(database.pool, sql));
    if (lost !== null) throw lost;
    return answer;
  } finally {
    await database.close();
  }
}

async function rowsOf<Row extends QueryResultRow>(pool: Pool, sql: string): Promise<Row[]> {
  const { rows } = await pool.query<Row>(sql);
  return rows;
}
