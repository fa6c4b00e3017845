import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { TotpFile } from '../../../src/ops/totp/totp-file.ts';
import { temporaryFolder } from '../folder.ts';
import { enrolled, WHO } from './enrolled.ts';

describe('the file', () => {
  test('is private, and refused when others could read it', () => {
    const { open, code, path } = enrolled();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode);
      expect(() => open().check(WHO, code())).toThrow('make it private with chmod 600');
      expect(() => open().has(WHO)).toThrow();
    }
    chmodSync(path, 0o600);
    expect(open().check(WHO, code())).toBe('right');
  });

  test.each(['', '{', '{"version":2,"people":{}}', '{"version":1,"people":{"x":{"secret":"S"}}}'])(
    'that is damaged confirms nothing and does not show what it holds: %s',
    (text) => {
      const { open, code, path, secret } = enrolled();
      const right = code();
      writeFileSync(path, text);
      expect(() => open().check(WHO, right)).toThrow(/damaged: restore it/);
      expect(() => open().check(WHO, right)).not.toThrow(secret);
      expect(() => open().enrol('console')).toThrow(/damaged/);
    },
  );

  test('that cannot be written confirms nothing', () => {
    const { open, code, path } = enrolled();
    // A directory in the place of the next file: true also for a superuser.
    const blocked = `${path}.${process.pid}.new`;
    mkdirSync(blocked);
    const before = readFileSync(path, 'utf8');
    expect(() => open().check(WHO, code())).toThrow();
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('is not touched while another process holds it', () => {
    const { open, code, path } = enrolled();
    const lock = `${path}.lock`;
    writeFileSync(lock, 'another', { mode: 0o600 });
    expect(() => open().check(WHO, code())).toThrow(/held by another process/);
    expect(readFileSync(lock, 'utf8')).toBe('another');
  });

  test('is taken back from a process that died with it', () => {
    const { open, code, path } = enrolled();
    const lock = `${path}.lock`;
    writeFileSync(lock, 'dead', { mode: 0o600 });
    const old = new Date(Date.now() - 10_000);
    utimesSync(lock, old, old);
    expect(open().check(WHO, code())).toBe('right');
    expect(existsSync(lock)).toBe(false);
  });

  test('keeps what several processes write at the same time', async () => {
    const folder = temporaryFolder();
    const script = `
      import { TotpFile } from './src/ops/totp/totp-file.ts';
      const [folder, first] = process.argv.slice(1);
      const file = new TotpFile(folder);
      for (let id = Number(first); id < Number(first) + 10; id += 1) {
        for (;;) {
          try { file.enrol('telegram:' + id); break; } catch (error) {
            if (error.name !== 'FileBusyError') throw error;
          }
        }
      }`;
    const run = promisify(execFile);
    const options = { cwd: join(import.meta.dirname, '../../..') };
    const node = (first: number) =>
      run(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '--eval', script, folder, String(first)],
        options,
      );
    await Promise.all([node(100), node(200), node(300)]);
    expect(new TotpFile(folder).list()).toHaveLength(30);
  });
});
