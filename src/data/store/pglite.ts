import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { DirectoryHeldError, holderOf, lockDirectory } from './directory-lock.ts';
import { type Dump, takeDump } from './dumps.ts';
import type { PgliteThread } from './pglite-thread.ts';
import { openPool, type ReportLoss } from './postgres.ts';
import { databaseDirOf, openOrRestore, type Restored } from './restore.ts';
import type { SqlDatabase } from './sql-store.ts';
import { StoreError, storeError } from './store-error.ts';

/** The name that Postgres clients expect in a socket directory, for port 5432. */
export const SOCKET_NAME = '.s.PGSQL.5432';
/** Longest path of a Unix socket in bytes on every platform (macOS has 104 with the final NUL). */
const SOCKET_PATH_BYTES_MAX = 103;
/** Only the owner may enter: whoever reaches the socket is the database's superuser. */
const PRIVATE_MODE = 0o700;

/** One session for ever: a second connection would share its transaction. */
export const SESSION = {
  port: 5432,
  user: 'postgres',
  database: 'postgres',
  ssl: false,
  max: 1,
  idleTimeoutMillis: 0,
} as const;

/**
 * PGlite in a worker thread, behind a Unix socket in the data directory, through the same driver as
 * a Postgres server. It is ONE session, so the pool has one connection. It survives the death of
 * the process; it does not fsync, so of a loss of power only its dumps are safe. Where it does not
 * open, the newest dump takes its place, and `report` and `restored` tell.
 * @throws DirectoryHeldError when the directory is already open, here or in another process.
 * @throws StoreError when the database does not start.
 */
export async function openPglite(dataDir: string, report: ReportLoss): Promise<SqlDatabase> {
  const directory = resolve(dataDir);
  mkdirSync(directory, { recursive: true, mode: PRIVATE_MODE });
  chmodSync(directory, PRIVATE_MODE);
  await refuseWhereSomebodyAnswers(directory);
  const lock = await lockDirectory(directory);
  const socket = socketDirectory(directory);
  const letGo = async (): Promise<void> => {
    socket.remove();
    await lock.release();
  };
  try {
    const socketPath = join(socket.path, SOCKET_NAME);
    // A socket file outlives a killed process.
    rmSync(socketPath, { force: true });
    const { thread, restored } = await openOrRestore({ dataDir: directory, socketPath });
    if (restored !== null) report(new StoreError('corrupt', restoredText(restored)));
    thread.worker.on('error', (cause) => {
      report(new StoreError('unavailable', 'The embedded database stopped', { cause }));
    });
    const pool = openPool({ ...SESSION, host: socket.path }, report);
    // One dump at a time, and none is cut short by closing.
    let dumping: Promise<unknown> = Promise.resolve();
    return {
      pool,
      restored,
      backup() {
        const dump = dumping.then(() => backup(directory, { pool, thread }));
        dumping = dump.catch(() => undefined);
        return dump;
      },
      close: () => dumping.then(() => closeAll({ pool, thread, letGo })),
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}

/** What a person must know of it. */
export function restoredText({ dump, reason, damaged }: Restored): string {
  const moment = new Date(dump.takenAtMs).toISOString();
  const kept = damaged === null ? '' : `; the damaged directory is kept as ${damaged}`;
  return `The database did not open (${reason}) and was restored from the dump of ${moment}: what came after may be missing${kept}`;
}

/**
 * The log is cut first: a single-user server never does that by itself, so without this it would
 * grow for ever.
 */
async function backup(
  dataDir: string,
  { pool, thread }: { readonly pool: Pool; readonly thread: PgliteThread },
): Promise<Dump> {
  try {
    await pool.query('checkpoint');
  } catch (error) {
    throw storeError(error, 'statement');
  }
  const databaseDir = databaseDirOf(dataDir);
  return takeDump({ dataDir, databaseDir, copyTo: (directory) => thread.copyTo(directory) });
}

async function closeAll(open: {
  readonly pool: Pool;
  readonly thread: PgliteThread;
  letGo(): Promise<void>;
}): Promise<void> {
  try {
    await open.pool.end();
    await open.thread.close();
  } finally {
    await open.letGo();
  }
}

/** The data directory itself, or a private temporary one when its path is too long for a socket. */
function socketDirectory(directory: string): { readonly path: string; remove(): void } {
  if (Buffer.byteLength(join(directory, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX) {
    return { path: directory, remove: () => undefined };
  }
  const path = mkdtempSync(join(tmpdir(), 'polymind-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * A socket that answers belongs to a holder, even to one that the lock cannot show: a process in
 * another container on the same volume.
 */
async function refuseWhereSomebodyAnswers(directory: string): Promise<void> {
  if (await answers(join(directory, SOCKET_NAME))) {
    throw new DirectoryHeldError(directory, holderOf(directory));
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}
