import { expect, test } from 'vitest';
import {
  BUSY_WAIT_MS,
  PATIENCE_MS,
  REST_MS,
  SLICE_MS,
  Slices,
  type SlicesOptions,
} from '../../../../src/app/running/scoring/slices.ts';

/** Slices on a clock that only work and waits move. */
class Bench {
  nowMs = 0;
  isIdle = true;
  left = 0;
  done = 0;
  readonly waits: number[] = [];
  #next: (() => void) | null = null;
  readonly slices: Slices;

  constructor(change: Partial<SlicesOptions> = {}) {
    this.slices = new Slices({
      isIdle: () => this.isIdle,
      monotonicMs: () => this.nowMs,
      later: (run, waitMs) => {
        this.waits.push(waitMs);
        this.#next = () => {
          this.nowMs += waitMs;
          run();
        };
        return () => {
          this.#next = null;
        };
      },
      piece: () => {
        this.nowMs += 1;
        this.done += 1;
        this.left -= 1;
        return this.left > 0;
      },
      failed: () => undefined,
      ...change,
    });
  }

  /** Lets the next wait pass; tells whether there was one. */
  turn(): boolean {
    const next = this.#next;
    this.#next = null;
    next?.();
    return next !== null;
  }
}

test('work is done in short slices with a rest between them', () => {
  const bench = new Bench();
  bench.left = 2 * SLICE_MS + 1;
  bench.slices.wake();
  bench.slices.wake();
  while (bench.turn());
  expect(bench.done).toBe(2 * SLICE_MS + 1);
  expect(bench.waits).toEqual([0, REST_MS, REST_MS]);
  expect(bench.slices.longestMs).toBe(SLICE_MS);
});

test('a busy engine goes first, but not for ever', () => {
  const bench = new Bench();
  bench.isIdle = false;
  bench.left = 1;
  bench.slices.wake();
  while (bench.turn());
  expect(bench.done).toBe(1);
  expect(bench.waits.slice(1).every((waitMs) => waitMs === BUSY_WAIT_MS)).toBe(true);
  expect(bench.nowMs).toBeGreaterThanOrEqual(PATIENCE_MS);
});

test('a piece that throws is told, and the next wake goes on', () => {
  const errors: unknown[] = [];
  let fails = true;
  const bench = new Bench({
    piece: () => {
      if (fails) throw new Error('no such market');
      bench.done += 1;
      return false;
    },
    failed: (error) => errors.push(error),
  });
  bench.slices.wake();
  while (bench.turn());
  expect(errors).toEqual([new Error('no such market')]);
  fails = false;
  bench.slices.wake();
  bench.turn();
  expect(bench.done).toBe(1);
});

test('nothing is done once it is stopped', () => {
  const bench = new Bench();
  bench.left = 5;
  bench.slices.wake();
  bench.slices.stop();
  bench.slices.wake();
  expect(bench.turn()).toBe(false);
  expect(bench.done).toBe(0);
});
