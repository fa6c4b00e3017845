import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceDurably, requirePrivate, syncDirectory } from '../private-file.ts';
import { addressIn } from './keystore-text.ts';
import { SignerError } from './signer-error.ts';

const FILE_NAME = 'keystore.json';
/** A keystore has half a kilobyte. */
const FILE_BYTES_MAX = 64 * 1024;
const DIRECTORY_MODE = 0o700;

/** A keystore stands there already; this program writes over none. */
export class KeystoreExistsError extends Error {
  override readonly name = 'KeystoreExistsError';
}

/** Where the keystore is, unless the environment says otherwise. */
export function keystorePathIn(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/** The text of a keystore. @throws SignerError of kind `keystore`, NotPrivateError */
export function readKeystore(path: string): string {
  const file = opened(path);
  try {
    const stats = fstatSync(file);
    requirePrivate(path, stats);
    if (!stats.isFile() || stats.size > FILE_BYTES_MAX) {
      throw new SignerError('keystore', `${path} is no keystore`);
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** @throws KeystoreExistsError when something stands at the path. */
export function requireNoKeystore(path: string): void {
  if (existsSync(path)) throw new KeystoreExistsError(existsText(path));
}

/**
 * Writes a keystore that was not there, whole or not at all; when it returns, a loss of power keeps
 * it. @throws KeystoreExistsError
 */
export function writeKeystore(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: DIRECTORY_MODE });
  requireNoKeystore(path);
  const whole = `${path}.${process.pid}.made`;
  replaceDurably(whole, text);
  try {
    // Unlike a rename, a link never replaces what another process put there meanwhile.
    linkSync(whole, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new KeystoreExistsError(existsText(path));
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
  syncDirectory(dirname(path));
}

function existsText(path: string): string {
  return `${path} exists and is never overwritten: to keep its key, move it: mv ${path} ${movedName(path)}`;
}

/** A name that tells whose key it is. */
function movedName(path: string): string {
  const base = path.replace(/\.json$/, '');
  try {
    return `${base}-${addressIn(readKeystore(path))}.json`;
  } catch {
    // Whatever stands there, it can be moved.
    return `${base}-old.json`;
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new SignerError('keystore', `There is no keystore at ${path}: polymind keystore create`);
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
