import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/data/store/open-store.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import type { SqlStore } from '../../../src/data/store/sql-store.ts';
import { temporaryDirectory, unexpected } from './subjects.ts';

/** Each test opens databases several times, and a first creation takes seconds. */
const OPENINGS_TIMEOUT_MS = 180_000;

describe('an embedded database that does not open', { timeout: OPENINGS_TIMEOUT_MS }, () => {
  /** A database of one row; each test works on a copy, because a first creation takes seconds. */
  const base = temporaryDirectory();
  let dataDir = '';
  let told: string[] = [];
  let store: SqlStore | null = null;

  beforeAll(async () => {
    const first = await openStore({ databaseUrl: null, dataDir: base, report: unexpected });
    await first.commit([cursor('before')]);
    await first.putPosition('telegram', '41');
    await first.putPreferences('telegram:1', { preset: 'quiet' }, 1);
    await first.close();
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  beforeEach(() => {
    dataDir = temporaryDirectory();
    cpSync(join(base, 'pglite'), join(dataDir, 'pglite'), { recursive: true });
    told = [];
  });
  afterEach(async () => {
    await store?.close();
    store = null;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function open(): Promise<SqlStore> {
    const report = (error: Error) => told.push(error.message);
    store = await openStore({ databaseUrl: null, dataDir, report });
    return store;
  }

  async function close(): Promise<void> {
    await store?.close();
    store = null;
  }

  /** Takes a dump after the first row, and writes a second row that only the database has. */
  async function dumpAndGoOn() {
    const opened = await open();
    const dump = await opened.backup();
    await opened.commit([cursor('after')]);
    await close();
    if (dump === null) throw new Error('an embedded database has dumps');
    return dump;
  }

  const control = (): string => join(dataDir, 'pglite', 'global', 'pg_control');

  it('is restored from its dump, which is told with the moment of the dump', async () => {
    const dump = await dumpAndGoOn();
    zero(control());
    const damaged = treeHash(join(dataDir, 'pglite'));
    const restored = await open();
    expect(restored.restored).toMatchObject({ dump });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^The database did not open \(.+\) and was restored from the dump of /);
    expect(told[0]).toContain(new Date(dump.takenAtMs).toISOString());
    expect(told[0]).toContain('what came after may be missing');
    expect(await restored.cursor('before')).toBe('here');
    expect(await restored.cursor('after')).toBeNull();
    expect(await restored.position('telegram')).toBe('41');
    expect([...(await restored.preferences())]).toEqual([['telegram:1', { preset: 'quiet' }]]);
    const kept = restored.restored?.damaged ?? '';
    expect(treeHash(kept)).toBe(damaged);
    await restored.commit([cursor('later')]);
    await close();
    const again = await open();
    expect(again.restored).toBeNull();
    expect(told).toHaveLength(1);
    expect(await again.cursor('later')).toBe('here');
  });

  it('is restored when its log or its whole directory is lost', async () => {
    const dump = await dumpAndGoOn();
    const wal = join(dataDir, 'pglite', 'pg_wal');
    for (const name of readdirSync(wal)) if (/^[\dA-F]{24}$/.test(name)) rmSync(join(wal, name));
    expect((await open()).restored).toMatchObject({ dump });
    expect(told[0]).toContain('checkpoint record');
    await close();
    rmSync(join(dataDir, 'pglite'), { recursive: true });
    const restored = await open();
    expect(restored.restored).toMatchObject({ dump, damaged: null });
    expect(await restored.cursor('before')).toBe('here');
  });

  it('is restored from an older dump when the newest does not open either', async () => {
    const dump = await dumpAndGoOn();
    const newer = await (await open()).backup();
    await close();
    zero(join(newer?.directory ?? '', 'global', 'pg_control'));
    zero(control());
    expect((await open()).restored).toMatchObject({ dump });
  });

  it.each([
    ['pg_control is damaged', () => zero(control())],
    ['PG_VERSION is lost', () => rmSync(join(dataDir, 'pglite', 'PG_VERSION'))],
  ])('is refused without a dump and left alone: %s', async (_name, damage) => {
    damage();
    const before = treeHash(dataDir);
    const error = await open().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'StoreError', kind: 'corrupt' });
    const { message } = error as Error;
    expect(message).toContain(join(dataDir, 'pglite'));
    expect(message).toMatch(/^The database in .+ does not open \(.+\) and there is no dump .+$/);
    expect(treeHash(dataDir)).toBe(before);
    expect(told).toEqual([]);
  });

  it('is refused and left alone when no dump opens', async () => {
    const dump = await dumpAndGoOn();
    zero(join(dump.directory, 'global', 'pg_control'));
    zero(control());
    const before = treeHash(dataDir);
    await expect(open()).rejects.toThrow('no dump of it opens either; nothing was changed');
    expect(treeHash(dataDir)).toBe(before);
  });

  it('is begun anew when its first creation was cut short', async () => {
    rmSync(join(dataDir, 'pglite', 'PG_VERSION'));
    writeFileSync(join(dataDir, 'pglite.creating'), '');
    const opened = await open();
    expect(opened.restored).toBeNull();
    expect(await opened.cursor('before')).toBeNull();
    await close();
    expect(existsSync(join(dataDir, 'pglite.creating'))).toBe(false);
    expect(await (await open()).cursor('before')).toBeNull();
  });

  it('keeps no more than three damaged directories', async () => {
    await dumpAndGoOn();
    const old = [1, 2, 3].map((day) => `pglite.damaged-2026-11-0${day}T00-00-00.000Z`);
    for (const name of old) mkdirSync(join(dataDir, name));
    zero(control());
    const kept = basename((await open()).restored?.damaged ?? '');
    const found = readdirSync(dataDir).filter((name) => name.startsWith('pglite.damaged-'));
    expect(found.sort()).toEqual([...old.slice(1), kept].sort());
  });

  it('has in its dump all that was acknowledged before, and no half of what was written meanwhile', async () => {
    const opened = await open();
    let stop = false;
    let acknowledged = 0;
    const writing = (async () => {
      for (let row = 1; !stop; row += 1) {
        await opened.commit([cursor('left', `${row}`), cursor('right', `${row}`)]);
        acknowledged = row;
      }
    })();
    await opened.commit([cursor('first')]);
    const atLeast = acknowledged;
    const dumps = await Promise.all([opened.backup(), opened.backup()]);
    stop = true;
    await writing;
    await close();
    expect(new Set(dumps.map((dump) => dump?.directory)).size).toBe(2);
    zero(control());
    const restored = await open();
    expect(restored.restored).not.toBeNull();
    expect(await restored.cursor('first')).toBe('here');
    const left = await restored.cursor('left');
    expect(Number(left)).toBeGreaterThanOrEqual(atLeast);
    expect(await restored.cursor('right')).toBe(left);
  });

  it('cuts its log with each dump, which it never does by itself', async () => {
    const database = await openPglite(dataDir, unexpected);
    const checkpoint = async () => {
      const { rows } = await database.pool.query(
        'select checkpoint_lsn::text as at from pg_control_checkpoint()',
      );
      return rows[0]?.at;
    };
    await database.pool.query('create table more (n integer)');
    const before = await checkpoint();
    await database.backup?.();
    const after = await checkpoint();
    await database.close();
    expect(after).not.toBe(before);
  });
});

function cursor(name: string, value = 'here') {
  return { kind: 'cursor', name, value } as const;
}

/** Overwrites a file with zeroes, as a disk that lost power may. */
function zero(path: string): void {
  writeFileSync(path, Buffer.alloc(statSync(path).size));
}

/** The content of a directory; the pid file of an attempt to open it does not count. */
function treeHash(directory: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(directory, { recursive: true }) as string[];
  for (const name of names.sort()) {
    const path = join(directory, name);
    if (basename(path) === 'postmaster.pid') continue;
    hash.update(`${name}\n`);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
