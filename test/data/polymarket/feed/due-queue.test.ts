import { describe, expect, test } from 'vitest';
import { DueQueue } from '../../../../src/data/polymarket/feed/due-queue.ts';
import { settle, VirtualRuntime } from '../../http/virtual-runtime.ts';
import { nothingLeft } from './in-memory.ts';

interface Run {
  readonly atMs: number;
  readonly keys: readonly string[];
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

function queueOf(
  limits: Partial<Record<'joinMs' | 'batchMax' | 'runsMax' | 'spacingMs', number>> = {},
) {
  const runtime = new VirtualRuntime();
  const runs: Run[] = [];
  const failures: unknown[] = [];
  const queue = new DueQueue<string>({
    runtime,
    spacingMs: 100,
    joinMs: 0,
    batchMax: 2,
    runsMax: 2,
    ...limits,
    run: (keys, signal) =>
      new Promise((end, fail) => {
        runs.push({ atMs: runtime.monotonicMs(), keys, end, fail });
        signal.addEventListener('abort', () => fail(signal.reason), { once: true });
      }),
    failed: (_keys, error) => failures.push(error),
  });
  const started = () => runs.map(({ atMs, keys }) => `${atMs} ${keys.join('')}`);
  return { runtime, runs, failures, queue, started };
}

describe('a queue of keys that are due', () => {
  test('runs them in the order in which they are due, in batches, spaced', async () => {
    const { runtime, queue, started } = queueOf({ runsMax: 9 });
    for (const [at, key] of [...'cba'].entries()) queue.schedule(key, 30 - at * 10);
    queue.schedule('d', 500);
    await runtime.advance(1_000);
    expect(started()).toEqual(['10 a', '110 bc', '500 d']);
    await queue.close();
  });

  test('takes along what is due soon', async () => {
    const { runtime, queue, started } = queueOf({ joinMs: 20, batchMax: 9 });
    for (const [at, key] of [...'abcd'].entries()) queue.schedule(key, at * 10);
    await runtime.advance(1_000);
    expect(started()).toEqual(['0 abc', '100 d']);
    await queue.close();
  });

  test('works on no key twice at the same time, and runs no more than it may', async () => {
    const { runtime, runs, queue, started } = queueOf({ batchMax: 1 });
    for (const key of 'abc') queue.schedule(key, 0);
    await runtime.advance(50);
    queue.schedule('a', 0);
    await runtime.advance(1_000);
    expect(started()).toEqual(['0 a', '100 b']);
    runs[1]?.end();
    await settle();
    await runtime.advance(0);
    expect(started()).toEqual(['0 a', '100 b', '1050 c']);
    runs[0]?.end();
    await settle();
    await runtime.advance(1_000);
    expect(started().at(-1)).toBe('1150 a');
    await queue.close();
  });

  test('an earlier wish wins, a later one does not, and a removed key is forgotten', async () => {
    const { runtime, queue, started } = queueOf({ batchMax: 1, spacingMs: 0, runsMax: 9 });
    for (const key of 'abc') queue.schedule(key, 500);
    queue.hasten('a', 10);
    queue.hasten('b', 900);
    queue.hasten('unknown', 0);
    queue.remove('c');
    await runtime.advance(1_000);
    expect(started()).toEqual(['10 a', '500 b']);
    await queue.close();
  });

  test('a run that fails is told, and the others go on', async () => {
    const { runtime, runs, failures, queue, started } = queueOf({ batchMax: 1, runsMax: 1 });
    for (const key of 'ab') queue.schedule(key, 0);
    await runtime.advance(0);
    runs[0]?.fail(new Error('no'));
    await settle();
    await runtime.advance(200);
    expect(failures).toEqual([new Error('no')]);
    expect(started()).toEqual(['0 a', '100 b']);
    await queue.close();
  });

  test('closing ends what runs, tells no failure and leaves nothing behind', async () => {
    const { runtime, failures, queue, started } = queueOf({ batchMax: 1 });
    for (const key of 'abc') queue.schedule(key, 0);
    await runtime.advance(50);
    await queue.close();
    queue.schedule('d', 0);
    await nothingLeft(runtime);
    expect(started()).toEqual(['0 a']);
    expect(failures).toEqual([]);
  });
});
