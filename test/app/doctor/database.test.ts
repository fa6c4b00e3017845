import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import type { Check } from '../../../src/app/doctor/check.ts';
import { SYSTEM_FILES } from '../../../src/app/doctor/data-files.ts';
import { checkDatabase } from '../../../src/app/doctor/database-check.ts';
import { Inspection } from '../../../src/app/doctor/inspection.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { migrate, readMigrations } from '../../../src/data/store/migrate.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { deadUrl } from '../dead-url.ts';
import { temporaryFolder } from '../folder.ts';

const NEWER = "insert into schema_migrations (name, sha256) values ('9999_later.sql', 'x')";
const WAIT_MS_MAX = 120_000;

/** A server on a socket has an address that the environment takes in another spelling. */
function databaseAt(of: {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
}): Promise<Omit<Check, 'id' | 'name'>> {
  return checkDatabase(
    new Inspection({
      config: { ...loadConfig({}), ...of },
      passphrase: null,
      signal: new AbortController().signal,
      runtime: SYSTEM_RUNTIME,
      files: SYSTEM_FILES,
    }),
  );
}

describe('The embedded database', () => {
  test(
    'that a newer version of the program wrote is named as such, and not touched',
    async () => {
      const dataDir = temporaryFolder();
      const database = await openPglite(dataDir, () => undefined);
      await migrate(database.pool);
      await database.pool.query(NEWER);
      await database.close();
      const before = readdirSync(dataDir, { recursive: true }).sort();
      expect(await databaseAt({ dataDir })).toEqual({
        ok: 'wrong',
        found: 'this version of PolyMind is older than the database, which has 9999_later.sql',
        todo: expect.stringMatching(/^update PolyMind/),
      });
      expect(readdirSync(dataDir, { recursive: true }).sort()).toEqual(before);
    },
    WAIT_MS_MAX,
  );
});

const binDir = postgresBinDir();

describe.skipIf(binDir === null)('A Postgres server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
  }, WAIT_MS_MAX);
  afterAll(() => server.stop());

  async function onServer(url: string, statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  test(
    'is empty, behind, current or ahead',
    async () => {
      const url = await server.createDatabase();
      const look = () => databaseAt({ databaseUrl: url });
      expect(await look()).toMatchObject({ ok: 'ok', found: expect.stringMatching(/empty/) });
      const store = await openStore({ databaseUrl: url, dataDir: temporaryFolder() });
      await store.close();
      const newest = readMigrations().at(-1)?.name ?? '';
      expect(await look()).toMatchObject({
        ok: 'ok',
        found: expect.stringMatching(new RegExp(`answers in \\d+ ms, at ${newest}$`)),
      });
      await onServer(url, `delete from schema_migrations where name = '${newest}'`);
      expect(await look()).toMatchObject({
        ok: 'warn',
        found: expect.stringMatching(/1 migration behind/),
        todo: expect.stringMatching(/^polymind migrate/),
      });
      await onServer(url, NEWER);
      expect(await look()).toMatchObject({ ok: 'wrong', todo: expect.stringMatching(/^update/) });
    },
    WAIT_MS_MAX,
  );

  test('that lets nobody in, or does not know the database, says so without its password', async () => {
    const url = await server.createDatabase();
    const other = url.replace('/test_', '/no_such_').replace('postgres@', 'postgres:tell-nobody@');
    const finding = await databaseAt({ databaseUrl: other });
    expect(finding).toMatchObject({ ok: 'wrong', found: expect.stringMatching(/SQLSTATE 3D000/) });
    expect(JSON.stringify(finding)).not.toContain('tell-nobody');
  });
});

test('A server that is not there is told by the code of the system alone', async () => {
  const url = (await deadUrl('postgres')).replace('://', '://polymind:tell-nobody@');
  const finding = await databaseAt({ databaseUrl: url, dataDir: join('/', 'nowhere') });
  expect(finding).toEqual({
    ok: 'wrong',
    found: 'the server of DATABASE_URL cannot be reached (ECONNREFUSED)',
    todo: expect.stringMatching(/correct DATABASE_URL/),
  });
});
