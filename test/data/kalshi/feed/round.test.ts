import { describe, expect, test } from 'vitest';
import { Round } from '../../../../src/data/kalshi/feed/round.ts';
import { HOUR_MS } from '../../../../src/engine/domain/time.ts';
import { VirtualRuntime } from '../../http/virtual-runtime.ts';

function rounds(run: (signal: AbortSignal) => Promise<number>, failed = () => 5_000) {
  const runtime = new VirtualRuntime();
  const workedMs: number[] = [];
  const round = new Round({
    runtime,
    run: (signal) => {
      workedMs.push(runtime.monotonicMs());
      return run(signal);
    },
    failed,
  });
  return { runtime, round, workedMs };
}

describe('a round', () => {
  test('works again as long after its work as that says, and sooner when it is hastened', async () => {
    const { runtime, round, workedMs } = rounds(async () => 1_000);
    round.start(100);
    await runtime.advance(0);
    await runtime.advance(2_200);
    round.hasten(0);
    await runtime.advance(0);
    await runtime.advance(1_000);
    expect(workedMs).toEqual([100, 1_100, 2_100, 2_200, 3_200]);
    await round.close();
  });

  test('never works twice at a time: what is asked for meanwhile comes after it', async () => {
    let end = (): void => undefined;
    const { runtime, round, workedMs } = rounds(
      () => new Promise((resolve) => (end = () => resolve(HOUR_MS))),
    );
    round.start();
    await runtime.advance(500);
    round.hasten(0);
    await runtime.advance(500);
    expect(workedMs).toEqual([0]);
    end();
    await runtime.advance(0);
    expect(workedMs).toEqual([0, 1_000]);
    end();
    await round.close();
  });

  test('goes on after work that threw', async () => {
    const { runtime, round, workedMs } = rounds(() => Promise.reject(new Error('no')));
    round.start();
    await runtime.advance(0);
    await runtime.advance(10_000);
    expect(workedMs).toEqual([0, 5_000, 10_000]);
    await round.close();
  });

  test('waits longer than a timer can', async () => {
    const { runtime, round, workedMs } = rounds(async () => 1_000 * HOUR_MS);
    round.start();
    await runtime.advance(0);
    await runtime.advance(1_000 * HOUR_MS);
    expect(workedMs).toEqual([0, 1_000 * HOUR_MS]);
    expect(Math.max(...runtime.waits)).toBeLessThanOrEqual(HOUR_MS);
    await round.close();
  });

  test('ends the work that is under way', async () => {
    const { runtime, round } = rounds(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      () => {
        throw new Error('the end is no failure');
      },
    );
    round.start();
    await runtime.advance(10);
    await expect(round.close()).resolves.toBeUndefined();
  });
});
