import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { backupCommand } from '../../src/app/backup.ts';
import type { Command } from '../../src/app/command.ts';
import { migrateCommand } from '../../src/app/migrate.ts';
import { restoreCommand } from '../../src/app/restore.ts';
import { migrate, readMigrations } from '../../src/data/store/migrate.ts';
import { openStore } from '../../src/data/store/open-store.ts';
import { openPglite } from '../../src/data/store/pglite.ts';
import { unexpected } from '../data/store/subjects.ts';
import { call } from './called.ts';
import { answerOn } from './control-acts.ts';
import { temporaryFolder } from './folder.ts';

/** Embedded databases are opened several times; a busy machine takes long for it. */
const LONG_MS = 240_000;
const CURSOR = { kind: 'cursor', name: 'feed', value: '7' } as const;

async function said(command: Command, folder: string, ...argv: readonly string[]) {
  const called = call(command, argv, { POLYMIND_DATA_DIR: folder });
  const code = await called.code;
  return { code, out: called.out(), err: called.err() };
}

describe('backup and restore', () => {
  test(
    'of a program that runs go through its own copy, and what is no row is not in it',
    async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'keystore.json'), 'TOP-SECRET');
      const store = await openStore({ databaseUrl: null, dataDir: folder });
      await store.commit([CURSOR]);
      await answerOn(folder, {
        dump: async () => ({ directory: (await store.backup())?.directory ?? null }),
      });
      const path = join(folder, 'all.gz');
      const { code, out, err } = await said(backupCommand, folder, path, '--json');
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toMatchObject({ file: path, rows: 1 });
      expect(gunzipSync(readFileSync(path)).toString()).not.toContain('TOP-SECRET');
      expect(readdirSync(folder).filter((name) => name.startsWith('backup-copy'))).toEqual([]);
      // It goes on writing beside that.
      await store.commit([{ ...CURSOR, value: '8' }]);

      const held = await said(restoreCommand, folder, path);
      expect(held.code).toBe(1);
      expect(held.err).toContain('is in use by process');
      await store.close();

      const other = temporaryFolder();
      const restored = await said(restoreCommand, other, path);
      expect(restored.err).toBe('');
      expect(restored.out).toMatch(/^1 rows of 3\d tables are restored as of 20/);
      const again = await openStore({ databaseUrl: null, dataDir: other });
      expect(await again.cursor('feed')).toBe('7');
      await again.close();
      const full = await said(restoreCommand, other, path);
      expect(full.err).toContain('the database is not empty: cursors has rows');
    },
    LONG_MS,
  );

  test(
    'a program that holds the folder and does not listen is told apart',
    async () => {
      const folder = temporaryFolder();
      const store = await openStore({ databaseUrl: null, dataDir: folder });
      const { code, err } = await said(backupCommand, folder, join(folder, 'all.gz'));
      await store.close();
      expect(code).toBe(1);
      expect(err).toContain('gives no copy: it does not listen');
    },
    LONG_MS,
  );

  test('where nothing is, nothing is made', async () => {
    const folder = join(temporaryFolder(), 'none');
    const { code, err } = await said(backupCommand, folder, join(folder, 'all.gz'));
    expect([code, existsSync(folder)]).toEqual([1, false]);
    expect(err).toContain('nothing to back up');
  });

  test.each([backupCommand, restoreCommand])('take one file', async (command) => {
    for (const argv of [[], ['a.gz', 'b.gz']]) {
      const { code, err } = await said(command, temporaryFolder(), ...argv);
      expect(code).toBe(2);
      expect(err).toContain(`polymind ${command.name} polymind.gz`);
    }
  });
});

test(
  'migrate backs up what has rows before it changes it, and nothing else',
  async () => {
    const folder = temporaryFolder();
    const known = readMigrations();
    const older = await openPglite(folder, unexpected);
    await migrate(older.pool, known.slice(0, 3));
    await older.pool.query("insert into cursors (name, value) values ('feed', '7')");
    await older.close();
    const { code, out } = await said(migrateCommand, folder);
    expect(code).toBe(0);
    const [file = '', ...more] = readdirSync(join(folder, 'backups'));
    expect(more).toEqual([]);
    expect(file).toMatch(/Z-before-0003_chat\.gz$/);
    expect(out).toContain(`As it was before it is in ${join(folder, 'backups', file)}.`);
    const text = gunzipSync(readFileSync(join(folder, 'backups', file))).toString();
    expect(text).toContain('["feed","7"]');
    expect(text).not.toContain(known[3]?.name);
    await said(migrateCommand, folder);
    expect(readdirSync(join(folder, 'backups'))).toEqual([file]);
  },
  LONG_MS,
);
