import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { AtMs } from '../../engine/domain/time.ts';
import { bytesOf, syncEntry } from './copy-tree.ts';
import { StoreError } from './store-error.ts';

/** Dumps that are kept; older ones are removed after a newer one is complete. */
export const DUMPS_KEPT = 3;
/** A dump is taken only where this many times the size of the database is free. */
const FREE_SPACE_FACTOR = 2;
const FOLDER = 'dumps';
/** Ends the name of a dump that is being written. */
const UNFINISHED = '.unfinished';
const NAME = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/;

/** A complete copy of the database directory, forced to the disk. */
export interface Dump {
  readonly directory: string;
  readonly takenAtMs: AtMs;
}

export interface DumpSource {
  readonly dataDir: string;
  readonly databaseDir: string;
  /** Writes a copy of the database that outlasts the loss of power. */
  copyTo(directory: string): Promise<void>;
  /** Bytes that are free in the data directory. */
  readonly freeBytes?: (directory: string) => Promise<number>;
}

/** The complete dumps of a data directory, newest first. */
export async function listDumps(dataDir: string): Promise<Dump[]> {
  const folder = join(dataDir, FOLDER);
  const names = await readdir(folder).catch(noneWhenAbsent);
  return names
    .flatMap((name) => {
      const takenAtMs = momentOf(name);
      return takenAtMs === null ? [] : [{ directory: join(folder, name), takenAtMs }];
    })
    .sort((a, b) => b.takenAtMs - a.takenAtMs);
}

/**
 * Takes a dump: written beside, forced to the disk, then named, so that a dump with a name is whole.
 * @throws StoreError when there is no room for it.
 */
export async function takeDump(source: DumpSource): Promise<Dump> {
  const { dataDir, databaseDir, freeBytes = freeBytesIn } = source;
  const folder = join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const earlier = await listDumps(dataDir);
  await removeUnfinished(folder);
  const needed = FREE_SPACE_FACTOR * (await bytesOf(databaseDir));
  if ((await freeBytes(dataDir)) < needed) {
    throw new StoreError('unavailable', `No room for a dump: ${needed} bytes must be free`);
  }
  // A clock set back must not make an old dump the newest.
  const takenAtMs = Math.max(Date.now(), (earlier[0]?.takenAtMs ?? 0) + 1);
  const directory = join(folder, nameOf(takenAtMs));
  const unfinished = `${directory}${UNFINISHED}`;
  try {
    await source.copyTo(unfinished);
    await rename(unfinished, directory);
    await syncEntry(folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  for (const old of earlier.slice(DUMPS_KEPT - 1)) {
    await rm(old.directory, { recursive: true, force: true });
  }
  return { directory, takenAtMs };
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function freeBytesIn(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** ISO time without colons, which not every file system takes. */
export function nameOf(atMs: AtMs): string {
  return new Date(atMs).toISOString().replaceAll(':', '-');
}

function momentOf(name: string): AtMs | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const atMs = Date.parse(`${match[1]}:${match[2]}:${match[3]}`);
  return Number.isNaN(atMs) ? null : atMs;
}

function noneWhenAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
