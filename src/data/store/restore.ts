import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { cp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dump, listDumps, nameOf } from './dumps.ts';
import { PgliteThread, UnopenedError } from './pglite-thread.ts';
import { StoreError } from './store-error.ts';

/** Damaged directories that are kept for whoever wants to look; older ones are removed. */
export const DAMAGED_KEPT = 3;
const DATABASE = 'pglite';
const DAMAGED = 'pglite.damaged-';
const RESTORING = 'pglite.restoring';
/** Is there while a new database is made: what a killed process left of that holds nothing. */
const CREATING = 'pglite.creating';

/** What was done with a database that did not open. What came after the dump may be missing. */
export interface Restored {
  readonly dump: Dump;
  /** Why it did not open, in the words of the database. */
  readonly reason: string;
  /** Where the damaged directory is kept; `null` when there was none. */
  readonly damaged: string | null;
}

export interface Place {
  readonly dataDir: string;
  readonly socketPath: string;
}

export interface Opened {
  readonly thread: PgliteThread;
  readonly restored: Restored | null;
}

/** Where the database of a data directory is. */
export function databaseDirOf(dataDir: string): string {
  return join(dataDir, DATABASE);
}

/**
 * Opens the database of a data directory that the caller has locked: a new one where nothing is, the
 * newest dump that opens where it is damaged. Nothing is moved before that dump has opened.
 * @throws StoreError when it does not open and no dump does.
 */
export async function openOrRestore(place: Place): Promise<Opened> {
  const { dataDir, socketPath } = place;
  const databaseDir = databaseDirOf(dataDir);
  await removeUnfinished(dataDir);
  const dumps = await listDumps(dataDir);
  if (isNothing(databaseDir)) {
    if (dumps.length === 0) return { thread: await create(place), restored: null };
    return restore(place, dumps, 'the database directory is gone');
  }
  refuseWithoutAccess(databaseDir);
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) {
    // PGlite would take it for a new directory and write an empty database over what is there.
    return restore(place, dumps, 'the file PG_VERSION is missing');
  }
  try {
    return { thread: await PgliteThread.start({ databaseDir, socketPath }), restored: null };
  } catch (error) {
    if (!(error instanceof UnopenedError)) throw error;
    return restore(place, dumps, error.message);
  }
}

async function removeUnfinished(dataDir: string): Promise<void> {
  const marker = join(dataDir, CREATING);
  if (!existsSync(marker)) return;
  await rm(databaseDirOf(dataDir), { recursive: true, force: true });
  await rm(marker);
}

async function create({ dataDir, socketPath }: Place): Promise<PgliteThread> {
  const marker = join(dataDir, CREATING);
  await writeFile(marker, '');
  const databaseDir = databaseDirOf(dataDir);
  const thread = await PgliteThread.start({ databaseDir, socketPath }).catch((error: Error) => {
    if (!(error instanceof UnopenedError)) throw error;
    const message = `A new database cannot be made in ${databaseDir}: ${error.message}`;
    throw new StoreError('unavailable', message, { cause: error });
  });
  await rm(marker);
  return thread;
}

async function restore(place: Place, dumps: readonly Dump[], reason: string): Promise<Opened> {
  const { dataDir, socketPath } = place;
  const databaseDir = databaseDirOf(dataDir);
  for (const dump of dumps) {
    if (!(await opens(dump, place))) continue;
    const damaged = await setAside(dataDir);
    await rename(join(dataDir, RESTORING), databaseDir);
    const thread = await PgliteThread.start({ databaseDir, socketPath });
    return { thread, restored: { dump, reason, damaged } };
  }
  const none = dumps.length === 0 ? 'there is no dump to restore' : 'no dump of it opens either';
  const message = `The database in ${databaseDir} does not open (${reason}) and ${none}; nothing was changed`;
  throw new StoreError('corrupt', message);
}

/** Whether a copy of the dump opens; if so, it is left closed where restored ones are. */
async function opens(dump: Dump, { dataDir, socketPath }: Place): Promise<boolean> {
  const databaseDir = join(dataDir, RESTORING);
  await rm(databaseDir, { recursive: true, force: true });
  try {
    await cp(dump.directory, databaseDir, { recursive: true });
    await (await PgliteThread.start({ databaseDir, socketPath })).close();
    return true;
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true });
    if (error instanceof UnopenedError) return false;
    throw error;
  }
}

/** Puts the damaged directory where nothing writes to it. */
async function setAside(dataDir: string): Promise<string | null> {
  const databaseDir = databaseDirOf(dataDir);
  if (!existsSync(databaseDir)) return null;
  const earlier = (await readdir(dataDir)).filter((name) => name.startsWith(DAMAGED)).sort();
  const damaged = join(dataDir, `${DAMAGED}${nameOf(Date.now())}`);
  await rename(databaseDir, damaged);
  for (const name of earlier.reverse().slice(DAMAGED_KEPT - 1)) {
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
  return damaged;
}

function isNothing(directory: string): boolean {
  return !existsSync(directory) || readdirSync(directory).length === 0;
}

/** Files of another user are not damage: restoring over them would lose what they hold. */
function refuseWithoutAccess(databaseDir: string): void {
  const { R_OK, W_OK } = constants;
  for (const name of ['.', 'PG_VERSION', 'global/pg_control']) {
    const path = join(databaseDir, name);
    try {
      accessSync(path, R_OK | W_OK);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') continue;
      throw new StoreError('unavailable', `This user may not read and write ${path}`, { cause });
    }
  }
}
