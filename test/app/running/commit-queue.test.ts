import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CommitQueue, urgencyOf } from '../../../src/app/running/commit-queue.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { IntentId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { Order, OrderIntent } from '../../../src/engine/domain/order.ts';
import { HeldStore } from './held-store.ts';

const START_MS = 1_790_766_960_000;

class Observed {
  readonly store = new HeldStore();
  readonly confirmed: number[] = [];
  readonly failures: unknown[] = [];
  readonly queue = new CommitQueue({
    store: this.store,
    nowMs: () => Date.now(),
    confirmed: (commitId) => this.confirmed.push(commitId),
    failed: (error) => this.failures.push(error),
  });

  add(first: number, last = first, rows = 1): void {
    for (let id = first; id <= last; id += 1) this.queue.add(id, changes(id, rows));
  }

  /** Which commits each transaction held. */
  get groups(): readonly (readonly string[])[] {
    return this.store.tried.map((group) => [
      ...new Set(group.map((change) => (change.kind === 'cursor' ? change.name : ''))),
    ]);
  }
}

function changes(commitId: number, rows: number): readonly Change[] {
  return Array<Change>(rows).fill({ kind: 'cursor', name: `${commitId}`, value: '1' });
}

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

const soon = () => vi.advanceTimersByTimeAsync(0);

describe('writing behind', () => {
  test('what waits becomes one transaction, and each commit is confirmed once, in order', async () => {
    const observed = new Observed();
    observed.store.manner = 'hangs';
    observed.add(1, 4);
    await soon();
    expect(observed.queue.waiting).toBe(4);
    observed.store.release();
    await soon();
    expect(observed.groups).toEqual([['1'], ['2', '3', '4']]);
    expect(observed.confirmed).toEqual([1, 2, 3, 4]);
    expect(observed.queue.waiting).toBe(0);
  });

  test('rows that may wait let the rest of their turn go first, and go with what comes meanwhile', async () => {
    const observed = new Observed();
    observed.queue.add(1, changes(1, 1), 'behind');
    observed.add(2);
    expect(observed.store.tried).toEqual([]);
    await soon();
    expect(observed.groups).toEqual([['1', '2']]);
    expect(observed.confirmed).toEqual([1, 2]);
  });

  test('rows that may wait are written before the queue closes', async () => {
    const observed = new Observed();
    observed.queue.add(1, changes(1, 1), 'behind');
    const isWritten = observed.queue.close(4_000);
    await soon();
    await expect(isWritten).resolves.toBe(true);
    expect(observed.confirmed).toEqual([1]);
  });

  test('rows that more rows follow are confirmed with those, which the database is told', async () => {
    const observed = new Observed();
    observed.queue.add(1, changes(1, 1), 'followed');
    await vi.advanceTimersByTimeAsync(1_000);
    observed.queue.add(2, changes(2, 1), 'followed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(observed.groups).toEqual([['1'], ['2']]);
    expect(observed.confirmed).toEqual([]);
    observed.queue.add(3, changes(3, 1));
    await soon();
    expect(observed.confirmed).toEqual([1, 2, 3]);
    expect(observed.store.followed).toEqual([true, true, false]);
  });

  test('rows that more rows follow go to the disk where another waits with them', async () => {
    const observed = new Observed();
    observed.queue.add(1, changes(1, 1), 'followed');
    observed.add(2);
    await soon();
    expect(observed.store.followed).toEqual([false]);
    expect(observed.confirmed).toEqual([1, 2]);
  });

  test('a signature is followed by more rows, and bytes that go are not held up by their row', () => {
    const commit = { kind: 'commit', commitId: 1, changes: [] } as const;
    const cancel = { kind: 'cancel', intentId: 'i' as IntentId, hash: '0x' } as const;
    const post = { kind: 'post', order: {} as Order, attempt: 1, sendByMs: 0 } as const;
    const sign = { kind: 'sign', intent: {} as OrderIntent, market: {} as Market } as const;
    expect(urgencyOf([commit])).toBe('now');
    expect(urgencyOf([commit, cancel])).toBe('now');
    expect(urgencyOf([commit, post])).toBe('behind');
    expect(urgencyOf([commit, post, sign])).toBe('followed');
  });

  test('nothing is confirmed before it is written', async () => {
    const observed = new Observed();
    observed.store.manner = 'hangs';
    observed.add(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(observed.confirmed).toEqual([]);
  });

  test('a transaction holds at most 64 commits and 2,000 rows, and one that is larger alone', async () => {
    const observed = new Observed();
    observed.store.manner = 'hangs';
    observed.add(0);
    observed.add(1, 100);
    observed.add(101, 103, 900);
    observed.add(104, 104, 5_000);
    observed.add(105);
    observed.store.release();
    await soon();
    const names = (first: number, last: number) => numbers(first, last).map(String);
    expect(observed.groups).toEqual([
      ['0'],
      names(1, 64),
      names(65, 102),
      ['103'],
      ['104'],
      ['105'],
    ]);
    expect(observed.confirmed).toEqual(numbers(0, 105));
  });

  test('whoever waits for a commit is told when it and all before it are written', async () => {
    const observed = new Observed();
    const told: number[] = [];
    observed.store.manner = 'hangs';
    observed.add(1, 3);
    for (const id of [3, 1]) void observed.queue.whenDurable(id).then(() => told.push(id));
    await soon();
    expect(told).toEqual([]);
    observed.store.release();
    await soon();
    expect(told).toEqual([1, 3]);
    await observed.queue.whenDurable(2);
  });
});

describe('a store that fails', () => {
  test('is given the same transaction again, until it takes it', async () => {
    const observed = new Observed();
    observed.store.manner = 'fails';
    observed.add(1, 2);
    await soon();
    observed.add(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(observed.failures.length).toBeGreaterThan(3);
    expect(observed.confirmed).toEqual([]);
    observed.store.release();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(observed.confirmed).toEqual([1, 2, 3]);
    const [first, second] = observed.store.tried;
    expect(second?.slice(0, 1)).toEqual(first?.slice(0, 1));
    expect(observed.groups.at(0)?.[0]).toBe('1');
    expect(observed.groups.every(([name]) => name === '1')).toBe(true);
  });

  test('is asked less and less often, down to once in five seconds', async () => {
    const observed = new Observed();
    observed.store.manner = 'fails';
    observed.add(1);
    await vi.advanceTimersByTimeAsync(1_000);
    const inFirstSecond = observed.store.tried.length;
    expect(inFirstSecond).toBeGreaterThan(3);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = observed.store.tried.length;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(observed.store.tried.length - before).toBe(10);
  });

  test('is known since its first failure, until it takes something', async () => {
    const observed = new Observed();
    expect(observed.queue.failingSinceMs).toBeNull();
    observed.store.manner = 'fails';
    await vi.advanceTimersByTimeAsync(5_000);
    observed.add(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(observed.queue.failingSinceMs).toBe(START_MS + 5_000);
    observed.store.release();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(observed.queue.failingSinceMs).toBeNull();
  });
});

describe('closing', () => {
  async function closed({ queue }: Observed, timeoutMs: number) {
    const result: boolean[] = [];
    void queue.close(timeoutMs).then((isWritten) => result.push(isWritten));
    await vi.advanceTimersByTimeAsync(timeoutMs);
    return result;
  }

  test('waits for what is being written, and tells that all was', async () => {
    const observed = new Observed();
    observed.store.manner = 'hangs';
    observed.add(1, 3);
    setTimeout(() => observed.store.release(), 1_000);
    expect(await closed(observed, 4_000)).toEqual([true]);
    expect(observed.confirmed).toEqual([1, 2, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('with nothing to write ends at once', async () => {
    const observed = new Observed();
    observed.add(1);
    await soon();
    await expect(observed.queue.close(4_000)).resolves.toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each(['fails', 'hangs'] as const)(
    'ends in time and tells false when the store %s',
    async (manner) => {
      const observed = new Observed();
      observed.store.manner = manner;
      observed.add(1);
      await vi.advanceTimersByTimeAsync(100_000);
      expect(await closed(observed, 4_000)).toEqual([false]);
      expect(observed.confirmed).toEqual([]);
      const tried = observed.store.tried.length;
      await vi.advanceTimersByTimeAsync(100_000);
      expect(observed.store.tried).toHaveLength(tried);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test('tries at once what waited for its next attempt', async () => {
    const observed = new Observed();
    observed.store.manner = 'fails';
    observed.add(1);
    await vi.advanceTimersByTimeAsync(60_000);
    observed.store.release();
    await expect(observed.queue.close(4_000)).resolves.toBe(true);
    expect(observed.confirmed).toEqual([1]);
  });
});
