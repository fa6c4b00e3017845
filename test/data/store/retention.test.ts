import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../src/data/store/migrate.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { FORGET_ROWS, forgetOld, RETENTION } from '../../../src/data/store/retention.ts';
import type { SqlDatabase } from '../../../src/data/store/sql-store.ts';
import { temporaryDirectory, unexpected } from './subjects.ts';
import { TABLES, TRUNCATE } from './tables.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 3, 30);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let database: SqlDatabase;
beforeAll(async () => {
  database = await openPglite(temporaryDirectory(), unexpected);
  await migrate(database.pool);
});
afterAll(() => database?.close());

async function fresh(): Promise<void> {
  await database.pool.query(TRUNCATE);
}

async function count(table: string, where = 'true'): Promise<number> {
  const { rows } = await database.pool.query(`select count(*) as n from ${table} where ${where}`);
  return Number(rows[0]?.n);
}

/** Rows of a query, in steps of time up to now. */
async function fill(insert: string, rows: number, stepMs: number): Promise<void> {
  await database.pool.query(insert, [new Date(NOW_MS), rows, stepMs / 1000]);
}

const AT = `$1::timestamptz - n * $3::float8 * interval '1 second'`;
const NOTICES = `insert into outbox (id, kind, subject, data, at)
  select 'n' || n, 'fill', 's', '{}', ${AT} from generate_series(0, $2::int - 1) as n`;
const TOLD = `insert into deliveries (target, notice_id, state, at)
  select target, 'n' || n, 'sent', ${AT} from generate_series(0, $2::int - 1) as n,
  unnest(array['console', 'telegram:5', 'discord:7']) as target`;
const SAMPLES = `insert into equity_samples (ledger, at, equity)
  select ledger, ${AT}, n from generate_series(0, $2::int - 1) as n,
  unnest(array['paper', 'live:polymarket:0x1']) as ledger`;
const DECISIONS = `insert into decisions
  (id, signal_id, signal_kind, ledger, market_id, token_id, verdict, gates, settings_version, at)
  select 'd' || n, 's', 'copy', 'paper', 'm', 't', 'denied', '[]', 0, ${AT}
  from generate_series(0, $2::int - 1) as n`;
const RECORDS = `insert into decision_records (id, record, at)
  select 'd' || n, '{}', ${AT} from generate_series(0, $2::int - 1) as n`;

let pauses = 0;
function forget(lastMs: number | null = null, nowMs = NOW_MS) {
  pauses = 0;
  const pause = async (): Promise<void> => {
    pauses += 1;
  };
  return forgetOld(database.pool, { nowMs, lastMs, pause });
}

describe('what has been kept long enough', () => {
  test('of notices goes with who was told them, a few at a time', async () => {
    await fresh();
    // 1,500 notices, one every three hours: of 187 days.
    await fill(NOTICES, 1_500, 3 * 60 * MINUTE_MS);
    await fill(TOLD, 1_500, 3 * 60 * MINUTE_MS);
    const kept = (RETENTION.notices.days * DAY_MS) / (3 * 60 * MINUTE_MS) + 1;
    expect((await forget()).notices).toBe(1_500 - kept);
    expect(pauses).toBeGreaterThanOrEqual(1);
    expect(await count('outbox')).toBe(kept);
    // Nobody has a notice without its delivery, which would be told anew, nor the other way round.
    expect(await count('deliveries')).toBe(3 * kept);
    expect(await count('deliveries', 'not exists (select from outbox where id = notice_id)')).toBe(
      0,
    );
  });

  test('of what ledgers were worth leaves the first of each hour, for ever', async () => {
    await fresh();
    await fill(SAMPLES, 40 * 288, 5 * MINUTE_MS);
    const { samples } = await forget();
    expect(samples).toBeGreaterThan(0);
    const old = `at < '${new Date(NOW_MS - (RETENTION.samples.days + 1) * DAY_MS).toISOString()}'`;
    const hours = await database.pool.query(
      `select ledger, date_trunc('hour', at, 'UTC'), count(*) as n,
        extract(minute from min(at)) as minute from equity_samples where ${old} group by 1, 2`,
    );
    expect(hours.rows.length).toBeGreaterThan(2 * 24 * 3);
    expect(new Set(hours.rows.map(({ n }) => Number(n)))).toEqual(new Set([1]));
    // The first hour of all began in its middle, in both ledgers.
    expect(hours.rows.filter(({ minute }) => Number(minute) !== 0)).toHaveLength(2);
    // What is younger is as it was.
    const young = `at >= '${new Date(NOW_MS - RETENTION.samples.days * DAY_MS).toISOString()}'`;
    expect(await count('equity_samples', young)).toBe(2 * (35 * 288 + 1));
    expect((await forget()).samples).toBe(0);
  });

  test('of decisions are their records: decision and gates stay', async () => {
    await fresh();
    const rows = 3 * FORGET_ROWS + 7;
    await fill(DECISIONS, rows, 6 * 60 * MINUTE_MS);
    await fill(RECORDS, rows, 6 * 60 * MINUTE_MS);
    const kept = RETENTION.records.days * 4 + 1;
    expect((await forget()).records).toBe(rows - kept);
    expect(await count('decision_records')).toBe(kept);
    expect(await count('decisions')).toBe(rows);
    // A day later it looks at that day alone, and finds all of it.
    const tomorrow = NOW_MS + DAY_MS;
    expect((await forget(NOW_MS, tomorrow)).records).toBe(4);
  });

  test('also where one moment has more rows than a page', async () => {
    await fresh();
    const rows = 2 * FORGET_ROWS + 3;
    await fill(DECISIONS, rows, 0);
    await fill(RECORDS, rows, 0);
    expect((await forget(null, NOW_MS + 200 * DAY_MS)).records).toBe(rows);
  });

  test('is nothing else: no other table loses a row', async () => {
    await fresh();
    await fill(DECISIONS, 10, 365 * DAY_MS);
    await database.pool.query(
      `insert into audit (command_id, actor, action, detail, outcome, at)
        values ('c', 'console', 'kill', '{}', 'done', '2020-01-01')`,
    );
    await forget();
    const counted = await Promise.all(
      TABLES.map(async (table) => [getTableName(table), await count(getTableName(table))] as const),
    );
    expect(Object.fromEntries(counted.filter(([, n]) => n > 0))).toEqual({
      audit: 1,
      decisions: 10,
    });
  });
});
