import { createHash } from 'node:crypto';
import { lstatSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePrivate } from '../private-file.ts';

const SOCKET_NAME = 'control.sock';
/** Longest path of a Unix socket in bytes on every platform (macOS has 104 with the final NUL). */
const SOCKET_PATH_BYTES_MAX = 103;
const DIGEST_LENGTH = 16;

/** Where the control socket of a data directory is, the same for both sides. */
export interface SocketPlace {
  readonly path: string;
  /** A directory of its own under the temporary ones, where the data directory's path is too long. */
  readonly ownDirectory: string | null;
}

/** @throws when the data directory does not exist. */
export function socketPlace(dataDir: string): SocketPlace {
  const directory = realpathSync(dataDir);
  const path = join(directory, SOCKET_NAME);
  if (fits(path)) return { path, ownDirectory: null };
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, DIGEST_LENGTH);
  const ownDirectory = join(tmpdir(), `polymind-${digest}`);
  const other = join(ownDirectory, SOCKET_NAME);
  if (fits(other)) return { path: other, ownDirectory };
  throw new Error(`The paths of ${directory} and of ${tmpdir()} are too long for a socket`);
}

/** @throws NotPrivateError when somebody else could have made the temporary directory. */
export function requireOwnPlace({ ownDirectory }: SocketPlace): void {
  if (ownDirectory === null) return;
  const stats = lstatSync(ownDirectory);
  if (!stats.isDirectory()) throw new Error(`${ownDirectory} is no directory`);
  requirePrivate(ownDirectory, stats);
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX;
}
