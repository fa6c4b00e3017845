import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../src/data/store/open-store.ts';
import { ControlServer } from '../../../src/ops/control/server.ts';
import { temporaryFolder } from '../../ops/folder.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const WRITER = resolve(ROOT, 'test/data/store/writer-child.ts');
const LOOK_MS = 5;

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    ...{ cwd: ROOT, stdio: 'pipe' },
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** What the first creation has done by then, from its first file to its last migration. */
const MOMENTS = ['pglite', 'pglite/PG_VERSION', 'pglite/base/5', 'first row'] as const;
const PROVED = process.env['PROVE'] === undefined ? ['pglite/base/5'] : MOMENTS;

test.each(PROVED)(
  'F8: killed in the first creation of the database (%s), the next start completes it',
  { timeout: 300_000 },
  async (moment) => {
    const folder = temporaryFolder();
    const child = start([WRITER, folder]);
    let rows = '';
    child.stdout?.on('data', (text) => {
      rows += text;
    });
    const isReached = (): boolean =>
      moment === 'first row' ? rows !== '' : existsSync(join(folder, moment));
    while (!isReached()) {
      expect(child.exitCode, 'it is still creating').toBeNull();
      await wait(LOOK_MS);
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    const store = await openStore({ databaseUrl: null, dataDir: folder });
    await store.commit([{ kind: 'cursor', name: 'feed', value: 'kept' }]);
    expect(await store.cursor('feed')).toBe('kept');
    expect((await store.snapshot(Date.now())).orders).toEqual([]);
    await store.close();
  },
);

test('F34: a second program on the same folder ends with an error that says so', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const unused = async (): Promise<never> => {
    throw new Error('nobody asks it');
  };
  const acts = { status: unused, kill: unused, execute: unused } as never;
  const first = await ControlServer.open(folder, acts, () => undefined);
  onTestFinished(() => first.close());
  const child = start(['src/main.ts', 'run'], { POLYMIND_DATA_DIR: folder });
  let text = '';
  child.stderr?.on('data', (part) => {
    text += part;
  });
  const [code] = await once(child, 'close');
  expect(code).not.toBe(0);
  expect(text).toContain(`Another program already runs on ${folder}`);
  expect(existsSync(join(folder, 'pglite')), 'it touched nothing').toBe(false);
});
