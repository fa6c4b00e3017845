import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DumpSource, listDumps, takeDump } from '../../../src/data/store/dumps.ts';
import { temporaryDirectory } from './subjects.ts';

const DATABASE_BYTES = 1_000;

describe('dumps', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = temporaryDirectory();
    mkdirSync(join(dataDir, 'pglite'));
    writeFileSync(join(dataDir, 'pglite', 'file'), 'x'.repeat(DATABASE_BYTES));
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function source(fields: Partial<DumpSource> = {}): DumpSource {
    const databaseDir = join(dataDir, 'pglite');
    const copyTo = async (directory: string) => {
      mkdirSync(directory);
    };
    return { dataDir, databaseDir, copyTo, freeBytes: async () => 1e9, ...fields };
  }

  const names = () => readdirSync(join(dataDir, 'dumps')).sort();

  it('are named by their moment and listed newest first', async () => {
    vi.setSystemTime(Date.UTC(2026, 10, 22, 12, 30, 0, 5));
    const first = await takeDump(source());
    expect(basename(first.directory)).toBe('2026-11-22T12-30-00.005Z');
    vi.setSystemTime(Date.UTC(2026, 10, 22, 13));
    const second = await takeDump(source());
    expect(await listDumps(dataDir)).toEqual([second, first]);
  });

  it('are kept three of, and the oldest goes only when a newer one is complete', async () => {
    for (let hour = 0; hour < 5; hour += 1) {
      vi.setSystemTime(Date.UTC(2026, 10, 22, hour));
      await takeDump(source());
    }
    const kept = [4, 3, 2].map((hour) => Date.UTC(2026, 10, 22, hour));
    expect((await listDumps(dataDir)).map((dump) => dump.takenAtMs)).toEqual(kept);
    const copyTo = () => Promise.reject(new Error('disk is full'));
    await expect(takeDump(source({ copyTo }))).rejects.toThrow('disk is full');
    expect((await listDumps(dataDir)).map((dump) => dump.takenAtMs)).toEqual(kept);
  });

  it('stay in order when the clock is set back', async () => {
    vi.setSystemTime(Date.UTC(2026, 10, 22, 12));
    const first = await takeDump(source());
    vi.setSystemTime(Date.UTC(2026, 10, 22, 11));
    const second = await takeDump(source());
    expect((await listDumps(dataDir))[0]).toEqual(second);
    expect(second.takenAtMs).toBe(first.takenAtMs + 1);
  });

  it('have a name only when they are whole', async () => {
    const seen: string[] = [];
    const copyTo = async (directory: string) => {
      mkdirSync(directory);
      seen.push(...names());
      expect(await listDumps(dataDir)).toEqual([]);
      throw new Error('killed');
    };
    await expect(takeDump(source({ copyTo }))).rejects.toThrow('killed');
    expect(seen).toHaveLength(1);
    expect(names()).toEqual([]);
  });

  it('begin by removing what a killed process left half written', async () => {
    mkdirSync(join(dataDir, 'dumps', '2026-11-22T12-00-00.000Z.unfinished'), { recursive: true });
    mkdirSync(join(dataDir, 'dumps', 'notes'));
    expect(await listDumps(dataDir)).toEqual([]);
    const dump = await takeDump(source());
    expect(names()).toEqual([basename(dump.directory), 'notes'].sort());
  });

  it('are not begun where they could fill the disk', async () => {
    let copied = false;
    const copyTo = async () => {
      copied = true;
    };
    const freeBytes = async () => 2 * DATABASE_BYTES - 1;
    await expect(takeDump(source({ copyTo, freeBytes }))).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'unavailable',
      message: `No room for a dump: ${2 * DATABASE_BYTES} bytes must be free`,
    });
    expect(copied).toBe(false);
  });

  it('are none where there is no folder for them', async () => {
    expect(await listDumps(dataDir)).toEqual([]);
    expect(existsSync(join(dataDir, 'dumps'))).toBe(false);
  });
});
