import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

/** Only the owner may read what somebody traded. */
const PRIVATE_MODE = 0o600;

/** Where an export goes. */
export interface ExportTarget {
  /** Resolves when more may come. */
  readonly write: (text: string) => Promise<void>;
  /** It is complete. */
  finish(): Promise<void>;
  /** It will not be: nothing of it stays. */
  abandon(): Promise<void>;
}

/**
 * A new file, which has its name only once it is complete.
 * @throws when there is one of this name, or none can be made
 */
export async function openTarget(path: string): Promise<ExportTarget> {
  if (existsSync(path)) throw new Error(`${path} exists already: name a new file`);
  const unfinished = `${path}.${process.pid}.part`;
  const file = await open(unfinished, 'wx', PRIVATE_MODE).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(`${path} cannot be written: ${code}`, { cause: error });
  });
  return {
    write: (text) => file.appendFile(text),
    async finish() {
      await file.sync();
      await file.close();
      await rename(unfinished, path);
    },
    async abandon() {
      await file.close();
      await rm(unfinished, { force: true });
    },
  };
}
