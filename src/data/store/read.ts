import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { storeError } from './store-error.ts';

/** Runs one statement, which needs no transaction around it. @throws StoreError */
export type Read = <T>(query: (database: NodePgDatabase) => Promise<T>) => Promise<T>;

export function readFrom(pool: Pool): Read {
  const database = drizzle(pool);
  return async (query) => {
    try {
      return await query(database);
    } catch (error) {
      throw storeError(error, 'statement');
    }
  };
}
