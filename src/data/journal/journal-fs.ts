import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';

/** What a journal wants of a file system, small enough to be taken away its power in a test. */
export interface JournalFs {
  /** `null` when there is no such file. */
  read(path: string): Promise<Buffer | null>;
  /** Opens for appending, made where it is missing, for the owner alone; `empty` drops its content. */
  open(path: string, how: 'append' | 'empty'): Promise<JournalFile>;
  rename(from: string, to: string): Promise<void>;
  /** An absent file is fine. */
  remove(path: string): Promise<void>;
  /** Makes what was created or renamed in it outlast the loss of power. */
  syncDirectory(path: string): Promise<void>;
}

export interface JournalFile {
  append(bytes: Buffer): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Makes content and length outlast the loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const FILE_MODE = 0o600;
const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;

export const NODE_JOURNAL_FS: JournalFs = {
  async read(path) {
    return readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  },
  async open(path, how) {
    const flags = O_WRONLY | O_APPEND | O_CREAT | (how === 'empty' ? O_TRUNC : 0);
    const file = await open(path, flags, FILE_MODE);
    // An older file keeps the mode it has; this one is nobody else's business.
    await file.chmod(FILE_MODE);
    return new NodeJournalFile(file);
  },
  rename,
  async remove(path) {
    await rm(path, { force: true });
  },
  async syncDirectory(path) {
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};

class NodeJournalFile implements JournalFile {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      at += (await this.#file.write(bytes, at, bytes.length - at)).bytesWritten;
    }
  }

  async truncate(length: number): Promise<void> {
    await this.#file.truncate(length);
  }

  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
