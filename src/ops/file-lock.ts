import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** The event loop stands still meanwhile; who holds the lock needs a few milliseconds. */
const WAIT_MS_MAX = 250;
const LOOK_MS = 5;
/** A lock this old belongs to a process that died with it. */
const STALE_MS = 2_000;
const FILE_MODE = 0o600;

/** Another process holds the file. */
export class FileBusyError extends Error {
  override readonly name = 'FileBusyError';
}

/**
 * Does `work` while no other process does: reading a file, changing it, writing it back. `stillOurs`
 * throws when the lock was taken over meanwhile; ask it right before what cannot be undone.
 * @throws FileBusyError
 */
export function withFileLock<T>(path: string, work: (stillOurs: () => void) => T): T {
  const token = randomUUID();
  take(path, token);
  const isOurs = (): boolean => tokenIn(path) === token;
  try {
    return work(() => {
      if (!isOurs()) throw new FileBusyError(`${path} was taken over by another process`);
    });
  } finally {
    if (isOurs()) rmSync(path, { force: true });
  }
}

function take(path: string, token: string): void {
  const deadlineMs = performance.now() + WAIT_MS_MAX;
  while (!created(path, token)) {
    if (isStale(path)) rmSync(path, { force: true });
    else if (performance.now() > deadlineMs) {
      throw new FileBusyError(`${path} is held by another process: try again`);
    } else pause(LOOK_MS);
  }
}

function created(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx', mode: FILE_MODE });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isStale(path: string): boolean {
  try {
    return Math.abs(Date.now() - statSync(path).mtimeMs) > STALE_MS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function tokenIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
