import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import { migrate } from '../../../src/data/store/migrate.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { openPostgres } from '../../../src/data/store/postgres.ts';
import { type SqlDatabase, SqlStore } from '../../../src/data/store/sql-store.ts';
import type { ChatStore } from '../../../src/engine/contract/chat-store.ts';
import type { Reports } from '../../../src/engine/contract/reports.ts';
import type { Store } from '../../../src/engine/ports.ts';
import { startPostgres } from '../../servers/postgres.ts';
import { TRUNCATE } from './tables.ts';

/** A store, what people ask of it, and what chats keep. */
export type AskedStore = Store & Reports & ChatStore;

/** A kind of store under test; `fresh` forgets everything written before. */
export interface StoreSubject {
  fresh(): Promise<AskedStore>;
  stop(): Promise<void>;
}

export async function memorySubject(): Promise<StoreSubject> {
  return { fresh: async () => new MemoryStore(), stop: async () => undefined };
}

export async function pgliteSubject(): Promise<StoreSubject> {
  const directory = temporaryDirectory();
  const database = await openPglite(directory, unexpected);
  return sqlSubject(database, async () => rmSync(directory, { recursive: true, force: true }));
}

export async function postgresSubject(binDir: string): Promise<StoreSubject> {
  const server = await startPostgres(binDir);
  const database = openPostgres(await server.createDatabase(), unexpected);
  return sqlSubject(database, () => server.stop());
}

async function sqlSubject(
  database: SqlDatabase,
  after: () => Promise<void>,
): Promise<StoreSubject> {
  await migrate(database.pool);
  return {
    async fresh() {
      await database.pool.query(TRUNCATE);
      return new SqlStore({ pool: database.pool, close: async () => undefined });
    },
    async stop() {
      await database.close();
      await after();
    },
  };
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'polymind-store-'));
}

export function unexpected(error: Error): never {
  throw error;
}
