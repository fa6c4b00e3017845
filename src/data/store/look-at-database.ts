import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bytesOf, copyTree } from './copy-tree.ts';
import { PgliteThread, UnopenedError } from './pglite-thread.ts';
import { databaseDirOf } from './restore.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** A larger one is not copied only to be looked at. */
const COPIED_BYTES_MAX = 512 * 1024 * 1024;
/** Where a Postgres client looks in the folder of a socket, for port 5432. */
const SOCKET_NAME = '.s.PGSQL.5432';
const SESSION = { port: 5432, user: 'postgres', database: 'postgres' } as const;
const NO_SUCH_TABLE = '42P01';
/** Classes of what a server says before it lets anybody in: who, and which database. */
const NOT_LET_IN = /^(?:28|3D)/;

/** What a look at a database found. Only codes are told: a driver's words may repeat its password. */
export type DatabaseLook =
  /** Names of the migrations that it has; none where it is empty. */
  | { readonly kind: 'migrations'; readonly applied: readonly string[] }
  | { readonly kind: 'refused'; readonly sqlState: string; readonly isAtTheDoor: boolean }
  | { readonly kind: 'unreachable'; readonly code: string | null }
  /** Of an embedded one: it is yet to be made. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'unopened'; readonly reason: string };

/** Asks a server; nothing is changed. */
export function lookAtServer(connectionString: string): Promise<DatabaseLook> {
  return asked({ connectionString });
}

/**
 * Opens a copy of the embedded database, which nobody may have open: opening changes files.
 * @throws StoreError when the thread does not start, or what the file system throws.
 */
export async function lookAtEmbedded(dataDir: string): Promise<DatabaseLook> {
  const directory = databaseDirOf(dataDir);
  if (!existsSync(join(directory, 'PG_VERSION'))) return { kind: 'absent' };
  if ((await bytesOf(directory)) > COPIED_BYTES_MAX) return { kind: 'tooLarge' };
  const copy = mkdtempSync(join(tmpdir(), 'polymind-look-'));
  try {
    const databaseDir = join(copy, 'database');
    copyTree(directory, databaseDir);
    const socketPath = join(copy, SOCKET_NAME);
    const thread = await PgliteThread.start({ databaseDir, socketPath });
    try {
      return await asked({ ...SESSION, host: copy });
    } finally {
      await thread.close();
    }
  } catch (error) {
    if (error instanceof UnopenedError) return { kind: 'unopened', reason: error.message };
    throw error;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function asked(session: pg.ClientConfig): Promise<DatabaseLook> {
  const client = new pg.Client({
    ...session,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  // What breaks later is told by the question that is under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'select name from schema_migrations order by name',
    );
    return { kind: 'migrations', applied: rows.map(({ name }) => name) };
  } catch (error) {
    return unanswered(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function unanswered(error: unknown): DatabaseLook {
  if (!(error instanceof Error)) return { kind: 'unreachable', code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (!(error instanceof pg.DatabaseError)) return { kind: 'unreachable', code };
  const sqlState = code ?? 'unknown';
  if (sqlState === NO_SUCH_TABLE) return { kind: 'migrations', applied: [] };
  return { kind: 'refused', sqlState, isAtTheDoor: NOT_LET_IN.test(sqlState) };
}
