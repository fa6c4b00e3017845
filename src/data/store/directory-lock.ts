import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

const PID_FILE = 'polymind.pid';

/** Another opening holds the data directory: two on one directory lose acknowledged rows. */
export class DirectoryHeldError extends Error {
  override readonly name = 'DirectoryHeldError';
  readonly directory: string;
  readonly holderPid: number | null;

  constructor(directory: string, holderPid: number | null) {
    const holder = holderPid === null ? 'another process' : `process ${holderPid}`;
    super(`The data directory ${directory} is in use by ${holder}`);
    this.directory = directory;
    this.holderPid = holderPid;
  }
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the directory for this process, once. On Linux the lock is an abstract Unix socket: taking
 * it is atomic and the kernel frees it however the process ends. Elsewhere it is the pid file and
 * whether that process lives.
 * @throws DirectoryHeldError
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const pidFile = join(directory, PID_FILE);
  const server = process.platform === 'linux' ? await listenOrNull(lockName(directory)) : undefined;
  const holderPid = readPid(pidFile);
  if (server === null) throw new DirectoryHeldError(directory, holderPid);
  if (server === undefined && holderPid !== null && isAlive(holderPid)) {
    throw new DirectoryHeldError(directory, holderPid);
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return {
    async release() {
      rmSync(pidFile, { force: true });
      if (server !== undefined) await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** The pid of a holder that wrote one, for messages. */
export function holderOf(directory: string): number | null {
  return readPid(join(directory, PID_FILE));
}

/** A name that begins with NUL lives in the kernel's abstract namespace, not in a file system. */
function lockName(directory: string): string {
  const digest = createHash('sha256').update(realpathSync(directory)).digest('hex');
  return `\0polymind-${digest}`;
}

/** `null` when the name is taken. */
function listenOrNull(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
