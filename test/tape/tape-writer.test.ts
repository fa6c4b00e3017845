import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TapeError } from '../../src/tape/tape-error.ts';
import { LINE_BYTES_MAX, type TapeLine } from '../../src/tape/tape-line.ts';
import { TapeWriter, type TapeWriterOptions } from '../../src/tape/tape-writer.ts';
import { numbered } from './numbered.ts';
import { ownDirectory, readOut, tapeLines, toText } from './tape-fixtures.ts';

const directory = ownDirectory();
const recorder = join(import.meta.dirname, 'recorder.ts');
let lastFile = 0;

function freshPath(): string {
  lastFile += 1;
  return join(directory, `tape-${lastFile}.jsonl.gz`);
}

function open(path: string, options: Partial<TapeWriterOptions> = {}): Promise<TapeWriter> {
  const onError = (error: TapeError) => {
    throw error;
  };
  return TapeWriter.open(path, { onError, flushEveryMs: 1_000, flushEveryLines: 100, ...options });
}

async function write(path: string, lines: readonly TapeLine[]): Promise<void> {
  const writer = await open(path);
  for (const line of lines) writer.append(line);
  await writer.close();
}

describe('writing a tape', () => {
  it('gives back an equal sequence, and equal bytes when that is written again', async () => {
    await fc.assert(
      fc.asyncProperty(tapeLines, async (lines) => {
        const [first, second] = [freshPath(), freshPath()];
        await write(first, lines);
        const read = await readOut(first);
        expect(read).toEqual({ lines, problems: [] });
        await write(second, read.lines);
        const plain = gunzipSync(readFileSync(first));
        expect(gunzipSync(readFileSync(second)).equals(plain)).toBe(true);
        expect(plain.toString()).toBe(toText(lines));
      }),
      { numRuns: 60 },
    );
  });

  it('writes t, source and frame in this order and nothing else of the line', async () => {
    const path = freshPath();
    await write(path, [JSON.parse('{"frame":{"__proto__":1},"source":"a.b","t":1}')]);
    const plain = gunzipSync(readFileSync(path)).toString();
    expect(plain).toBe('{"t":1,"source":"a.b","frame":{"__proto__":1}}\n');
  });

  it('writes as many lines as come at once, for its owner alone to read', async () => {
    const path = freshPath();
    const lines = numbered(50_000);
    await write(path, lines);
    expect((await readOut(path)).lines).toEqual(lines);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('refuses to overwrite a file, and to write where there is no place', async () => {
    const path = freshPath();
    writeFileSync(path, 'precious');
    await expect(open(path)).rejects.toMatchObject({ name: 'TapeError', kind: 'exists' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
    const nowhere = join(directory, 'no', 'such', 'folder');
    await expect(open(nowhere)).rejects.toMatchObject({ name: 'TapeError', kind: 'write' });
  });

  it('refuses a line that a reader would refuse, and one after the end', async () => {
    const writer = await open(freshPath());
    const line = { t: 5, source: 'a.b', frame: 1 };
    writer.append(line);
    writer.append(line);
    for (const wrong of [
      { t: 4 },
      { t: 5.5 },
      { source: 'A' },
      { frame: undefined },
      { more: 1 },
    ]) {
      expect(() => writer.append({ ...line, ...wrong })).toThrow('Invariant');
    }
    await writer.close();
    await writer.close();
    expect(() => writer.append(line)).toThrow('Invariant');
  });

  it('ends with an error, once, when more waits for the disk than may, and keeps the rest', async () => {
    const path = freshPath();
    const errors: TapeError[] = [];
    const onError = (error: TapeError) => errors.push(error);
    const writer = await open(path, { onError, bufferedBytesMax: 100_000 });
    const lines = numbered(10_000);
    // In one turn of the loop the disk cannot take anything.
    for (const line of lines) writer.append(line);
    expect(errors).toMatchObject([{ name: 'TapeError', kind: 'overflow' }]);
    await writer.close();
    const read = await readOut(path);
    expect(read.problems).toEqual([]);
    expect(read.lines).toEqual(lines.slice(0, read.lines.length));
    const bytes = toText(read.lines).length;
    expect(bytes).toBeLessThanOrEqual(100_000);
    expect(bytes).toBeGreaterThan(99_000);
    expect(errors).toHaveLength(1);
  });

  it('does not overflow when the same comes in pieces that the disk can take', async () => {
    const path = freshPath();
    const writer = await open(path, { bufferedBytesMax: 100_000, flushEveryLines: 500 });
    const lines = numbered(10_000);
    for (let at = 0; at < lines.length; at += 500) {
      for (const line of lines.slice(at, at + 500)) writer.append(line);
      await vi.waitFor(async () => expect((await readOut(path)).lines).toHaveLength(at + 500));
    }
    await writer.close();
    expect((await readOut(path)).lines).toEqual(lines);
  });

  it('ends with an error at a line that is too long, or that is no JSON', async () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    let deep: unknown = 0;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const cases = [
      { frame: 'x'.repeat(LINE_BYTES_MAX), kind: 'lineTooLong' },
      { frame: circle, kind: 'write' },
      { frame: deep, kind: 'write' },
    ];
    for (const { frame, kind } of cases) {
      const path = freshPath();
      const errors: TapeError[] = [];
      const writer = await open(path, { onError: (error) => errors.push(error) });
      for (const value of [1, frame, 2]) writer.append({ t: 1, source: 'a.b', frame: value });
      await writer.close();
      expect(errors).toMatchObject([{ name: 'TapeError', kind }]);
      expect((await readOut(path)).lines.map((line) => line.frame)).toEqual([1]);
    }
  });

  it('writes the longest line that can be read', async () => {
    const path = freshPath();
    const overhead = '{"t":1,"source":"a.b","frame":""}'.length;
    const line = { t: 1, source: 'a.b', frame: 'x'.repeat(LINE_BYTES_MAX - overhead) };
    await write(path, [line]);
    expect((await readOut(path)).lines).toHaveLength(1);
  });
});

describe('a tape that is being written', () => {
  let child: ChildProcess | null = null;
  afterEach(() => {
    child?.kill('SIGKILL');
    child = null;
  });

  it('is readable up to the last full count of lines without being closed', async () => {
    const path = freshPath();
    const writer = await open(path, { flushEveryMs: 3_600_000, flushEveryLines: 10 });
    for (const line of numbered(1_005)) writer.append(line);
    await vi.waitFor(async () => {
      expect((await readOut(path)).lines.length).toBeGreaterThanOrEqual(1_000);
    });
    writer.append({ t: 2_000, source: 'a.b', frame: 1 });
    await writer.close();
    expect((await readOut(path)).lines).toHaveLength(1_006);
  });

  it('is readable up to the last interval', async () => {
    const path = freshPath();
    const writer = await open(path, { flushEveryMs: 5, flushEveryLines: 1_000_000 });
    for (const count of [1, 2, 3]) {
      writer.append({ t: count, source: 'a.b', frame: count });
      await vi.waitFor(async () => expect((await readOut(path)).lines).toHaveLength(count));
    }
    await writer.close();
  });

  it('is readable up to the last flush after its writer was killed', async () => {
    const path = freshPath();
    child = spawn(process.execPath, ['--import', 'tsx', recorder, path, '1005', '100']);
    const flushed = async () => {
      const { lines } = await readOut(path);
      expect(lines.length).toBeGreaterThanOrEqual(1_000);
    };
    await vi.waitFor(flushed, { timeout: 120_000, interval: 50 });
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const read = await readOut(path);
    expect(read.lines).toEqual(numbered(1_005).slice(0, read.lines.length));
    expect(read.lines.length).toBeGreaterThanOrEqual(1_000);
    expect(read.problems.map(({ problem }) => problem)).toEqual(['the gzip data is cut off']);
  });

  it('ends with an error when the disk takes no more, and can still be closed', async () => {
    const path = freshPath();
    // Files of 16 KiB at most: what a full disk does, for this process alone.
    const command = `ulimit -f 16; exec "$0" --import tsx "$@"`;
    const recorderArguments = [recorder, path, '200000', '1000'];
    child = spawn('bash', ['-c', command, process.execPath, ...recorderArguments]);
    let said = '';
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const [code] = await once(child, 'exit');
    expect(said).toBe(`write: The tape ${path} cannot be written (EFBIG).\n`);
    expect(code).toBe(0);
    const read = await readOut(path);
    expect(read.lines.length).toBeGreaterThan(0);
    expect(read.problems.at(-1)?.problem).toBe('the gzip data is cut off');
  });
});
