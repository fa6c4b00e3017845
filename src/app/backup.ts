import { writeBackupFile } from '../data/store/backup/backup-file.ts';
import { backupText } from '../data/store/backup/backup-lines.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { openBackupSource } from './host-side/backup-source.ts';
import { rowProgress } from './host-side/row-progress.ts';
import { programVersion } from './version.ts';

const USAGE = `backup FILE

Writes every row of the database into a new gzip file: the server of DATABASE_URL, or the embedded
one in POLYMIND_DATA_DIR. The program may run meanwhile: what the file holds is one moment of it.
polymind restore brings it into either kind of database. Keys, passphrases, one-time codes and the
kill file are no part of the database, and never of the file.`;

export const backupCommand = defineCommand({
  name: 'backup',
  summary: 'every row of the database into one file',
  usage: USAGE,
  options: {},
  async run(context) {
    const [path, ...more] = context.args;
    if (path === undefined || more.length > 0) {
      throw new CommandUsageError('backup takes one new file: polymind backup polymind.gz');
    }
    await backup(path, context);
    return 0;
  },
});

async function backup(
  path: string,
  context: Pick<CommandContext, 'stdout' | 'stderr' | 'json' | 'loadConfig'>,
): Promise<void> {
  const { stdout, stderr, json, loadConfig } = context;
  const database = await openBackupSource(loadConfig());
  const shown = rowProgress(stderr);
  try {
    const { progress } = shown;
    const about = { program: programVersion(), nowMs: Date.now, progress };
    const { told, bytes } = await writeBackupFile(path, backupText(database.pool, about));
    shown.clear();
    const { rows, tables, schema, checksums } = told;
    stdout.write(
      json
        ? `${JSON.stringify({ file: path, rows, tables, bytes, schema, checksums })}\n`
        : `${rows} rows of ${tables} tables are in ${path} (${schema}).\n`,
    );
  } finally {
    shown.clear();
    await database.close();
  }
}
