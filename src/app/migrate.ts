import { readMigrations } from '../data/store/migrate.ts';
import { openStore } from '../data/store/open-store.ts';
import { defineCommand } from './command.ts';

const USAGE = `migrate

Brings the database to this program's version: the server of DATABASE_URL, or the embedded one in
POLYMIND_DATA_DIR when no server is named. Running it again changes nothing.`;

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'bring the database to this version of the program',
  usage: USAGE,
  options: {},
  async run({ json, stdout, loadConfig }) {
    const { databaseUrl, dataDir } = loadConfig();
    const store = await openStore({ databaseUrl, dataDir });
    await store.close();
    const database = databaseUrl === null ? `embedded in ${dataDir}` : 'the server of DATABASE_URL';
    const newest = readMigrations().at(-1)?.name ?? null;
    stdout.write(
      json
        ? `${JSON.stringify({ database, newest })}\n`
        : `The database (${database}) is at ${newest}.\n`,
    );
    return 0;
  },
});
