import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Only the owner may enter, or read and change. */
const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
/** Permission bits that let anyone but the owner in. */
const FOREIGN_ACCESS = 0o077;

/** Somebody else owns it, or others may read or change it: it is not used. */
export class NotPrivateError extends Error {
  override readonly name = 'NotPrivateError';
}

/** Makes the directory where it is missing, and closes it to others. @throws NotPrivateError */
export function makePrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: DIRECTORY_MODE });
  requireOwner(path, statSync(path));
  chmodSync(path, DIRECTORY_MODE);
}

/** @throws NotPrivateError unless it belongs to this user. */
export function requireOwner(path: string, { uid }: Pick<Stats, 'uid'>): void {
  const own = process.getuid?.();
  if (own === undefined || uid === own) return;
  throw new NotPrivateError(
    `${path} belongs to user ${uid}, and this is user ${own}: run it as that user`,
  );
}

/** @throws NotPrivateError unless it belongs to this user and to nobody else. */
export function requirePrivate(path: string, stats: Pick<Stats, 'uid' | 'mode'>): void {
  requireOwner(path, stats);
  if ((stats.mode & FOREIGN_ACCESS) === 0) return;
  throw new NotPrivateError(`${path} can be read by others: make it private with chmod 600`);
}

/** Replaces a file by this text, whole or not at all; when it returns, a loss of power keeps it. */
export function replaceDurably(path: string, text: string): void {
  const next = `${path}.${process.pid}.new`;
  try {
    writeAll(next, text);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Makes what was created, renamed or removed in it durable. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function writeAll(path: string, text: string): void {
  const file = openSync(path, 'w', FILE_MODE);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
