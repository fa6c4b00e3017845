import type { Pool } from 'pg';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import { inTransaction } from './transaction.ts';

/** Rows that one statement looks at: some milliseconds of an embedded database's only session. */
export const FORGET_ROWS = 500;
/** Statements of one part in one go; what is left over is removed the next day. */
const STATEMENTS_MAX = 4_000;

/** What is kept for a time only. Whatever is not here is kept for ever. */
export const RETENTION = {
  notices: {
    days: 90,
    of: 'notices and who was told them; what they told of stays in its own table',
  },
  samples: {
    days: 35,
    of: 'what each ledger was worth every few minutes; of every hour the first is kept for ever',
  },
  records: {
    days: 180,
    of: 'all that a decision was made from, for `replay --decision`; the decision and its gates stay',
  },
} as const;

/** Rows that were removed of each part. */
export type Forgotten = Readonly<Record<keyof typeof RETENTION, number>>;

export interface Forgetting {
  readonly nowMs: AtMs;
  /** When this was last done to its end; `null` looks through all that there is. */
  readonly lastMs: AtMs | null;
  /** Called between two statements, so that writers need not wait. */
  readonly pause: () => Promise<void>;
}

/**
 * Removes what has been kept long enough, a few rows at a time and each time by an index. Broken off
 * anywhere it goes on at the next time.
 * @throws StoreError
 */
export async function forgetOld(pool: Pool, forgetting: Forgetting): Promise<Forgotten> {
  return {
    notices: await forgetNotices(pool, forgetting),
    samples: await thinSamples(pool, forgetting),
    records: await forgetRecords(pool, forgetting),
  };
}

/** With its deliveries in one transaction: a notice whose deliveries are gone would be told anew. */
async function forgetNotices(pool: Pool, { nowMs, pause }: Forgetting): Promise<number> {
  const before = new Date(nowMs - RETENTION.notices.days * DAY_MS);
  const targets = await toldTargets(pool);
  let all = 0;
  for (let n = 0; n < STATEMENTS_MAX; n += 1) {
    const gone = await inTransaction(pool, 'write', async ({ $client }) => {
      const { rows } = await $client.query<{ id: string }>(
        `delete from outbox where id in (
          select id from outbox where at < $1 order by at limit ${FORGET_ROWS}) returning id`,
        [before],
      );
      await $client.query(
        `delete from deliveries where notice_id = any($1)
          and target = any($2)`,
        [rows.map(({ id }) => id), targets],
      );
      return rows.length;
    });
    all += gone;
    if (gone < FORGET_ROWS) break;
    await pause();
  }
  return all;
}

/** Everybody who was ever told anything: from one to the next by the index, however much each was told. */
function toldTargets(pool: Pool): Promise<readonly string[]> {
  return inTransaction(pool, 'read', async ({ $client }) => {
    const { rows } = await $client.query<{ target: string }>(
      `with recursive told as (
        select min(target) as target from deliveries
        union all
        select (select min(target) from deliveries where target > told.target)
        from told where told.target is not null)
      select target from told where target is not null`,
    );
    return rows.map(({ target }) => target);
  });
}

async function thinSamples(pool: Pool, { nowMs, lastMs, pause }: Forgetting): Promise<number> {
  const beforeMs = dayOf(nowMs - RETENTION.samples.days * DAY_MS);
  let all = 0;
  for (const { ledger, first } of await sampledLedgers(pool)) {
    const sinceMs = lastMs === null ? 0 : lastMs - (RETENTION.samples.days + 1) * DAY_MS;
    const fromMs = dayOf(Math.max(first, sinceMs));
    for (let dayMs = fromMs; dayMs < beforeMs; dayMs += DAY_MS) {
      all += await thinDay(pool, ledger, dayMs);
      await pause();
    }
  }
  return all;
}

function sampledLedgers(pool: Pool): Promise<readonly { ledger: string; first: AtMs }[]> {
  return inTransaction(pool, 'read', async ({ $client }) => {
    const { rows } = await $client.query<{ ledger: string; first: string }>(
      'select ledger, extract(epoch from min(at)) as first from equity_samples group by ledger',
    );
    return rows.map(({ ledger, first }) => ({ ledger, first: Math.floor(Number(first) * 1000) }));
  });
}

function thinDay(pool: Pool, ledger: string, dayMs: AtMs): Promise<number> {
  return inTransaction(pool, 'write', async ({ $client }) => {
    const { rowCount } = await $client.query(
      `delete from equity_samples as late where ledger = $1 and at >= $2 and at < $3 and exists (
        select from equity_samples as kept where kept.ledger = $1 and kept.at < late.at
        and kept.at >= date_trunc('hour', late.at, 'UTC'))`,
      [ledger, new Date(dayMs), new Date(dayMs + DAY_MS)],
    );
    return rowCount ?? 0;
  });
}

async function forgetRecords(pool: Pool, { nowMs, lastMs, pause }: Forgetting): Promise<number> {
  const keptMs = RETENTION.records.days * DAY_MS;
  const before = new Date(nowMs - keptMs);
  let from = new Date(lastMs === null ? 0 : lastMs - keptMs - DAY_MS);
  let offset = 0;
  let all = 0;
  for (let n = 0; n < STATEMENTS_MAX; n += 1) {
    const found = await inTransaction(pool, 'write', async ({ $client }) => {
      const { rows } = await $client.query<{ id: string; at: string | Date }>(
        `select id, at from decisions where at >= $1 and at < $2
          order by at, row_order offset $3 limit ${FORGET_ROWS}`,
        [from, before, offset],
      );
      const ids = rows.map(({ id }) => id);
      const gone = await $client.query('delete from decision_records where id = any($1)', [ids]);
      return { rows, gone: gone.rowCount ?? 0 };
    });
    all += found.gone;
    const last = found.rows.at(-1);
    if (last === undefined || found.rows.length < FORGET_ROWS) break;
    const reached = new Date(last.at);
    // Of one moment there may be more than one page.
    offset =
      reached.getTime() === from.getTime()
        ? offset + FORGET_ROWS
        : found.rows.filter(({ at }) => new Date(at).getTime() === reached.getTime()).length;
    from = reached;
    await pause();
  }
  return all;
}

/** The beginning of its day, by UTC. */
function dayOf(atMs: AtMs): AtMs {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}
