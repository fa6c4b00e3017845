import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { copyTree, syncTree } from './copy-tree.ts';

/** What the thread is started with. */
export interface WorkerStart {
  readonly databaseDir: string;
  readonly socketPath: string;
}

/** What it is asked, one thing at a time. */
export type WorkerRequest =
  | { readonly kind: 'copy'; readonly to: string }
  | { readonly kind: 'close' };

/** What it says: `ready` or `unopened` once, then `done` or `failed` to each request. */
export type WorkerWord =
  | { readonly kind: 'ready' | 'done' }
  | { readonly kind: 'unopened' | 'failed'; readonly reason: string };

/**
 * The pool has one connection; the spare ones let a new connection in while the server has not yet
 * noticed that the old one is gone. All share the single session.
 */
const CONNECTIONS_MAX = 4;

/** How the embedded server differs from Postgres' defaults. */
const SETTINGS: readonly string[] = [
  // A checkpoint keeps no more log than this, so that dumps stay small.
  'max_wal_size=128MB',
  'min_wal_size=32MB',
  // Pages come from memory or flash: walking an index is no dearer than walking a table. Nothing
  // gathers statistics here, and without them the default makes sorts of whole tables look cheap.
  'random_page_cost=1.1',
];

const { databaseDir, socketPath } = workerData as WorkerStart;
const database = await openDatabase();
if (database !== null) await serve(database);

async function openDatabase(): Promise<PGlite | null> {
  let complaint: string | null = null;
  try {
    return await PGlite.create(databaseDir, {
      startParams: [
        ...PGlite.defaultStartParams,
        ...SETTINGS.flatMap((setting) => ['-c', setting]),
      ],
      onStderr(line) {
        complaint = /(?:FATAL|PANIC): *(.*)/.exec(line)?.[1] ?? complaint;
        return false;
      },
    });
  } catch (error) {
    say({ kind: 'unopened', reason: complaint ?? messageOf(error) });
    return null;
  }
}

async function serve(opened: PGlite): Promise<void> {
  const server = new PGLiteSocketServer({
    db: opened,
    path: socketPath,
    maxConnections: CONNECTIONS_MAX,
  });
  await server.start();
  parentPort?.on('message', async (request: WorkerRequest) => {
    try {
      if (request.kind === 'copy') {
        // Between two statements the files are what a killed process would leave.
        await opened.runExclusive(async () => copyTree(databaseDir, request.to));
        await syncTree(request.to);
      } else {
        await server.stop();
        await opened.close();
      }
      say({ kind: 'done' });
    } catch (error) {
      say({ kind: 'failed', reason: messageOf(error) });
    }
  });
  say({ kind: 'ready' });
}

function say(word: WorkerWord): void {
  parentPort?.postMessage(word);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
