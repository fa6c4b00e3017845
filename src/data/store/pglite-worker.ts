import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** What the thread is started with. */
export interface WorkerStart {
  readonly databaseDir: string;
  readonly socketPath: string;
}

/** What it says back, once each. */
export type WorkerWord = 'ready' | 'closed';

/**
 * The pool has one connection; the spare ones let a new connection in while the server has not yet
 * noticed that the old one is gone. All share the single session.
 */
const CONNECTIONS_MAX = 4;

const { databaseDir, socketPath } = workerData as WorkerStart;
const database = await PGlite.create(databaseDir);
const server = new PGLiteSocketServer({
  db: database,
  path: socketPath,
  maxConnections: CONNECTIONS_MAX,
});
await server.start();

parentPort?.once('message', async () => {
  await server.stop();
  await database.close();
  parentPort?.postMessage('closed' satisfies WorkerWord);
});
parentPort?.postMessage('ready' satisfies WorkerWord);
