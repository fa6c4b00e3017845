import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_ROWS_MAX } from '../../../src/data/store/limits.ts';
import { migrate } from '../../../src/data/store/migrate.ts';
import { openPostgres } from '../../../src/data/store/postgres.ts';
import { type SqlDatabase, SqlStore } from '../../../src/data/store/sql-store.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { NOW_MS } from './arbitrary-parts.ts';
import { unexpected } from './subjects.ts';

const binDir = postgresBinDir();

describe.skipIf(binDir === null)('a snapshot that would be longer than its limit', () => {
  let server: PostgresServer;
  let database: SqlDatabase;
  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
    database = openPostgres(await server.createDatabase(), unexpected);
    await migrate(database.pool);
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  it('is refused rather than cut short', async () => {
    const insert = `insert into leader_holdings
      select 'w', 'm', n::text, 1, now() from generate_series($1::integer, $2::integer) n`;
    await database.pool.query(insert, [1, SNAPSHOT_ROWS_MAX]);
    const store = new SqlStore(database);
    const { leaderHoldings } = await store.snapshot(NOW_MS);
    expect(leaderHoldings).toHaveLength(SNAPSHOT_ROWS_MAX);
    await database.pool.query(insert, [0, 0]);
    await expect(store.snapshot(NOW_MS)).rejects.toMatchObject({ kind: 'corrupt' });
  });
});
