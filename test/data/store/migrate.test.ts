import { rmSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Migration, migrate, readMigrations } from '../../../src/data/store/migrate.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { openPostgres } from '../../../src/data/store/postgres.ts';
import { type SqlDatabase, SqlStore } from '../../../src/data/store/sql-store.ts';
import { postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { temporaryDirectory, unexpected } from './subjects.ts';
import { TABLES } from './tables.ts';

const COLUMNS = `
  select c.relname as table, a.attname as column, a.attnotnull as required,
    format_type(a.atttypid, a.atttypmod) as type,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary
      and a.attnum = any (i.indkey)) as key
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    and a.attnum > 0 and not a.attisdropped and c.relname <> 'schema_migrations'`;
/** Plain indexes; unique ones belong to constraints. */
const INDEXES = `
  select t.relname as table, c.relname as index
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace and not i.indisunique`;

/** Migrations before notices were told to more than the console. */
const OUTBOX_ONLY = 3;

/** Migrations before a row told what it moved. */
const UNTOLD_BOOKINGS = 5;

const ALPHA = migration('0000_alpha.sql', 'create table alpha (n integer); select 1');
const BETA = migration('0001_beta.sql', 'create table beta (n integer)');

const directory = temporaryDirectory();
let database: SqlDatabase;
beforeAll(async () => {
  database = await openPglite(directory, unexpected);
});
afterAll(async () => {
  await database?.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.pool.query('drop schema public cascade; create schema public');
});

describe('the migrations of this program', () => {
  it('make exactly the tables, columns, types and keys of the schema', async () => {
    expect(await migrate(database.pool)).toEqual(readMigrations().map(({ name }) => name));
    const actual = await database.pool.query(COLUMNS);
    expect(lines(actual.rows)).toEqual(lines(TABLES.flatMap(columnsOf)));
    const indexes = await database.pool.query(INDEXES);
    const expected = TABLES.flatMap((table) =>
      getTableConfig(table).indexes.map((index) => ({
        table: getTableName(table),
        index: index.config.name,
      })),
    );
    expect(lines(indexes.rows)).toEqual(lines(expected));
  });

  it('keep what the console was told, and what waits for it', async () => {
    const known = readMigrations();
    await migrate(database.pool, known.slice(0, OUTBOX_ONLY));
    await database.pool.query(`insert into outbox (id, kind, subject, data, at, delivered_at) values
      ('told', 'fill', 's', '{}', to_timestamp(1), to_timestamp(2)),
      ('waits', 'fill', 's', '{}', to_timestamp(3), null)`);
    await migrate(database.pool, known);
    const store = new SqlStore({ pool: database.pool, close: async () => undefined });
    const query = { sinceMs: 0, limit: 9, first: [] } as const;
    const ids = (await store.pending('console', query)).map(({ notice }) => notice.id);
    expect(ids).toEqual(['waits']);
    expect(await store.pending('telegram:1', query)).toHaveLength(2);
    const { rows } = await database.pool.query(
      'select target, notice_id, state, extract(epoch from at)::integer as at from deliveries',
    );
    expect(rows).toEqual([{ target: 'console', notice_id: 'told', state: 'sent', at: 2 }]);
  });

  it('tell of sales and payouts of before what they moved', async () => {
    const known = readMigrations();
    await migrate(database.pool, known.slice(0, UNTOLD_BOOKINGS));
    const whose = `'paper', '0xw', '0xm', '7'`;
    await database.pool.query(`insert into fills (id, intent_id, signal_id, ledger, wallet,
        market_id, token_id, side, price, quantity, notional, fee, settlement, at) values
      ('b', 'i', 's', ${whose}, 'buy', 0.5, 10, 5, 0.1, 'confirmed', to_timestamp(1)),
      ('s', 'i', 's', ${whose}, 'sell', 0.6, 4, 2.4, 0.1, 'confirmed', to_timestamp(2))`);
    await database.pool.query(`insert into realisations (id, ledger, wallet, market_id, token_id,
        cause, amount, at) values
      ('s', ${whose}, 'sale', 0.4, to_timestamp(2)),
      ('p', ${whose}, 'payout', 3, to_timestamp(3))`);
    await migrate(database.pool, known);
    const { rows } = await database.pool.query(
      'select id, fill_id, change, cash from realisations order by id',
    );
    expect(rows).toEqual([
      { id: 'p', fill_id: null, change: '-6.000000', cash: '6.000000' },
      { id: 's', fill_id: 's', change: '-4.000000', cash: '2.400000' },
    ]);
  });

  it('do nothing the second time', async () => {
    await migrate(database.pool);
    expect(await migrate(database.pool)).toEqual([]);
  });
});

/** Rounds of programs that start together. */
const STARTS_AT_ONCE = 12;

describe('migrate', () => {
  it('applies what is missing, in order', async () => {
    expect(await migrate(database.pool, [ALPHA])).toEqual([ALPHA.name]);
    expect(await migrate(database.pool, [ALPHA, BETA])).toEqual([BETA.name]);
    await database.pool.query('select from alpha, beta');
  });

  it('refuses a database that is newer than the program', async () => {
    await migrate(database.pool, [ALPHA, BETA]);
    await expect(migrate(database.pool, [ALPHA])).rejects.toThrow(
      'The database is newer than this program: it has the migration 0001_beta.sql',
    );
  });

  it('refuses an applied migration that was changed, and one put before', async () => {
    await migrate(database.pool, [BETA]);
    await expect(migrate(database.pool, [migration(BETA.name, 'select 2')])).rejects.toThrow(
      'The migration 0001_beta.sql was changed after it was applied',
    );
    await expect(migrate(database.pool, [ALPHA, BETA])).rejects.toThrow(
      'The migration 0000_alpha.sql comes before applied ones',
    );
  });

  it('leaves nothing of a migration that fails, and keeps the ones before it', async () => {
    const broken = migration(
      '0001_broken.sql',
      'create table half (n integer); select from nowhere',
    );
    await expect(migrate(database.pool, [ALPHA, broken])).rejects.toMatchObject({
      kind: 'corrupt',
    });
    expect(await migrate(database.pool, [ALPHA, BETA])).toEqual([BETA.name]);
    await expect(database.pool.query('select from half')).rejects.toThrow('does not exist');
  });

  const binDir = postgresBinDir();
  it.skipIf(binDir === null)('runs once when several programs start at once', async () => {
    const server = await startPostgres(binDir ?? '');
    onTestFinished(() => server.stop());
    // Where they meet differs from round to round, and with it what the server answers.
    for (let round = 0; round < STARTS_AT_ONCE; round += 1) {
      const url = await server.createDatabase();
      const programs = Array.from({ length: 8 }, () => openPostgres(url, unexpected));
      try {
        // Connected before, so that they meet at the log and not at the door.
        await Promise.all(programs.map(({ pool }) => pool.query('select 1')));
        const applied = await Promise.all(programs.map(({ pool }) => migrate(pool, [ALPHA, BETA])));
        expect(applied.flat().sort()).toEqual([ALPHA.name, BETA.name]);
      } finally {
        await Promise.all(programs.map((program) => program.close()));
      }
    }
  });
});

function migration(name: string, sql: string): Migration {
  return { name, sql, sha256: `hash of ${sql}` };
}

function columnsOf(table: PgTable) {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
  return columns.map((column) => ({
    table: name,
    column: column.name,
    required: column.notNull,
    type: column.getSQLType(),
    key: column.primary || keys.has(column.name),
  }));
}

function lines(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}
