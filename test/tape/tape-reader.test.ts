import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_BYTES_MAX } from '../../src/tape/tape-line.ts';
import { readTape } from '../../src/tape/tape-reader.ts';
import { numbered } from './numbered.ts';
import { ownDirectory, readOut, tapeLines, toText } from './tape-fixtures.ts';

const directory = ownDirectory();
let lastFile = 0;

function file(content: string | Buffer): string {
  lastFile += 1;
  const path = join(directory, `tape-${lastFile}`);
  writeFileSync(path, content);
  return path;
}

describe('reading a tape', () => {
  it('gives the lines in order, from plain JSONL and from gzip, whatever the name', async () => {
    await fc.assert(
      fc.asyncProperty(tapeLines, async (lines) => {
        for (const content of [toText(lines), gzipSync(toText(lines))]) {
          expect(await readOut(file(content))).toEqual({ lines, problems: [] });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('needs no line feed at the end, and takes carriage returns and gzip members', async () => {
    const lines = numbered(3);
    expect((await readOut(file(toText(lines).trimEnd()))).lines).toEqual(lines);
    expect((await readOut(file(toText(lines).replaceAll('\n', '\r\n')))).lines).toEqual(lines);
    const members = lines.map((line) => gzipSync(toText([line])));
    expect((await readOut(file(Buffer.concat(members)))).lines).toEqual(lines);
  });

  it('takes an empty file, plain or compressed, as an empty tape', async () => {
    expect(await readOut(file(''))).toEqual({ lines: [], problems: [] });
    expect(await readOut(file(gzipSync('')))).toEqual({ lines: [], problems: [] });
  });

  it('counts a bad line with its number and goes on', async () => {
    const [one = '', two = '', three = ''] = numbered(3, 10).map((line) => JSON.stringify(line));
    const older = JSON.stringify({ t: 11, source: 'test.lines', frame: 1 });
    const bad = ['{"t":', '', '[]', '{"t":"x","source":"a.b","frame":1}', older];
    const read = await readOut(file([bad[0], one, bad[1], two, three, ...bad.slice(2)].join('\n')));
    expect(read.lines.map(({ t }) => t)).toEqual([10, 11, 12]);
    expect(read.problems).toEqual([
      { lineNumber: 1, problem: 'the line is not complete JSON' },
      { lineNumber: 3, problem: 'the line is not complete JSON' },
      { lineNumber: 6, problem: 'the line is not a JSON object' },
      { lineNumber: 7, problem: 't is not a whole number of milliseconds' },
      { lineNumber: 8, problem: 't 11 is before 12, that of a line above' },
    ]);
  });

  it('refuses text that is not UTF-8 instead of changing it', async () => {
    const line = JSON.stringify({ t: 1, source: 'a.b', frame: '#' });
    const broken = Buffer.from(`${line}\n${line}\n`);
    broken[line.lastIndexOf('#')] = 0xff;
    const read = await readOut(file(broken));
    expect(read.problems).toEqual([{ lineNumber: 1, problem: 'the line is not UTF-8' }]);
    expect(read.lines).toHaveLength(1);
  });

  it('passes over a line of more than 8 MiB without holding it', async () => {
    const lines = numbered(2);
    const long = 'x'.repeat(LINE_BYTES_MAX + 1);
    const [first, second] = lines.map((line) => JSON.stringify(line));
    const path = file(gzipSync([first, long, second, long].join('\n')));
    const read = await readOut(path);
    const problem = `the line is longer than ${LINE_BYTES_MAX} bytes`;
    expect(read.lines).toEqual(lines);
    expect(read.problems).toEqual([
      { lineNumber: 2, problem },
      { lineNumber: 4, problem },
    ]);
  });

  it('gives all that a cut-off gzip still holds, wherever it was cut', async () => {
    const lines = numbered(2_000);
    const whole = gzipSync(toText(lines));
    for (let cut = 2; cut < whole.length; cut += 499) {
      const read = await readOut(file(whole.subarray(0, cut)));
      expect(read.lines).toEqual(lines.slice(0, read.lines.length));
      const lineNumber = expect.any(Number);
      expect(read.problems.at(-1)).toEqual({ lineNumber, problem: 'the gzip data is cut off' });
      expect(read.problems.length).toBeLessThanOrEqual(2);
    }
    const almost = await readOut(file(whole.subarray(0, whole.length - 1)));
    expect(almost.lines).toEqual(lines);
    expect(almost.problems).toEqual([{ lineNumber: 2_001, problem: 'the gzip data is cut off' }]);
  });

  it('ends with a problem where gzip data is corrupt', async () => {
    const lines = numbered(20_000);
    const whole = gzipSync(toText(lines));
    const wrongSum = Buffer.from(whole);
    wrongSum.writeUInt8(wrongSum.readUInt8(whole.length - 5) ^ 1, whole.length - 5);
    const checked = await readOut(file(wrongSum));
    // zlib keeps back the piece in which it found the fault.
    expect(checked.lines).toEqual(lines.slice(0, checked.lines.length));
    expect(checked.lines.length).toBeGreaterThan(19_700);
    expect(checked.problems.at(-1)?.problem).toBe('the gzip data is corrupt');
    whole.fill(0xff, whole.length - 5_000, whole.length - 4_000);
    const read = await readOut(file(whole));
    // The last lines may be wrong: the fault is noticed late.
    expect(read.lines.slice(0, 15_000)).toEqual(lines.slice(0, 15_000));
    expect(read.problems.at(-1)?.problem).toContain('the gzip data is');
  });

  it('says in one sentence that a file is missing, not one, or unreadable', async () => {
    const missing = join(directory, 'nowhere.jsonl.gz');
    await expect(readOut(missing)).rejects.toMatchObject({
      name: 'TapeError',
      kind: 'missing',
      message: `There is no tape ${missing}.`,
    });
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    await expect(readOut(folder)).rejects.toMatchObject({ kind: 'notTape' });
    const locked = file('');
    chmodSync(locked, 0);
    if (process.getuid?.() !== 0) {
      await expect(readOut(locked)).rejects.toMatchObject({ kind: 'unreadable' });
    }
  });

  it('says that a file of something else is not a tape', async () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 251));
    const others = [
      'hello',
      '{"some":"json"}\n'.repeat(3),
      gzipSync('hello\n'.repeat(1_000)),
      bytes,
      deflateSync('x'),
      Buffer.from([0x1f, 0x8b, 0x07, 0x00, 0x00, 0x00]),
    ];
    for (const content of others) {
      await expect(readOut(file(content))).rejects.toMatchObject({
        name: 'TapeError',
        kind: 'notTape',
        message: expect.stringMatching(/ is not a tape \(line \d+: .*\)\.$/),
      });
    }
  });

  it('gives up on what begins with twenty lines that are none, though lines follow', async () => {
    const path = (bad: number) => file('x\n'.repeat(bad) + toText(numbered(2)));
    expect((await readOut(path(19))).lines).toHaveLength(2);
    await expect(readOut(path(20))).rejects.toMatchObject({ kind: 'notTape' });
  });

  it('closes the file when its reader stops early, and when it gives up', async () => {
    const path = file(gzipSync(toText(numbered(50_000))));
    for await (const item of readTape(path)) {
      expect(item).toMatchObject({ t: 1 });
      break;
    }
    const other = file('x\n'.repeat(50_000));
    await expect(readOut(other)).rejects.toMatchObject({ kind: 'notTape' });
    if (!existsSync('/proc/self/fd')) return;
    const links = readdirSync('/proc/self/fd').map((fd) => `/proc/self/fd/${fd}`);
    const opened = links.filter((link) => existsSync(link)).map((link) => readlinkSync(link));
    expect(opened).not.toContain(path);
    expect(opened).not.toContain(other);
  });
});
