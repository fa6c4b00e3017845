import { join } from 'node:path';
import { writeBackupFile } from '../../data/store/backup/backup-file.ts';
import { backupText } from '../../data/store/backup/backup-lines.ts';
import type { BeforeMigrating } from '../../data/store/open-store.ts';
import { makePrivateDirectory } from '../../ops/private-file.ts';
import { programVersion } from '../version.ts';

const FOLDER = 'backups';

/** Backs a database up into the data directory before it is migrated; told where it went. */
export function backupBefore(dataDir: string, tell: (path: string) => void): BeforeMigrating {
  return async ({ pool, pending }) => {
    makePrivateDirectory(dataDir);
    const folder = join(dataDir, FOLDER);
    makePrivateDirectory(folder);
    const moment = new Date().toISOString().replaceAll(':', '-');
    const step = pending[0]?.replace(/\.sql$/, '');
    const path = join(folder, `${moment}-before-${step}.gz`);
    await writeBackupFile(path, backupText(pool, { program: programVersion(), nowMs: Date.now }));
    tell(path);
  };
}
