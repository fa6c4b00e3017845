import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION, SOCKET_NAME } from '../pglite.ts';
import { PgliteThread } from '../pglite-thread.ts';
import { openPool, type ReportLoss } from '../postgres.ts';
import { databaseDirOf } from '../restore.ts';
import type { SqlDatabase } from '../sql-store.ts';

/** A statement that reads or fills a large table. */
const STATEMENT_MS_MAX = 3_600_000;
const COPY = 'backup-copy-';
const PRIVATE_MODE = 0o700;

/** Whether the folder holds an embedded database. */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(join(databaseDirOf(dataDir), 'PG_VERSION'));
}

/** A server for one piece of work that takes long: one connection. */
export function openServer(connectionString: string, report: ReportLoss): SqlDatabase {
  const limits = { max: 1, query_timeout: STATEMENT_MS_MAX };
  const pool = openPool({ connectionString, ...limits }, report);
  return { pool, close: () => pool.end() };
}

/**
 * A dump of an embedded database, opened on a copy of its own in the data directory: opening changes
 * files. The copy goes when it is closed, or with the next one when the process was killed.
 * @throws StoreError, UnopenedError, or what the file system throws
 */
export async function openDump(
  { dump, dataDir }: { readonly dump: string; readonly dataDir: string },
  report: ReportLoss,
): Promise<SqlDatabase> {
  await removeLeftOver(dataDir);
  const folder = join(dataDir, `${COPY}${process.pid}`);
  const socket = mkdtempSync(join(tmpdir(), 'polymind-'));
  const letGo = (): void => {
    for (const path of [folder, socket]) rmSync(path, { recursive: true, force: true });
  };
  try {
    mkdirSync(folder, { mode: PRIVATE_MODE });
    const databaseDir = join(folder, 'database');
    await cp(dump, databaseDir, { recursive: true });
    const thread = await PgliteThread.start({ databaseDir, socketPath: join(socket, SOCKET_NAME) });
    const pool = openPool({ ...SESSION, query_timeout: STATEMENT_MS_MAX, host: socket }, report);
    return {
      pool,
      async close() {
        try {
          await pool.end();
          await thread.close();
        } finally {
          letGo();
        }
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Copies of processes that are gone. */
async function removeLeftOver(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(COPY)) continue;
    const pid = Number(name.slice(COPY.length));
    if (isAlive(pid) && pid !== process.pid) continue;
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
