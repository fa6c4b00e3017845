import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDirectory } from '../../../src/app/doctor/data-directory.ts';
import { type DataFiles, SYSTEM_FILES } from '../../../src/app/doctor/data-files.ts';
import { temporaryFolder } from '../folder.ts';

const GIB = 1024 ** 3;
const ME = 1_000;

/** A file system where one thing is as the test says. */
function files(changes: Partial<DataFiles> = {}): DataFiles {
  return {
    stat: () => ({ isDirectory: true, mode: 0o40700, uid: ME }),
    tryWriting: () => undefined,
    freeBytes: () => 9 * GIB,
    ...changes,
  };
}

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: /somewhere/secret`), { code });
  };
}

function check(changes: Partial<DataFiles>, uid: number | undefined = ME) {
  return checkDirectory({ dataDir: '/srv/polymind', files: files(changes), uid });
}

describe('The folder of all data', () => {
  test.each([
    ['EROFS', /is on a disk that is mounted read-only \(EROFS\)/, /^mount it for writing/],
    ['ENOSPC', /is on a full disk \(ENOSPC\)/, /^make room/],
    ['EDQUOT', /is over its quota \(EDQUOT\)/, /^make room/],
    ['EACCES', /may not be written by this user \(EACCES\)/, /^let this user write/],
    ['EPERM', /may not be written by this user \(EPERM\)/, /^let this user write/],
    ['EIO', /is on a disk that fails \(EIO\)/, /^replace the disk/],
    ['EWEIRD', /cannot be written \(EWEIRD\)/, /POLYMIND_DATA_DIR/],
  ])('is told apart by what the system says: %s', (code, found, todo) => {
    const finding = check({ tryWriting: failing(code) });
    expect(finding).toEqual({
      ok: 'wrong',
      found: expect.stringMatching(found),
      todo: expect.stringMatching(todo),
    });
    expect(finding.found).not.toContain('secret');
  });

  test('warns of little room, and is wrong where there is none', () => {
    expect(check({ freeBytes: () => GIB / 2 })).toMatchObject({
      ok: 'warn',
      found: '/srv/polymind has 512 MiB free',
    });
    expect(check({ freeBytes: () => GIB / 16 })).toMatchObject({ ok: 'wrong' });
  });

  test('belongs to this user, and to nobody else', () => {
    const open = { isDirectory: true, mode: 0o40755, uid: ME };
    expect(check({ stat: () => open })).toMatchObject({
      ok: 'warn',
      todo: 'chmod 700 /srv/polymind',
    });
    const foreign = { isDirectory: true, mode: 0o40700, uid: 7 };
    expect(check({ stat: () => foreign })).toMatchObject({
      ok: 'wrong',
      found: '/srv/polymind belongs to user 7, and this is user 1000',
    });
    expect(check({ stat: () => foreign }, 0), 'root may').toMatchObject({ ok: 'ok' });
  });

  test('is really written to, and left as it was', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o700);
    writeFileSync(join(folder, 'kept'), 'kept');
    const uid = process.getuid?.();
    expect(checkDirectory({ dataDir: folder, files: SYSTEM_FILES, uid })).toMatchObject({
      found: expect.stringMatching(/ MiB free$/),
    });
    expect(readdirSync(folder)).toEqual(['kept']);
  });

  test('need not be there yet, if it can be made', () => {
    const folder = temporaryFolder();
    const dataDir = join(folder, 'not', 'yet');
    const of = { dataDir, files: SYSTEM_FILES, uid: process.getuid?.() };
    expect(checkDirectory(of)).toMatchObject({ found: `${dataDir} is made at the first start` });
    expect(readdirSync(folder)).toEqual([]);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(checkDirectory({ ...of, dataDir: file })).toMatchObject({ ok: 'wrong' });
    mkdirSync(join(folder, 'not'));
    expect(checkDirectory(of)).toMatchObject({ ok: 'ok' });
  });
});
