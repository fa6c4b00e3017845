import { openServer } from '../data/store/backup/backup-sources.ts';
import { restoreBackup } from '../data/store/backup/restore-backup.ts';
import { LeaderLease } from '../data/store/lease/leader-lease.ts';
import { openPglite } from '../data/store/pglite.ts';
import type { SqlDatabase } from '../data/store/sql-store.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import type { Place } from './host-side/backup-source.ts';
import { leaseHolder } from './host-side/lease-holder.ts';
import { rowProgress } from './host-side/row-progress.ts';

const USAGE = `restore FILE

Puts a file of polymind backup into an empty database: the server of DATABASE_URL, or the embedded
one in POLYMIND_DATA_DIR; no program may run on it. The file is read to its end and checked before
anything is changed; each table is read back and compared, and kept only when all are right. A
back-up of an older version is brought to this one's schema; one of a newer version is refused.`;

export const restoreCommand = defineCommand({
  name: 'restore',
  summary: 'a file of backup into an empty database',
  usage: USAGE,
  options: {},
  async run(context) {
    const [path, ...more] = context.args;
    if (path === undefined || more.length > 0) {
      throw new CommandUsageError('restore takes one file of backup: polymind restore polymind.gz');
    }
    await restore(path, context);
    return 0;
  },
});

async function restore(
  path: string,
  context: Pick<CommandContext, 'stdout' | 'stderr' | 'json' | 'loadConfig'>,
): Promise<void> {
  const { stdout, stderr, json, loadConfig } = context;
  const database = await openAlone(loadConfig());
  const shown = rowProgress(stderr);
  try {
    const { progress } = shown;
    const restored = await restoreBackup({ pool: database.pool, path }, { progress });
    shown.clear();
    const { rows, tables, takenAtMs, newest } = restored;
    const at = new Date(takenAtMs).toISOString();
    stdout.write(
      json
        ? `${JSON.stringify({ file: path, ...restored })}\n`
        : `${rows} rows of ${tables} tables are restored as of ${at}. The database is at ${newest}.\n`,
    );
  } finally {
    shown.clear();
    await database.close();
  }
}

/** Nobody else may have it. @throws HeldLeaseError, DirectoryHeldError */
async function openAlone({ databaseUrl, dataDir }: Place): Promise<SqlDatabase> {
  const ignore = (): undefined => undefined;
  if (databaseUrl === null) return openPglite(dataDir, ignore);
  const lease = await LeaderLease.take({ databaseUrl, holder: leaseHolder(), onLost: ignore });
  const { pool, close } = openServer(databaseUrl, ignore);
  return {
    pool,
    async close() {
      await close();
      await lease.release();
    },
  };
}
