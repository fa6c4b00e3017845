import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../../src/data/store/migrate.ts';
import { openPostgres } from '../../../src/data/store/postgres.ts';
import { SqlStore } from '../../../src/data/store/sql-store.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { temporaryDirectory } from './subjects.ts';

const SOCKET = '.s.PGSQL.5432';
const binDir = postgresBinDir();

/** Breaks the connection when a statement comes by, before the server has it or at an answer. */
interface Cut {
  statement: string | null;
  /** What the server says when it has done it; `null` keeps the statement from it. */
  answer: string | null;
}

describe.skipIf(binDir === null)('a connection that breaks', () => {
  const cut: Cut = { statement: null, answer: null };
  const directory = temporaryDirectory();
  let server: PostgresServer;
  let store: SqlStore;
  let losses = 0;

  const proxy = createServer((client) => {
    const upstream = connect(join(upstreamDirectory, SOCKET));
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('data', (chunk) => {
      if (cut.statement === null || !chunk.includes(cut.statement)) {
        upstream.write(chunk);
        return;
      }
      const { answer } = cut;
      cut.statement = null;
      if (answer === null) return end();
      // The server answers statements that came together piece by piece.
      let answered = '';
      upstream.removeAllListeners('data').on('data', (piece) => {
        answered += piece.toString('latin1');
        if (answered.includes(answer)) end();
      });
      upstream.write(chunk);
    });
  });
  let upstreamDirectory = '';

  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
    const direct = await server.createDatabase();
    upstreamDirectory = new URL(direct.replace('@/', '@host/')).searchParams.get('host') ?? '';
    await new Promise<void>((done) => proxy.listen(join(directory, SOCKET), done));
    const database = openPostgres(direct.replace(upstreamDirectory, directory), () => {
      losses += 1;
    });
    await migrate(database.pool);
    store = new SqlStore(database);
  });
  afterAll(async () => {
    await store?.close();
    proxy.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(() => {
    losses = 0;
  });

  it.each([
    { answer: 'COMMIT', written: 'new' },
    { answer: null, written: 'old' },
  ])('while committing leaves the outcome open: $written', async ({ answer, written }) => {
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'old' }]);
    Object.assign(cut, { statement: 'commit', answer });
    const change = { kind: 'cursor', name: 'feed', value: 'new' } as const;
    await expect(store.commit([change])).rejects.toMatchObject({ kind: 'unknownOutcome' });
    expect(losses).toBeGreaterThan(0);
    expect(await store.cursor('feed')).toBe(written);
    await store.commit([change]);
    expect(await store.cursor('feed')).toBe('new');
  });

  it('before committing has written nothing', async () => {
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'old' }]);
    Object.assign(cut, { statement: 'market_filters', answer: '' });
    const cursor = { kind: 'cursor', name: 'feed', value: 'new' } as const;
    const filter = { type: 'category', value: 'sports', action: 'deny' } as const;
    const changes = [cursor, { kind: 'filter', filter } as const];
    await expect(store.commit(changes)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await store.cursor('feed')).toBe('old');
  });

  it('between the rows of a batch and its end writes all of them or none', async () => {
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'old' }]);
    // So many that they do not leave in one piece with what ends the transaction.
    const rows = Array.from({ length: 4_000 }, (_, at) => {
      return { kind: 'cursor', name: `row ${at}`, value: 'x'.repeat(100) } as const;
    });
    Object.assign(cut, { statement: 'row 3999', answer: null });
    const batch = [{ kind: 'cursor', name: 'feed', value: 'new' } as const, ...rows];
    await expect(store.commit(batch)).rejects.toMatchObject({ kind: 'unknownOutcome' });
    expect(await store.cursor('feed')).toBe('old');
    expect(await store.cursor('row 0')).toBeNull();
    await store.commit(batch);
    expect(await store.cursor('feed')).toBe('new');
  });

  it('does not wait for the disk with rows that more rows follow, and with no others', async () => {
    const change = { kind: 'cursor', name: 'feed', value: 'followed' } as const;
    Object.assign(cut, { statement: 'synchronous_commit', answer: null });
    await store.commit([change]);
    await store.commit([change], { isFollowed: false });
    await expect(store.commit([change], { isFollowed: true })).rejects.toMatchObject({
      kind: 'unknownOutcome',
    });
    await store.commit([{ ...change, name: 'other' }], { isFollowed: true });
    expect(await store.cursor('other')).toBe('followed');
  });

  it('is an error to the caller while the server is away, never the end of the process', async () => {
    await store.cursor('feed');
    await server.kill();
    await vi.waitFor(() => expect(losses).toBeGreaterThan(0));
    const change = { kind: 'cursor', name: 'feed', value: 'secret value' } as const;
    await expect(store.commit([change])).rejects.toMatchObject({ kind: 'unavailable' });
    const error = await store.cursor('secret name').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'StoreError', kind: 'unavailable' });
    for (let link: unknown = error; link instanceof Error; link = link.cause) {
      expect(link.message).not.toContain('secret');
    }
  });
});
