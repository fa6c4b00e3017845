import { readMigrations } from '../data/store/migrate.ts';
import { openStore } from '../data/store/open-store.ts';
import { defineCommand } from './command.ts';
import { backupBefore } from './host-side/backup-before.ts';

const USAGE = `migrate

Brings the database to this program's version: the server of DATABASE_URL, or the embedded one in
POLYMIND_DATA_DIR when no server is named. Before it changes one that has rows, it backs it up into backups/ of the data
directory, and changes nothing where that fails. Running it again changes nothing.`;

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'bring the database to this version of the program',
  usage: USAGE,
  options: {},
  async run({ json, stdout, loadConfig }) {
    const { databaseUrl, dataDir } = loadConfig();
    let backup: string | null = null;
    const beforeMigrating = backupBefore(dataDir, (path) => {
      backup = path;
    });
    const store = await openStore({ databaseUrl, dataDir, beforeMigrating });
    await store.close();
    const database = databaseUrl === null ? `embedded in ${dataDir}` : 'the server of DATABASE_URL';
    const newest = readMigrations().at(-1)?.name ?? null;
    stdout.write(
      json
        ? `${JSON.stringify({ database, newest, backup })}\n`
        : `The database (${database}) is at ${newest}.${savedText(backup)}\n`,
    );
    return 0;
  },
});

function savedText(backup: string | null): string {
  return backup === null ? '' : ` As it was before it is in ${backup}.`;
}
