import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DatabaseHeldError, DatabaseLease } from '../../../src/data/store/database-lease.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';

const binDir = postgresBinDir();
const WAIT = { timeout: 20_000, interval: 20 };

describe.skipIf(binDir === null)('two programs on one database', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
  });
  afterAll(() => server.stop());

  test('the second is refused while the first runs, and may when it has ended', async () => {
    const url = await server.createDatabase();
    const first = await DatabaseLease.take(url, () => undefined);
    await expect(DatabaseLease.take(url, () => undefined)).rejects.toThrow(DatabaseHeldError);
    await first.release();
    const second = await DatabaseLease.take(url, () => undefined);
    await second.release();
  });

  test('one that lost its connection takes it again, and hears when another has it', async () => {
    const url = await server.createDatabase();
    const told: Error[] = [];
    const first = await DatabaseLease.take(url, (error) => told.push(error));
    await cutLockHolders(url);
    await vi.waitFor(async () => {
      await expect(DatabaseLease.take(url, () => undefined)).rejects.toThrow(DatabaseHeldError);
    }, WAIT);
    expect(told).toEqual([]);
    await first.release();
  });
});

async function cutLockHolders(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and pid <> pg_backend_pid()`,
  );
  await client.end();
}
