import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { DrawThread } from '../../../src/bot/charts/draw-thread.ts';
import {
  PICTURES_KEPT_MAX,
  PICTURES_WAITING_MAX,
  type PictureSettings,
  ThreadPictures,
} from '../../../src/bot/charts/pictures.ts';
import { readPng } from './png.ts';
import { lines, numbered } from './samples.ts';

const run = promisify(execFile);

/** No test waits for it; a busy machine may need most of it. */
const PATIENCE_MS = 120_000;

/** A thread that draws nothing and does what the title says. */
const PUPPET = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ title }) => {
  if (title === 'end') process.exit(3);
  if (title === 'throw') throw new Error('broken');
  if (title === 'hang') for (;;);
  if (title === 'refuse') return parentPort.postMessage({ kind: 'failed', reason: 'not today' });
  parentPort.postMessage({ kind: 'drawn', png: new TextEncoder().encode(title) });
});
parentPort.postMessage({ kind: 'ready' });
`;

describe('pictures', () => {
  const reports: unknown[] = [];
  const open: ThreadPictures[] = [];
  let started = 0;

  function pictures(settings: Partial<PictureSettings> = {}): ThreadPictures {
    const report = (error: unknown) => reports.push(error);
    const one = new ThreadPictures({
      report,
      drawMsMax: PATIENCE_MS,
      startMsMax: PATIENCE_MS,
      ...settings,
    });
    open.push(one);
    return one;
  }

  function puppets(settings: Partial<PictureSettings> = {}): ThreadPictures {
    const startThread = () => {
      started += 1;
      return new DrawThread(new Worker(PUPPET, { eval: true }));
    };
    return pictures({ startThread, ...settings });
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    reports.length = 0;
    started = 0;
  });

  const titled = (title: string): Chart => lines({ title });
  const words = (png: Uint8Array | null) => (png === null ? null : new TextDecoder().decode(png));

  test('a chart is drawn in a thread, and the turns of the loop go on meanwhile', async () => {
    const drawing = pictures();
    let turns = 0;
    let drawn = false;
    const png = drawing.draw(lines()).finally(() => {
      drawn = true;
    });
    while (!drawn) {
      await turn();
      turns += 1;
    }
    expect(readPng((await png) ?? new Uint8Array()).width).toBe(1_200);
    expect(turns).toBeGreaterThan(3);
    expect(reports).toEqual([]);
  });

  test('the same chart is drawn once, whether asked together or later', async () => {
    const drawing = puppets();
    const [first, second] = await Promise.all([
      drawing.draw(titled('a')),
      drawing.draw(titled('a')),
    ]);
    expect(first).toBe(second);
    expect(await drawing.draw(titled('a'))).toBe(first);
  });

  test('the newest pictures are kept, the one used least goes first', async () => {
    const drawing = puppets();
    const first = await drawing.draw(numbered(0));
    const second = await drawing.draw(numbered(1));
    for (let number = 2; number < PICTURES_KEPT_MAX; number += 1)
      await drawing.draw(numbered(number));
    expect(await drawing.draw(numbered(0))).toBe(first);
    await drawing.draw(numbered(99));
    expect(await drawing.draw(numbered(0))).toBe(first);
    expect(await drawing.draw(numbered(1))).not.toBe(second);
  });

  test('beyond those that may wait there is no picture, and the others come in order', async () => {
    const drawing = puppets();
    const order: number[] = [];
    const asked = Array.from({ length: PICTURES_WAITING_MAX + 3 }, (_, number) =>
      drawing.draw(numbered(number)).then((png) => {
        if (png !== null) order.push(number);
        return png;
      }),
    );
    const drawn = await Promise.all(asked);
    // One is drawn already while eight wait.
    const expected = PICTURES_WAITING_MAX + 1;
    expect(drawn.map((png) => png !== null)).toEqual(drawn.map((_, number) => number < expected));
    expect(order).toEqual(Array.from({ length: expected }, (_, number) => number));
    expect(reports).toHaveLength(2);
  });

  test.each(['end', 'throw'])(
    'a thread that does "%s" gives no picture, and the next is drawn by another',
    async (what) => {
      const drawing = puppets();
      const [broken, next] = await Promise.all([
        drawing.draw(titled(what)),
        drawing.draw(titled('next')),
      ]);
      expect([words(broken), words(next)]).toEqual([null, 'next']);
      expect(started).toBe(2);
      expect(reports).toHaveLength(1);
    },
  );

  test('a chart that cannot be drawn costs nobody the thread', async () => {
    const drawing = puppets();
    expect(await drawing.draw(titled('refuse'))).toBeNull();
    expect(words(await drawing.draw(titled('next')))).toBe('next');
    expect(started).toBe(1);
    expect(String(reports)).toContain('not today');
  });

  test('a drawing that does not end is given up, and the next is drawn by another thread', async () => {
    const drawing = puppets({ drawMsMax: 300 });
    const patient = puppets();
    expect(await drawing.draw(titled('hang'))).toBeNull();
    expect(String(reports)).toContain('too long');
    // The limit is short: what it proves on a busy machine is that somebody draws in the end.
    let next = await drawing.draw(titled('next'));
    while (next === null) next = await drawing.draw(titled('next'));
    expect(words(next)).toBe('next');
    expect(words(await patient.draw(titled('other')))).toBe('other');
  });

  test('the real thread may be killed in the middle, and the next chart is drawn', async () => {
    const threads: DrawThread[] = [];
    const drawing = pictures({
      startThread: () => {
        const thread = new DrawThread();
        threads.push(thread);
        return thread;
      },
    });
    const broken = drawing.draw(numbered(1));
    while (threads.length === 0) await turn();
    await threads[0]?.end();
    expect(await broken).toBeNull();
    expect(reports).toHaveLength(1);
    expect(readPng((await drawing.draw(numbered(2))) ?? new Uint8Array()).height).toBe(800);
    expect(threads).toHaveLength(2);
  });

  test('what is no plain data gives no picture', async () => {
    const drawing = puppets();
    const strange = { ...titled('a'), more: () => 1 };
    expect(await drawing.draw(strange)).toBeNull();
    const endless = { ...titled('b'), self: null as unknown };
    endless.self = endless;
    expect(await drawing.draw(endless)).toBeNull();
    expect(reports).toHaveLength(2);
    expect(words(await drawing.draw(titled('c')))).toBe('c');
  });

  test('without work the thread ends, and starts again with the next chart', async () => {
    const ended: Promise<void>[] = [];
    const startThread = () => {
      started += 1;
      const worker = new Worker(PUPPET, { eval: true });
      ended.push(new Promise((end) => worker.once('exit', () => end())));
      return new DrawThread(worker);
    };
    const drawing = pictures({ startThread, idleMsMax: 1 });
    expect(words(await drawing.draw(titled('a')))).toBe('a');
    await ended[0];
    expect(words(await drawing.draw(titled('b')))).toBe('b');
    expect(started).toBe(2);
    expect(reports).toEqual([]);
  });

  test('closed while it draws, what is drawn and what waits get no picture', async () => {
    const drawing = puppets();
    await drawing.draw(titled('a'));
    const asked = [drawing.draw(titled('hang')), drawing.draw(titled('b'))];
    await drawing.close();
    expect(await Promise.all(asked)).toEqual([null, null]);
    expect(await drawing.draw(titled('c'))).toBeNull();
    expect(started).toBe(1);
    expect(reports).toEqual([]);
  });

  test('closed before its thread began, it begins none', async () => {
    const drawing = puppets();
    const asked = drawing.draw(titled('hang'));
    await drawing.close();
    expect(await asked).toBeNull();
    expect(started).toBe(0);
  });

  test('a process that has drawn and has nothing more to do ends by itself', async () => {
    const child = fileURLToPath(new URL('./idle-child.ts', import.meta.url));
    const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', child]);
    expect([stdout, stderr]).toEqual(['drawn', '']);
  }, 120_000);

  test('a hundred pictures do not make the process grow', async () => {
    const drawing = pictures();
    const drawSome = async (from: number, to: number): Promise<void> => {
      for (let number = from; number < to; number += 1) {
        expect(await drawing.draw(numbered(number))).not.toBeNull();
      }
    };
    await drawSome(0, 20);
    const before = process.memoryUsage().rss;
    await drawSome(20, 120);
    expect(process.memoryUsage().rss - before).toBeLessThan(GROWTH_BYTES_MAX);
  }, 300_000);
});

/** Drawing on the main thread grew by 400 MB in as many pictures. */
const GROWTH_BYTES_MAX = 150_000_000;
