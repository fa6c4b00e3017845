import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  LEASE_MS,
  LeaderLease,
  type LeaseOptions,
  MARGIN_MS,
} from '../../../src/data/store/lease/leader-lease.ts';
import { HeldLeaseError } from '../../../src/data/store/lease/lease-connection.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import type { SqlStore } from '../../../src/data/store/sql-store.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { sampleOf } from './arbitrary-parts.ts';
import { order } from './arbitrary-trading.ts';

const binDir = postgresBinDir();
const WAIT = { timeout: 120_000, interval: 20 };
const CURSOR: Change = { kind: 'cursor', name: 'feed', value: '1' };

describe.skipIf(binDir === null)('leading on a database', () => {
  let server: PostgresServer;
  let databaseUrl = '';

  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
    databaseUrl = await server.createDatabase();
  });
  afterAll(() => server?.stop());

  const of = (holder: string, fields: Partial<LeaseOptions> = {}): LeaseOptions => {
    return { databaseUrl, holder, onLost: () => undefined, ...fields };
  };
  const taken = async (options: LeaseOptions): Promise<LeaderLease> => {
    const lease = await LeaderLease.take(options);
    onTestFinished(() => lease.release());
    return lease;
  };
  const storeOf = async ({ epoch }: LeaderLease): Promise<SqlStore> => {
    const store = await openStore({ databaseUrl, dataDir: 'none', epoch });
    onTestFinished(() => store.close());
    return store;
  };
  const asked = async (sql: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  /** As a leader whose renewals do not come: another may take over. */
  const letEnd = (): Promise<unknown> =>
    asked("update leadership set held_until = clock_timestamp() - interval '1 second'");

  test('one leads, the other is told who, and each leader has a later epoch', async () => {
    const first = await taken(of('Ann'));
    const refused = await LeaderLease.take(of('Bob')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HeldLeaseError);
    expect(String(refused)).toContain('another PolyMind (Ann) leads on this database');
    await first.release();
    const second = await taken(of('Bob'));
    expect(second.epoch).toBe(first.epoch + 1);
  });

  test('of many that begin at once exactly one leads', async () => {
    await letEnd();
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) => taken(of(`number ${at}`))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('it is renewed for as long as the process lives', async () => {
    const lease = await taken(of('Ann'));
    const [before] = await asked('select held_until from leadership');
    await vi.waitFor(async () => {
      expect(await asked('select held_until from leadership')).not.toEqual([before]);
    }, WAIT);
    expect(lease.stopReason()).toBeNull();
  });

  test.each(['monotonicMs', 'wallMs'] as const)(
    'its own deadline comes before another can take over, on the clock %s',
    async (moved) => {
      const clock = { monotonicMs: 1_000, wallMs: 5_000_000 };
      const read = { monotonicMs: () => clock.monotonicMs, wallMs: () => clock.wallMs };
      const lease = await taken(of('Ann', { clock: read }));
      clock[moved] += LEASE_MS - MARGIN_MS - 1;
      expect(lease.stopReason()).toBeNull();
      clock[moved] += 1;
      expect(lease.stopReason()).toContain('the lease is over');
    },
  );

  test('one that stands by hears who leads, and leads when that one is gone', async () => {
    const first = await taken(of('Ann'));
    const stop = new AbortController();
    const told: (string | null)[] = [];
    const waiting = (leader: string | null): number => told.push(leader);
    const standing = LeaderLease.stand(of('Bob'), { signal: stop.signal, waiting });
    await vi.waitFor(() => expect(told).toEqual(['Ann']), WAIT);
    await first.release();
    const second = await standing;
    expect(second?.epoch).toBe(first.epoch + 1);
    expect(first.stopReason()).not.toBeNull();
    await second?.release();
  });

  test('one that stands by ends when it is asked to', async () => {
    await taken(of('Ann'));
    const stop = new AbortController();
    const waiting = (): void => stop.abort();
    expect(await LeaderLease.stand(of('Bob'), { signal: stop.signal, waiting })).toBeNull();
  });

  test('a leader that another has replaced is told, and stops', async () => {
    const lost: Error[] = [];
    const first = await taken(of('Ann', { onLost: (error) => lost.push(error) }));
    // Once more for the case that it renewed in between.
    const second = await vi.waitFor(async () => {
      await letEnd();
      return await taken(of('Bob'));
    }, WAIT);
    await vi.waitFor(() => expect(lost).toHaveLength(1), WAIT);
    expect(first.stopReason()).not.toBeNull();
    expect(second.stopReason()).toBeNull();
  });

  test('a server that went away for a moment leaves the leader where nobody took over', async () => {
    const lost: Error[] = [];
    const lease = await taken(of('Ann', { onLost: (error) => lost.push(error) }));
    await asked(`select pg_terminate_backend(pid) from pg_stat_activity
      where query like 'update leadership%' and pid <> pg_backend_pid()`);
    const [before] = await asked('select held_until from leadership');
    await vi.waitFor(async () => {
      expect(await asked('select held_until from leadership')).not.toEqual([before]);
    }, WAIT);
    expect([lost, lease.stopReason()]).toEqual([[], null]);
  });

  test('rows of a leader that was replaced are refused, and an intent keeps its epoch', async () => {
    const first = await LeaderLease.take(of('Ann'));
    const old = await storeOf(first);
    const made = sampleOf(order);
    await old.commit([{ kind: 'order', order: made }]);
    await first.release();
    const second = await taken(of('Bob'));
    await expect(old.commit([CURSOR])).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'conflict',
      message: 'Another program leads on this database',
    });
    const filter = { type: 'category', value: 'sports', action: 'deny' } as const;
    await expect(old.commit([{ kind: 'filter', filter }])).rejects.toThrow('Another program leads');
    const store = await storeOf(second);
    expect(await store.cursor('feed')).toBeNull();
    await store.commit([CURSOR, { kind: 'order', order: { ...made, reason: 'later' } }]);
    const rows = await asked('select epoch::integer, reason from orders');
    expect(rows).toEqual([{ epoch: first.epoch, reason: 'later' }]);
  });

  test('nobody takes over in the middle of a write, and one that hangs there is ended', async () => {
    const lease = await taken(of('Ann'));
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('set local idle_in_transaction_session_timeout to 1000');
    await client.query('select from leadership where epoch = $1 for share', [lease.epoch]);
    const ended = new Promise((done) => client.once('end', done));
    const taking = asked(`update leadership set epoch = epoch + 1, holder = 'Bob'`);
    let isTaken = false;
    void taking.then(() => {
      isTaken = true;
    });
    await new Promise((later) => setTimeout(later, 100));
    expect(isTaken).toBe(false);
    await ended;
    await taking;
  });
});
