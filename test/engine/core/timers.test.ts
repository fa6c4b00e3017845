import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Timers } from '../../../src/engine/core/timers.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('arm' as const), id, atMs: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), id, atMs: fc.nat(50) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fire' as const), id, atMs: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('next' as const), id, atMs: fc.nat(50) }) },
);

/** The same with a list that is searched. */
class NaiveTimers {
  #armed: { id: string; atMs: number }[] = [];

  arm(name: string, atMs: number): void {
    this.cancel(name);
    this.#armed.push({ id: name, atMs });
  }

  cancel(name: string): void {
    this.#armed = this.#armed.filter((timer) => timer.id !== name);
  }

  next(): { id: string; atMs: number } | null {
    let best: { id: string; atMs: number } | null = null;
    for (const timer of this.#armed) if (best === null || timer.atMs < best.atMs) best = timer;
    return best;
  }

  fire(name: string, atMs: number): boolean {
    const timer = this.#armed.find((one) => one.id === name);
    if (timer === undefined || timer.atMs > atMs) return false;
    this.cancel(name);
    return true;
  }

  get size(): number {
    return this.#armed.length;
  }
}

interface Step {
  readonly kind: 'arm' | 'cancel' | 'fire' | 'next';
  readonly id: string;
  readonly atMs: number;
}

function apply(timers: Timers | NaiveTimers, { kind, id: name, atMs }: Step): boolean | null {
  if (kind === 'fire') return timers.fire(name, atMs);
  if (kind === 'arm') timers.arm(name, atMs);
  else if (kind === 'cancel') timers.cancel(name);
  return null;
}

describe('timers of the core', () => {
  test('do what a searched list does, whatever is armed, moved, cancelled and fired', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 120 }), (operations) => {
        const timers = new Timers();
        const naive = new NaiveTimers();
        for (const step of operations) {
          expect(apply(timers, step)).toBe(apply(naive, step));
          expect(timers.next()).toEqual(naive.next() && expect.objectContaining(naive.next()));
          expect(timers.size).toBe(naive.size);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of one time fire in the order in which they were armed', () => {
    const timers = new Timers();
    for (const name of ['c', 'a', 'b']) timers.arm(name, 7);
    timers.arm('c', 7);
    const order: string[] = [];
    for (let next = timers.next(); next !== null; next = timers.next()) {
      order.push(next.id);
      expect(timers.fire(next.id, 7)).toBe(true);
    }
    expect(order).toEqual(['a', 'b', 'c']);
  });

  test('do not fire before their time, nor twice', () => {
    const timers = new Timers();
    timers.arm('a', 5);
    expect(timers.fire('a', 4)).toBe(false);
    expect(timers.fire('a', 5)).toBe(true);
    expect(timers.fire('a', 5)).toBe(false);
    expect(timers.next()).toBeNull();
  });
});
