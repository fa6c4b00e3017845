import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { getTableName } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBackupFile } from '../../../../src/data/store/backup/backup-file.ts';
import { backupText } from '../../../../src/data/store/backup/backup-lines.ts';
import { tablesMadeBy } from '../../../../src/data/store/backup/catalogue.ts';
import { restoreBackup } from '../../../../src/data/store/backup/restore-backup.ts';
import { migrate, readMigrations } from '../../../../src/data/store/migrate.ts';
import { openPglite } from '../../../../src/data/store/pglite.ts';
import { openPostgres } from '../../../../src/data/store/postgres.ts';
import { type SqlDatabase, SqlStore } from '../../../../src/data/store/sql-store.ts';
import { StoreError } from '../../../../src/data/store/store-error.ts';
import type { Change } from '../../../../src/engine/domain/change.ts';
import { PAPER } from '../../../../src/engine/domain/ids.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../../servers/postgres.ts';
import { CHANGES } from '../arbitraries.ts';
import { temporaryDirectory, unexpected } from '../subjects.ts';
import { TABLES } from '../tables.ts';
import { visible } from '../visible.ts';

/** Embedded databases are opened several times; a busy machine takes long for it. */
const LONG_MS = 240_000;
const ABOUT = { program: 'test', nowMs: () => 1_790_000_000_000 };
const binDir = postgresBinDir();
const NAMES = readMigrations().map(({ name }) => name);

const folder = temporaryDirectory();
let count = 0;
function fresh(name: string): string {
  count += 1;
  return join(folder, `${count}-${name}`);
}
const pglite = (): Promise<SqlDatabase> => openPglite(fresh('data'), unexpected);

async function backedUp({ pool }: SqlDatabase) {
  const path = fresh('backup.gz');
  const { told } = await writeBackupFile(path, backupText(pool, ABOUT));
  return { path, ...told };
}

/** Rows of each kind, with whatever text and numbers a store takes. */
async function fill(database: SqlDatabase): Promise<SqlStore> {
  const store = new SqlStore({ pool: database.pool, close: async () => undefined });
  for (const [at, kind] of Object.values(CHANGES).entries()) {
    for (const change of fc.sample(kind, { numRuns: 6, seed: at })) {
      await store.commit([change]).catch(unlessConflict);
    }
  }
  await database.pool.query(`insert into cursors select 'n' || n, E'A''b "c" \\\\ \\n ✓'
    from generate_series(1, 1203) n`);
  return store;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the tables of the migrations are those of the schema, and those that are gone', () => {
  expect(tablesMadeBy(readMigrations()).sort()).toEqual(TABLES.map(getTableName).sort());
});

describe.skipIf(binDir === null)('a back-up', () => {
  let server: PostgresServer;
  let source: SqlDatabase;
  let store: SqlStore;
  let first: Awaited<ReturnType<typeof backedUp>>;

  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
    source = await pglite();
    await migrate(source.pool);
    store = await fill(source);
    first = await backedUp(source);
  }, LONG_MS);
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  const postgres = async (): Promise<SqlDatabase> =>
    openPostgres(await server.createDatabase(), () => undefined);

  test(
    'goes from an embedded database to a server and back, and is the same in each',
    async () => {
      const onServer = await postgres();
      const restored = await restoreBackup({ pool: onServer.pool, path: first.path });
      expect(restored).toMatchObject({ rows: first.rows, schema: NAMES.at(-1) });
      expect(first.tables).toBe(TABLES.length);
      expect(first.rows).toBeGreaterThan(1_300);
      const second = await backedUp(onServer);
      const back = await pglite();
      await restoreBackup({ pool: back.pool, path: second.path });
      const third = await backedUp(back);
      expect(second.checksums).toEqual(first.checksums);
      expect(third.checksums).toEqual(first.checksums);
      const copy = new SqlStore({ pool: back.pool, close: async () => undefined });
      expect(await visible(copy)).toEqual(await visible(store));
      // What is written next is numbered behind what was there.
      const next = fc.sample(CHANGES.audit, { numRuns: 40, seed: 99 });
      const of = 'select max(row_order)::integer as n from audit';
      const [before] = (await back.pool.query<{ n: number }>(of)).rows;
      await copy.commit(next);
      const [after] = (await back.pool.query<{ n: number }>(of)).rows;
      expect(after?.n).toBeGreaterThan(before?.n ?? Number.NaN);
      await Promise.all([onServer.close(), back.close()]);
    },
    LONG_MS,
  );

  test('is read by its owner alone, and never written over another file', async () => {
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
    const again = writeBackupFile(first.path, backupText(source.pool, ABOUT));
    await expect(again).rejects.toThrow('exists already: name a new file');
    const nowhere = writeBackupFile(join(folder, 'no', 'b.gz'), backupText(source.pool, ABOUT));
    await expect(nowhere).rejects.toThrow('cannot be written: ENOENT');
  });

  test('of an older schema is brought to this one, and of a newer one is refused', async () => {
    const older = await postgres();
    const known = readMigrations();
    await migrate(older.pool, known.slice(0, 3));
    await older.pool.query(`insert into realisations (id, ledger, market_id, token_id, cause, amount, at)
      values ('r', 'paper', 'm', 't', 'payout', 1.5, to_timestamp(1))`);
    const { path, schema } = await backedUp(older);
    expect(schema).toBe(NAMES[2]);
    const target = await postgres();
    const restored = await restoreBackup({ pool: target.pool, path });
    expect(restored).toMatchObject({ rows: 1, schema: NAMES[2], newest: NAMES.at(-1) });
    const { rows } = await target.pool.query('select id, amount, change from realisations');
    expect(rows).toEqual([{ id: 'r', amount: '1.500000', change: expect.any(String) }]);
    const ahead = await postgres();
    await migrate(ahead.pool);
    await expect(restoreBackup({ pool: ahead.pool, path })).rejects.toThrow(
      `the database is of a newer schema than the back-up: it has ${NAMES[3]}`,
    );
    const old = restoreBackup({ pool: ahead.pool, path: first.path }, { known: known.slice(0, 3) });
    await expect(old).rejects.toThrow(`newer than this program: it has the migration ${NAMES[3]}`);
    await Promise.all([older, target, ahead].map((each) => each.close()));
  });

  test('goes into an empty database alone, which it leaves as it was otherwise', async () => {
    const target = await postgres();
    await migrate(target.pool);
    await target.pool.query("insert into cursors (name, value) values ('feed', 'old')");
    const refused = restoreBackup({ pool: target.pool, path: first.path });
    await expect(refused).rejects.toThrow('the database is not empty: cursors has rows');
    const { rows } = await target.pool.query('select count(*)::integer as n from audit');
    expect(rows).toEqual([{ n: 0 }]);
    await target.close();
  });

  const text = (): string => gunzipSync(readFileSync(first.path)).toString();
  test.each<[string, () => Uint8Array, string]>([
    ['is no gzip file', () => Buffer.from('plain'), 'it is not whole as a gzip file'],
    ['is something else', () => gzipSync('{"a":1}\n'), 'this is not a back-up of PolyMind'],
    [
      'was cut short',
      () => readFileSync(first.path).subarray(0, statSync(first.path).size >> 1),
      'it is not whole as a gzip file',
    ],
    [
      'lacks its last lines',
      () => gzipSync(`${text().split('\n').slice(0, -4).join('\n')}\n`),
      'it was cut short',
    ],
    [
      'has another digit in a row',
      () => gzipSync(text().replace('"n1203"', '"n1204"')),
      'the checksum of the table cursors is wrong',
    ],
    [
      'has another header',
      () => gzipSync(text().replace('"program":"test"', '"program":"tess"')),
      'the checksum of the file is wrong',
    ],
    ['has more behind its end', () => gzipSync(`${text()}[]\n`), 'something follows'],
    [
      'is of a later format',
      () => gzipSync(text().replace('"formatVersion":1', '"formatVersion":2')),
      'restore it with a newer PolyMind',
    ],
  ])('that %s changes nothing', async (_, bytes, problem) => {
    const path = fresh('bad.gz');
    writeFileSync(path, bytes());
    const target = await postgres();
    await expect(restoreBackup({ pool: target.pool, path })).rejects.toThrow(problem);
    const { rows } = await target.pool.query("select to_regclass('schema_migrations') as log");
    expect(rows).toEqual([{ log: null }]);
    await target.close();
  });

  test(
    'is one moment, while others write',
    async () => {
      const busy = await postgres();
      await migrate(busy.pool);
      const writer = new SqlStore({ pool: busy.pool, close: async () => undefined });
      let written = 0;
      let isOver = false;
      const writing = (async () => {
        for (; !isOver; written += 1) await writer.commit(batchOf(written));
      })();
      while (written < 20) await new Promise((next) => setTimeout(next, 1));
      const before = written;
      let during = 0;
      const path = fresh('busy.gz');
      const progress = (): void => {
        during = written;
      };
      const { told } = await writeBackupFile(
        path,
        slowly(backupText(busy.pool, { ...ABOUT, progress })),
      );
      isOver = true;
      await writing;
      expect(during).toBeGreaterThan(before);
      const target = await postgres();
      await restoreBackup({ pool: target.pool, path });
      expect((await backedUp(target)).checksums).toEqual(told.checksums);
      const { rows } = await target.pool.query<{ cursor: number }>(`select
        (select value::integer + 1 from cursors where name = 'written') as cursor,
        (select count(*)::integer from flows) as flows,
        (select count(*)::integer from audit) as audit,
        (select sum(amount)::text from flows) as money`);
      const [{ cursor: moment } = { cursor: Number.NaN }] = rows;
      expect(moment).toBeGreaterThanOrEqual(before);
      const money = `${moment}.000000`;
      expect(rows).toEqual([{ cursor: moment, flows: moment, audit: moment, money }]);
      await Promise.all([busy.close(), target.close()]);
    },
    LONG_MS,
  );
});

/** Made at random, a row may contradict one that is there. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof StoreError) || error.kind !== 'conflict') throw error;
}

/** What is written together, in tables that a back-up reads one after the other. */
function batchOf(at: number): Change[] {
  const flow = { id: `f${at}`, ledger: PAPER, kind: 'deposit', amount: dollars(1) } as const;
  const entry = { commandId: `c${at}`, actor: 'a', action: 'x', outcome: 'done' } as const;
  return [
    { kind: 'cursor', name: 'written', value: `${at}` },
    { kind: 'flow', flow: { ...flow, note: '', atMs: at } },
    { kind: 'audit', entry: { ...entry, detail: {}, atMs: at } },
  ];
}

/** Writers get their turn between two parts. */
async function* slowly<T>(text: AsyncGenerator<string, T>): AsyncGenerator<string, T> {
  for (;;) {
    const part = await text.next();
    if (part.done === true) return part.value;
    yield part.value;
    await new Promise((next) => setTimeout(next, 5));
  }
}
