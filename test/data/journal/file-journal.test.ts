import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileJournal } from '../../../src/data/journal/file-journal.ts';
import type { JournalError } from '../../../src/data/journal/journal-error.ts';
import { contentOf, lineOf } from '../../../src/data/journal/journal-line.ts';
import type { IntentId } from '../../../src/engine/domain/ids.ts';
import { journalled } from './orders.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const PATH = '/d/intent.log';

describe('a journal on a real disk', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'polymind-journal-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const open = () => FileJournal.open({ dataDir, report: unexpected });

  it('gives back after a restart what was appended and not forgotten, oldest first', async () => {
    const first = await open();
    await first.append(journalled('b'));
    await first.append(journalled('a'));
    await first.append(journalled('c'));
    await first.forget(['a', 'nobody'] as IntentId[]);
    expect(await first.read()).toEqual([journalled('b'), journalled('c')]);
    await first.close();
    const second = await open();
    expect(await second.read()).toEqual([journalled('b'), journalled('c')]);
    await second.close();
  });

  it('belongs to its owner alone, also when it was made by somebody careless', async () => {
    const path = join(dataDir, 'intent.log');
    writeFileSync(path, '', { mode: 0o644 });
    const journal = await open();
    await journal.append(journalled('a'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await journal.close();
  });

  it('is written anew, without what is forgotten, when it has grown', async () => {
    const journal = await FileJournal.open({
      ...{ dataDir, report: unexpected, compactAboveBytes: 4_000 },
    });
    const sizes: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      await journal.append(journalled(`i${round}`));
      await journal.forget([`i${round - 2}` as IntentId]);
      sizes.push(statSync(join(dataDir, 'intent.log')).size);
    }
    expect(Math.max(...sizes)).toBeLessThan(8_000);
    expect(await journal.read()).toEqual([journalled('i28'), journalled('i29')]);
    await journal.close();
    const again = await open();
    expect(await again.read()).toEqual([journalled('i28'), journalled('i29')]);
    await again.close();
  });

  it('can be read by a person: one line for what was written together', async () => {
    const journal = await open();
    await journal.append(journalled('a'));
    const text = readFileSync(join(dataDir, 'intent.log'), 'utf8');
    expect(text).toMatch(/^[0-9a-f]{8} [0-9a-f]{8} \[\{"order":\{.*\}\}\]\n$/);
    await journal.close();
  });

  it('takes nothing after it was closed', async () => {
    const journal = await open();
    await journal.close();
    await journal.close();
    await expect(journal.append(journalled('a'))).rejects.toMatchObject({ kind: 'closed' });
  });
});

describe('a journal', () => {
  it('acknowledges an order only when it is synced, and syncs together what comes together', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    const before = disk.syncs;
    await Promise.all(Array.from({ length: 100 }, (_, at) => journal.append(journalled(`i${at}`))));
    expect(disk.syncs - before).toBe(1);
    const unlucky = disk.afterPowerCut(() => 0);
    expect(await (await openOn(unlucky)).read()).toHaveLength(100);
  });

  it('does not write the same bytes twice, and writes other bytes of the same intent', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk);
    await journal.append(journalled('a'));
    const { calls } = disk;
    await journal.append(journalled('a', { status: 'inDoubt' }));
    expect(disk.calls).toBe(calls);
    await journal.append(journalled('a', { externalId: '0xother' }));
    expect(disk.calls).toBeGreaterThan(calls);
  });

  it('cut at any byte, reads back every record that is whole and removes the rest', async () => {
    const groups = [['a'], ['b', 'c'], ['d'], ['e', 'f', 'g']];
    const lines = groups.map((ids) => lineOf(ids.map((id) => ({ order: journalled(id) }))));
    const bytes = Buffer.concat(lines);
    const ends = lines.map((_, at) => Buffer.concat(lines.slice(0, at + 1)).length);
    for (let length = 0; length <= bytes.length; length += 1) {
      const disk = new SimulatedDisk();
      disk.put(PATH, bytes.subarray(0, length));
      const told: JournalError[] = [];
      const journal = await openOn(disk, (problem) => told.push(problem));
      const whole = ends.filter((end) => end <= length);
      const expected = groups.slice(0, whole.length).flat();
      expect((await journal.read()).map(({ intent }) => intent.id)).toEqual(expected);
      const soundBytes = whole.at(-1) ?? 0;
      expect(told.map(({ kind, offset }) => [kind, offset])).toEqual(
        soundBytes === length ? [] : [['torn', soundBytes]],
      );
      expect(disk.content(PATH)).toHaveLength(soundBytes);
    }
  });

  it('with any byte changed, reads only what stands before, and tells where it stopped', async () => {
    const lines = ['a', 'b', 'c'].map((id) => lineOf([{ order: journalled(id) }]));
    const bytes = Buffer.concat(lines);
    const starts = lines.map((_, at) => Buffer.concat(lines.slice(0, at)).length);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      const { orders, soundBytes, rest } = contentOf(changed);
      const hit = starts.filter((start) => start <= at).length - 1;
      expect([...orders.keys()]).toEqual(['a', 'b', 'c'].slice(0, hit));
      expect(soundBytes).toBe(starts[hit]);
      // The last line, or the newline before it, has nothing sound behind it.
      const isTorn = hit === 2 || (hit === 1 && at + 1 === starts[2]);
      expect(rest).toBe(isTorn ? 'torn' : 'damaged');
    }
  });

  it('damaged in the middle, keeps the file as it is and takes no order', async () => {
    const lines = ['a', 'b', 'c'].map((id) => lineOf([{ order: journalled(id) }]));
    const bytes = Buffer.concat(lines);
    const offset = lines[0]?.length ?? 0;
    bytes[offset + 30] = 0;
    const disk = new SimulatedDisk();
    disk.put(PATH, bytes);
    const told: JournalError[] = [];
    const journal = await openOn(disk, (problem) => told.push(problem));
    expect(told).toMatchObject([{ kind: 'damaged', offset }]);
    expect(told[0]?.message).toContain(`at byte ${offset}`);
    expect(await journal.read()).toEqual([journalled('a')]);
    expect(journal.refusal).toBe(told[0]);
    await expect(journal.append(journalled('d'))).rejects.toBe(told[0]);
    await expect(journal.append(journalled('a'))).rejects.toBe(told[0]);
    expect(disk.content(PATH)).toEqual(bytes);
  });

  it.each(['append', 'sync'] as const)(
    'takes nothing more after one failed %s (F35)',
    async (what) => {
      const disk = new SimulatedDisk();
      const journal = await openOn(disk);
      await journal.append(journalled('before'));
      const cause = Object.assign(new Error('disk'), { code: what === 'sync' ? 'EIO' : 'ENOSPC' });
      disk.failWith = (call) => (call === what ? cause : null);
      const failed = await Promise.allSettled([
        journal.append(journalled('a')),
        journal.append(journalled('b')),
      ]);
      expect(failed).toMatchObject([
        { status: 'rejected', reason: { kind: 'failed', cause } },
        { status: 'rejected', reason: { kind: 'failed', cause } },
      ]);
      // The disk says that all is well again: its lost pages are still lost.
      disk.failWith = null;
      const { calls } = disk;
      await expect(journal.append(journalled('c'))).rejects.toMatchObject({ kind: 'failed' });
      await expect(journal.append(journalled('before'))).rejects.toMatchObject({ kind: 'failed' });
      await expect(journal.forget(['before' as IntentId])).rejects.toMatchObject({
        kind: 'failed',
      });
      expect(disk.calls).toBe(calls);
      expect(await journal.read()).toEqual([journalled('before')]);
    },
  );

  it('makes durable what it finds, though the program that wrote it died before it could', async () => {
    const disk = new SimulatedDisk();
    const killed = await openOn(disk);
    disk.failWith = (call) => (call === 'sync' ? new Error('killed') : null);
    await expect(killed.append(journalled('a'))).rejects.toMatchObject({ kind: 'failed' });
    disk.failWith = null;
    const next = await openOn(disk);
    expect(await next.read()).toEqual([journalled('a')]);
    await next.append(journalled('a'));
    const afterwards = await openOn(disk.afterPowerCut(() => 0));
    expect(await afterwards.read()).toEqual([journalled('a')]);
  });

  it('takes nothing more when it could not be written anew', async () => {
    const disk = new SimulatedDisk();
    const journal = await openOn(disk, unexpected, { compactAboveBytes: 10 });
    await journal.append(journalled('a'));
    disk.failWith = (call) => (call === 'rename' ? new Error('EIO') : null);
    await expect(journal.forget(['a' as IntentId])).rejects.toMatchObject({ kind: 'failed' });
    await expect(journal.append(journalled('b'))).rejects.toMatchObject({ kind: 'failed' });
  });

  it('refuses what would make it longer than it may get, and what is small goes on', async () => {
    const disk = new SimulatedDisk();
    const line = lineOf([{ order: journalled('a') }]);
    const journal = await openOn(disk, unexpected, { bytesMax: line.length * 2 + 60 });
    await journal.append(journalled('a'));
    await journal.append(journalled('b'));
    await expect(journal.append(journalled('c'))).rejects.toMatchObject({ kind: 'full' });
    await journal.forget(['a' as IntentId]);
    expect(await journal.read()).toEqual([journalled('b')]);
  });

  it('removes what an unfinished rewriting left', async () => {
    const disk = new SimulatedDisk();
    disk.put(`${PATH}.new`, Buffer.from('half'));
    await openOn(disk);
    expect(disk.paths()).toEqual([PATH]);
  });
});

function openOn(
  fs: SimulatedDisk,
  report: (problem: JournalError) => void = unexpected,
  limits: { readonly compactAboveBytes?: number; readonly bytesMax?: number } = {},
): Promise<FileJournal> {
  return FileJournal.open({ dataDir: '/d', fs, report, ...limits });
}

function unexpected(problem: Error): never {
  throw problem;
}
