import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SHORT_SLICE_ROWS } from '../../../src/data/store/limits.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import { MARK_MARGIN_MS } from '../../../src/data/store/pending-marks.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { type SqlDatabase, SqlStore } from '../../../src/data/store/sql-store.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { SECOND_MS } from '../../../src/engine/domain/time.ts';
import { auditEntry } from './arbitraries.ts';
import { sampleOf } from './arbitrary-parts.ts';
import { temporaryDirectory, unexpected } from './subjects.ts';

const NOTICES = 100_000;
const START_AT_MS = 1_790_000_000_000;
const LAST_AT_MS = START_AT_MS + (NOTICES - 1) * SECOND_MS;
const AT = `to_timestamp(${START_AT_MS / 1_000} + n)`;
/** Delivered to three targets; what one leaves to a digest is one in ten. */
const FILL = [
  `insert into outbox (id, kind, ledger, subject, data, at)
   select 'n' || n, case n % 5 when 0 then 'fill' else 'denied' end, 'paper', 's', '{}', ${AT}
   from generate_series(0, ${NOTICES - 1}) n`,
  `insert into deliveries (target, notice_id, state, at)
   select target, 'n' || n, case n % 10 when 1 then 'digest' else 'sent' end, ${AT}
   from generate_series(0, ${NOTICES - 1}) n, unnest(array['console', 'telegram:1', 'discord:1']) target`,
];
const EVERYTHING = { sinceMs: START_AT_MS, limit: 50, first: ['killed', 'mode'] } as const;
/** Notices of the time that a look goes over again. */
const MARGIN_ROWS = MARK_MARGIN_MS / SECOND_MS + 1;
const FILLING_TIMEOUT_MS = 180_000;

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A node of a plan that was carried out. */
interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

describe('a hundred thousand notices that were delivered', { timeout: FILLING_TIMEOUT_MS }, () => {
  const directory = temporaryDirectory();
  const statements: Statement[] = [];
  let database: SqlDatabase;
  let store: SqlStore;

  beforeAll(async () => {
    await (await openStore({ databaseUrl: null, dataDir: directory })).close();
    database = await openPglite(directory, unexpected);
    for (const insert of FILL) await database.pool.query(insert);
  }, FILLING_TIMEOUT_MS);
  beforeEach(() => {
    statements.length = 0;
    const { pool } = database;
    const query = pool.query.bind(pool) as (statement: object, values: unknown[]) => unknown;
    const noted = (statement: { readonly text: string }, values: unknown[]) => {
      statements.push({ text: statement.text, values });
      return query(statement, values);
    };
    store = new SqlStore({
      pool: Object.create(pool, { query: { value: noted } }),
      close: async () => undefined,
    });
  });
  afterAll(async () => {
    await database?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** How many notices each statement since the last call went over; none may read a whole table. */
  async function noticesRead(): Promise<number[]> {
    const counts: number[] = [];
    for (const { text, values } of statements.splice(0)) {
      const { rows } = await database.pool.query(`explain (analyze, format json) ${text}`, values);
      const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
      for (const node of nodes) expect(node['Node Type']).not.toBe('Seq Scan');
      counts.push(rowsOf(nodes));
    }
    return counts;
  }

  it('cost the first look a walk in short statements, and later ones only what is new', async () => {
    expect(await store.pending('console', EVERYTHING)).toEqual([]);
    const first = await noticesRead();
    expect(Math.max(...first)).toBeLessThanOrEqual(SHORT_SLICE_ROWS + 1);
    expect(await store.pending('console', EVERYTHING)).toEqual([]);
    const again = await noticesRead();
    expect(sum(again)).toBeLessThanOrEqual(4 * MARGIN_ROWS + 1);
  });

  it('do not hide what comes late, nor what a newer one is told before', async () => {
    const late = notice('late', 'fill', START_AT_MS + 5);
    const urgent = notice('urgent', 'killed', LAST_AT_MS + 5);
    const seen = async () =>
      (await store.pending('discord:1', EVERYTHING)).map((one) => one.notice.id);
    expect(await seen()).toEqual([]);
    await store.commit([{ kind: 'notice', notice: late }]);
    await store.notify(urgent);
    expect(await seen()).toEqual(['urgent', 'late']);
    await store.markDelivery('discord:1', {
      ...{ noticeIds: ['late', 'urgent'], state: 'sent', atMs: LAST_AT_MS },
    });
    expect(await seen()).toEqual([]);
    await noticesRead();
    expect(await seen()).toEqual([]);
    expect(sum(await noticesRead())).toBeLessThanOrEqual(4 * MARGIN_ROWS + 4);
  });

  it('cost nobody a walk who asks for less than there is', async () => {
    const some = { ...EVERYTHING, first: [] };
    expect(await store.pending('telegram:new', some)).toHaveLength(50);
    expect(Math.max(...(await noticesRead()))).toBeLessThanOrEqual(SHORT_SLICE_ROWS + 1);
    expect(await store.pending('telegram:1', { ...some, sinceMs: LAST_AT_MS - 9_000 })).toEqual([
      ...(await store.pending('telegram:1', { ...some, sinceMs: LAST_AT_MS })),
    ]);
    statements.length = 0;
  });

  it('are not joined by half of a change of operators', async () => {
    const ann = { platform: 'telegram', userId: '1', role: 'admin', name: 'Ann' } as const;
    const operator = { ...ann, addedBy: 'console', addedAtMs: LAST_AT_MS };
    const entry = sampleOf(auditEntry, { commandId: 'c1' });
    const told = { entry, notice: notice('unwritable', 'operators', Number.MAX_SAFE_INTEGER) };
    await expect(store.putOperator(operator, told)).rejects.toThrow('Invariant');
    expect(await store.operators()).toEqual([]);
    expect(await store.recentAudit(9)).toEqual([]);
    await store.putOperator(operator, { ...told, notice: notice('new', 'operators', LAST_AT_MS) });
    expect(await store.operators()).toEqual([operator]);
  });

  it('are counted for a digest by an index', async () => {
    const counts = await store.digestCounts('console', START_AT_MS);
    expect(counts).toEqual([{ kind: 'denied', ledger: 'paper', count: NOTICES / 10 }]);
    expect(Math.max(...(await noticesRead()))).toBeLessThanOrEqual(SHORT_SLICE_ROWS);
    expect(await store.digestCounts('console', LAST_AT_MS - 9_999)).toMatchObject([{ count: 1 }]);
    expect(sum(await noticesRead())).toBe(1);
  });
});

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function rowsOf(nodes: readonly Node[]): number {
  const own = nodes.filter((node) => node['Relation Name'] === 'outbox');
  return sum(
    own.map(
      (node) =>
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function notice(id: string, kind: Notice['kind'], atMs: number): Notice {
  return { id, kind, ledger: null, subject: 's', data: {}, atMs };
}
