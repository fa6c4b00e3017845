import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  clearKillFile,
  killFilePath,
  readKillFile,
  writeKillFile,
} from '../../../src/ops/kill/kill-file.ts';
import { KillWatch } from '../../../src/ops/kill/kill-watch.ts';
import { temporaryFolder } from '../folder.ts';

const AT_MS = Date.UTC(2026, 10, 22, 14, 2, 11);

function identityIn(folder: string): string {
  const file = readKillFile(folder);
  if (file === null) throw new Error('there is no kill file');
  return file.identity;
}

describe('a kill file', () => {
  test('says why and when, privately, and leaves nothing else behind', () => {
    const folder = temporaryFolder();
    expect(readKillFile(folder)).toBeNull();
    writeKillFile(folder, { id: 'k1', reason: 'by host: bad fills' }, AT_MS);
    expect(readKillFile(folder)).toMatchObject({ id: 'k1', reason: 'by host: bad fills' });
    expect(readFileSync(killFilePath(folder), 'utf8')).toBe(
      '{"reason":"by host: bad fills","id":"k1","at":"2026-11-22T14:02:11.000Z"}\n',
    );
    expect(statSync(killFilePath(folder)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['KILL']);
  });

  test.each([
    ['', 'by a kill file'],
    ['\n\n', 'by a kill file'],
    ['stop it\nnow', 'stop it'],
    ['{"reason":1}', '{"reason":1}'],
    ['a\u001b[2Jb', 'a [2Jb'],
    ['x'.repeat(5_000), 'x'.repeat(200)],
  ])('that a person made kills whatever it holds', (text, reason) => {
    const folder = temporaryFolder();
    writeFileSync(killFilePath(folder), text);
    expect(readKillFile(folder)).toMatchObject({ id: null, reason });
  });

  test('that cannot be read kills too', () => {
    const folder = temporaryFolder();
    mkdirSync(killFilePath(folder));
    expect(readKillFile(folder)?.reason).toBe('by a kill file that cannot be read (EISDIR)');
  });

  test('that cannot even be looked for kills', () => {
    const folder = temporaryFolder();
    const noFolder = join(folder, 'file');
    writeFileSync(noFolder, '');
    expect(readKillFile(noFolder)?.reason).toBe('the kill file cannot be looked at (ENOTDIR)');
  });

  test('is made bare where its words find no room', () => {
    const folder = temporaryFolder();
    // Something is in the way of writing it whole.
    mkdirSync(`${killFilePath(folder)}.${process.pid}.new`);
    writeKillFile(folder, { id: 'k1', reason: 'by host' }, AT_MS);
    expect(readKillFile(folder)).toMatchObject({ id: null, reason: 'by a kill file' });
  });

  test('that can in no way be made is told', () => {
    const missing = join(temporaryFolder(), 'missing');
    expect(() => writeKillFile(missing, { id: 'k1', reason: 'x' }, AT_MS)).toThrow(
      /The kill file .*KILL cannot be written/,
    );
  });
});

describe('clearing', () => {
  test('removes the kill that is lifted, once', () => {
    const folder = temporaryFolder();
    writeKillFile(folder, { id: 'k1', reason: 'x' }, AT_MS);
    const identity = identityIn(folder);
    expect(clearKillFile(folder, identity)).toBe('cleared');
    expect(readdirSync(folder)).toEqual([]);
    expect(clearKillFile(folder, identity)).toBe('cleared');
  });

  test('leaves a newer kill in force', () => {
    const folder = temporaryFolder();
    writeKillFile(folder, { id: 'k1', reason: 'x' }, AT_MS);
    const identity = identityIn(folder);
    writeKillFile(folder, { id: 'k2', reason: 'y' }, AT_MS);
    const newer = identityIn(folder);
    expect(clearKillFile(folder, identity)).toBe('newer');
    expect(readKillFile(folder)).toMatchObject({ id: 'k2', identity: newer });
    expect(readdirSync(folder)).toEqual(['KILL']);
  });

  test('leaves an old kill that was put back in force', () => {
    const folder = temporaryFolder();
    writeKillFile(folder, { id: 'k1', reason: 'x' }, AT_MS);
    const kept = join(folder, 'kept');
    renameSync(killFilePath(folder), kept);
    writeKillFile(folder, { id: 'k2', reason: 'y' }, AT_MS);
    const identity = identityIn(folder);
    renameSync(kept, killFilePath(folder));
    expect(clearKillFile(folder, identity)).toBe('newer');
    expect(readKillFile(folder)?.id).toBe('k1');
  });
});

describe('watching', () => {
  /** Resolves with the reason of the first kill that is seen. */
  function firstSeen(folder: string): { readonly seen: Promise<string>; close(): void } {
    let tell: (reason: string) => void = () => undefined;
    const seen = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const watch = new KillWatch(folder, () => {
      const file = readKillFile(folder);
      if (file !== null) tell(file.reason);
    });
    return { seen, close: () => watch.close() };
  }

  test('notices a kill file that appears', async () => {
    const folder = temporaryFolder();
    const { seen, close } = firstSeen(folder);
    writeKillFile(folder, { id: 'k1', reason: 'by host' }, AT_MS);
    expect(await seen).toBe('by host');
    close();
  });

  test('notices it also where the system tells nothing of the folder', async () => {
    const folder = join(temporaryFolder(), 'later');
    const { seen, close } = firstSeen(folder);
    mkdirSync(folder);
    writeKillFile(folder, { id: 'k1', reason: 'by host' }, AT_MS);
    expect(await seen).toBe('by host');
    close();
  });

  test('goes on when the folder is replaced', async () => {
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(folder);
    const { seen, close } = firstSeen(folder);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeKillFile(folder, { id: 'k1', reason: 'by host' }, AT_MS);
    expect(await seen).toBe('by host');
    close();
  });
});
