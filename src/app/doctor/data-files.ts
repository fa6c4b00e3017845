import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';

const FILE_MODE = 0o600;

export interface FileStanding {
  readonly isDirectory: boolean;
  readonly mode: number;
  readonly uid: number;
}

/** What is asked of the file system. Every method throws the system's own error. */
export interface DataFiles {
  stat(path: string): FileStanding;
  /** Writes a new file, forces it to the disk, and removes it. */
  tryWriting(path: string): void;
  /** Bytes that this user may still write. */
  freeBytes(path: string): number;
}

export const SYSTEM_FILES: DataFiles = {
  stat: (path) => {
    const stats = statSync(path);
    return { isDirectory: stats.isDirectory(), mode: stats.mode, uid: stats.uid };
  },
  tryWriting: (path) => {
    const file = openSync(path, 'wx', FILE_MODE);
    try {
      writeSync(file, 'polymind');
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(path, { force: true });
    }
  },
  freeBytes: (path) => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
};
