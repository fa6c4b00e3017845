import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncEntry } from '../copy-tree.ts';
import { BackupError } from './backup-error.ts';

/** Only the owner may read what somebody traded. */
const PRIVATE_MODE = 0o600;
/** Longest line that is read: far above any row of ours. */
const LINE_LENGTH_MAX = 64 * 1024 * 1024;

/**
 * Writes text into a new gzip file, which has its name only once it is whole and on the disk.
 * Resolves with what the text's end told, and the bytes of the file.
 * @throws BackupError when there is such a file, or none can be made; whatever the text throws
 */
export async function writeBackupFile<T>(
  path: string,
  text: AsyncGenerator<string, T>,
): Promise<{ readonly told: T; readonly bytes: number }> {
  if (existsSync(path)) throw new BackupError(`${path} exists already: name a new file`);
  const unfinished = `${path}.${process.pid}.part`;
  const ended: T[] = [];
  async function* parts(): AsyncGenerator<string> {
    ended.push(yield* text);
  }
  try {
    const file = createWriteStream(unfinished, { flags: 'wx', mode: PRIVATE_MODE });
    await pipeline(Readable.from(parts()), createGzip(), file);
    await syncEntry(unfinished);
    await rename(unfinished, path);
    await syncEntry(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw fileProblem(error, `${path} cannot be written`);
  }
  const [told] = ended;
  if (told === undefined) throw new BackupError(`${path} is not whole`);
  return { told, bytes: (await stat(path)).size };
}

/** The lines of a back-up, a part of the file at a time. @throws BackupError */
export async function* readBackupFile(path: string): AsyncGenerator<string, void> {
  const file = createReadStream(path);
  const text = createGunzip();
  // The reader hears of an error of the file through what it reads.
  const copied = pipeline(file, text).catch((error: unknown) => text.destroy(error as Error));
  text.setEncoding('utf8');
  let rest = '';
  try {
    for await (const part of text) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LINE_LENGTH_MAX) throw new BackupError(`${path} has too long a line`);
      yield* lines;
    }
    await copied;
  } catch (error) {
    throw fileProblem(error, `${path} cannot be read`);
  } finally {
    file.destroy();
    text.destroy();
  }
  if (rest !== '') throw new BackupError('the back-up is damaged: it ends in the middle of a line');
}

/** Codes of zlib for what is no gzip file, or not all of one. */
const DAMAGED: ReadonlySet<string> = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR']);

function fileProblem(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (DAMAGED.has(code)) {
    return new BackupError('the back-up is damaged, or is none: it is not whole as a gzip file');
  }
  return /^E[A-Z]+$/.test(code) ? new BackupError(`${what}: ${code}`, { cause: error }) : error;
}
