import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Pool } from 'pg';
import { DirectoryHeldError, holderOf, lockDirectory } from './directory-lock.ts';
import type { WorkerStart, WorkerWord } from './pglite-worker.ts';
import { openPool, type ReportLoss } from './postgres.ts';
import type { SqlDatabase } from './sql-store.ts';
import { StoreError } from './store-error.ts';

/** The name that Postgres clients expect in a socket directory, for port 5432. */
const SOCKET_NAME = '.s.PGSQL.5432';
/** Longest path of a Unix socket in bytes on every platform (macOS has 104 with the final NUL). */
const SOCKET_PATH_BYTES_MAX = 103;
/** Only the owner may enter: whoever reaches the socket is the database's superuser. */
const PRIVATE_MODE = 0o700;

/** One session for ever: a second connection would share its transaction. */
const SESSION = {
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
 * the process; it does not fsync, so not the loss of power.
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
    const thread = await startThread({ databaseDir: join(directory, 'pglite'), socketPath });
    thread.worker.on('error', (cause) => {
      report(new StoreError('unavailable', 'The embedded database stopped', { cause }));
    });
    const pool = openPool({ ...SESSION, host: socket.path }, report);
    return { pool, close: () => closeAll({ pool, thread, letGo }) };
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function closeAll(open: {
  readonly pool: Pool;
  readonly thread: Thread;
  letGo(): Promise<void>;
}): Promise<void> {
  try {
    await open.pool.end();
    await stopThread(open.thread);
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

interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

async function startThread(start: WorkerStart): Promise<Thread> {
  const worker = newWorker({ workerData: start });
  const thread = { worker, ended: new Promise<void>((end) => worker.once('exit', () => end())) };
  try {
    await word(thread, 'ready');
    return thread;
  } catch (cause) {
    await worker.terminate();
    throw new StoreError('unavailable', 'The embedded database does not start', { cause });
  }
}

async function stopThread(thread: Thread): Promise<void> {
  const closed = word(thread, 'closed');
  thread.worker.postMessage('close');
  try {
    await closed;
  } finally {
    await thread.worker.terminate();
  }
}

/** Waits for the next word, `expected`; rejects when the thread fails or has ended. */
async function word({ worker, ended }: Thread, expected: WorkerWord): Promise<void> {
  const tooEarly = ended.then(() => {
    throw new StoreError('unavailable', `The embedded database ended before "${expected}"`);
  });
  await Promise.race([once(worker, 'message'), tooEarly]);
}

/**
 * The thread runs the file beside this one: the compiled one, or the source. Node 20 cannot load
 * the source by itself and a thread does not inherit its parent's loader, so it registers its own.
 */
function newWorker(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./pglite-worker.js', import.meta.url), options);
  }
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./pglite-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(start, { ...options, eval: true });
}
