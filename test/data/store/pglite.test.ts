import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryHeldError, lockDirectory } from '../../../src/data/store/directory-lock.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import { describeStore } from './store-contract.ts';
import { pgliteSubject, temporaryDirectory } from './subjects.ts';

describeStore('SqlStore on PGlite', pgliteSubject, { numRuns: 8 });

const CHILD = fileURLToPath(new URL('./writer-child.ts', import.meta.url));
const ACKNOWLEDGED_ROWS = 50;

describe('the data directory', () => {
  let directory = '';
  const children: ChildProcess[] = [];
  // One directory for all tests: a first creation takes seconds, opening again does not.
  beforeAll(() => {
    directory = temporaryDirectory();
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  function startWriter(): ChildProcess {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, directory], { stdio: 'pipe' });
    children.push(child);
    return child;
  }

  it('keeps every acknowledged row when its holder is killed, and is free again', async () => {
    const child = startWriter();
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    let acknowledged = 0;
    for await (const line of lines) {
      acknowledged = Number(line);
      if (acknowledged === ACKNOWLEDGED_ROWS) break;
    }
    const refusal = { name: 'DirectoryHeldError', holderPid: child.pid };
    await expect(open()).rejects.toMatchObject(refusal);
    await expect(open()).rejects.toThrow(directory);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const store = await open();
    expect(Number(await store.cursor('rows'))).toBeGreaterThanOrEqual(acknowledged);
    for (let row = 1; row <= acknowledged; row += 1) {
      expect(await store.cursor(`row ${row}`)).toBe(`${row}`);
    }
    await store.close();
  });

  it('refuses a second process with one line that names the directory and the holder', async () => {
    const store = await open();
    const child = startWriter();
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).not.toBe(0);
    expect(text).toContain(`The data directory ${directory} is in use by process ${process.pid}`);
    await store.close();
  });

  it('refuses a second opening in one process until the first is closed', async () => {
    const store = await open();
    await expect(open()).rejects.toBeInstanceOf(DirectoryHeldError);
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'kept' }]);
    await store.close();
    const again = await open();
    expect(await again.cursor('feed')).toBe('kept');
    await again.close();
  });

  it('is private, also where its path is too long for a socket', async () => {
    const deep = join(directory, 'd'.repeat(120));
    mkdirSync(deep, { mode: 0o755 });
    cpSync(join(directory, 'pglite'), join(deep, 'pglite'), { recursive: true });
    const store = await openStore({ databaseUrl: null, dataDir: deep });
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'kept' }]);
    expect(await store.cursor('feed')).toBe('kept');
    await expect(openStore({ databaseUrl: null, dataDir: deep })).rejects.toThrow(`${process.pid}`);
    await store.close();
    expect(existsSync(join(deep, 'polymind.pid'))).toBe(false);
  });

  it('is locked by one of many that try at once', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockDirectory(directory)),
    );
    const won = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    await won[0]?.release();
    await (await lockDirectory(directory)).release();
  });

  function open() {
    return openStore({ databaseUrl: null, dataDir: directory });
  }
});
