import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'polymind-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program as a process; `closeStdout` goes away before it writes, as `head` does. */
async function polymind(argv: string[], { env = {}, closeStdout = false } = {}) {
  return await node(['src/main.ts', ...argv], { env, closeStdout });
}

async function node(args: string[], { env = {}, closeStdout = false } = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  if (closeStdout) child.stdout.destroy();
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('the program as a process', () => {
  test('without arguments it lists its commands', async () => {
    const { code, out, err } = await polymind([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('  migrate  ');
  });

  test('wrong use is one line on standard error and exit code 2', async () => {
    const { code, out, err } = await polymind(['migrat']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('polymind: there is no command "migrat": did you mean migrate?\n');
  });

  test('a reader that goes away is no crash', async () => {
    const { code, err } = await polymind(['--help'], { closeStdout: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('migrate makes the embedded database, twice with the same answer', async () => {
    const env = { POLYMIND_DATA_DIR: join(folder, 'data') };
    const first = await polymind(['migrate', '--json'], { env });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toEqual({
      database: `embedded in ${env.POLYMIND_DATA_DIR}`,
      newest: expect.stringMatching(/\.sql$/),
      backup: null,
    });
    expect(await polymind(['migrate', '--json'], { env })).toEqual(first);
  });

  test('a database that cannot be reached is one line without the password', async () => {
    const env = { DATABASE_URL: 'postgres://me:canary-password@127.0.0.1:1/x' };
    const { code, out, err } = await polymind(['migrate'], { env });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^polymind: .+\n$/);
    expect(err).not.toContain('canary');
  });

  test('an error that nothing caught is one line without secrets, and ends the program', async () => {
    const script = `
      import { runProcess } from './src/app/run-process.ts';
      process.argv = ['node', 'polymind', 'migrate'];
      await runProcess();
      setImmediate(() => { throw new Error('late\\n' + process.env.DATABASE_URL); });
      setInterval(() => {}, 60_000);
    `;
    const env = { DATABASE_URL: 'postgres://me:canary-password@127.0.0.1:1/x' };
    const { code, err } = await node(['--input-type=module', '--eval', script], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/\npolymind: late \[secret\]\n$/);
    expect(err).not.toContain('canary');
  });
});
