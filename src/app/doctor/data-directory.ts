import { dirname, join, resolve } from 'node:path';
import { type Finding, fine, warning, wrong } from './check.ts';
import type { DataFiles, FileStanding } from './data-files.ts';

const MIB = 1024 * 1024;
/** Below it nothing is safe: the log of the database alone takes 16 MiB at a time. */
const FREE_BYTES_MIN = 100 * MIB;
/** Below it there is soon no room for a dump beside the database. */
const FREE_BYTES_GOOD = 1_024 * MIB;
/** Permission bits that let anyone but the owner in. */
const FOREIGN_ACCESS = 0o077;
const ROOT = 0;
const ANOTHER = 'or set POLYMIND_DATA_DIR to another folder';

/** What each answer of the system means, where a file could not be written. */
const REASONS: Readonly<Record<string, readonly [found: string, todo: string]>> = {
  EROFS: ['is on a disk that is mounted read-only', `mount it for writing, ${ANOTHER}`],
  ENOSPC: ['is on a full disk', `make room, ${ANOTHER}`],
  EDQUOT: ['is over its quota', `make room, ${ANOTHER}`],
  EACCES: ['may not be written by this user', `let this user write there, ${ANOTHER}`],
  EPERM: ['may not be written by this user', `let this user write there, ${ANOTHER}`],
  ENOTDIR: ['lies below something that is no folder', 'set POLYMIND_DATA_DIR to a folder'],
  EIO: ['is on a disk that fails', 'replace the disk; polymind keeps dumps in that folder'],
};

export interface DirectoryToCheck {
  readonly dataDir: string;
  readonly files: DataFiles;
  readonly uid: number | undefined;
}

/** Whether the folder of all data can be used, by really writing to it. */
export function checkDirectory({ dataDir, files, uid }: DirectoryToCheck): Finding {
  const directory = resolve(dataDir);
  try {
    const place = nearest(directory, files);
    if (!place.standing.isDirectory) return unwritable(directory, 'ENOTDIR');
    files.tryWriting(join(place.path, `.polymind-doctor-${process.pid}`));
    const free = files.freeBytes(place.path);
    if (free < FREE_BYTES_MIN) return tight(directory, free, wrong);
    if (place.path !== directory) return fine(`${directory} is made at the first start`);
    const foreign = foreignAccess(directory, place.standing, uid);
    if (foreign !== null) return foreign;
    if (free < FREE_BYTES_GOOD) return tight(directory, free, warning);
    return fine(`${directory}, ${mib(free)} MiB free`);
  } catch (error) {
    return unwritable(directory, codeOf(error));
  }
}

/** The folder, or the closest one above it where it is yet to be made. */
function nearest(
  directory: string,
  files: DataFiles,
): { readonly path: string; readonly standing: FileStanding } {
  for (let path = directory; ; path = dirname(path)) {
    try {
      return { path, standing: files.stat(path) };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || path === dirname(path)) throw error;
    }
  }
}

function foreignAccess(
  directory: string,
  { mode, uid: owner }: FileStanding,
  uid: number | undefined,
): Finding | null {
  if (uid !== undefined && uid !== ROOT && owner !== uid) {
    return wrong(
      `${directory} belongs to user ${owner}, and this is user ${uid}`,
      `run it as that user, or chown -R ${uid} ${directory}`,
    );
  }
  if ((mode & FOREIGN_ACCESS) === 0) return null;
  return warning(`${directory} is open to other users`, `chmod 700 ${directory}`);
}

function tight(directory: string, free: number, as: typeof wrong): Finding {
  return as(`${directory} has ${mib(free)} MiB free`, `make room, ${ANOTHER}`);
}

function unwritable(directory: string, code: string): Finding {
  const [found, todo] = REASONS[code] ?? ['cannot be written', `see what stands there, ${ANOTHER}`];
  return wrong(`${directory} ${found} (${code})`, todo);
}

function mib(bytes: number): string {
  return Math.floor(bytes / MIB).toLocaleString('en-US');
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
