import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LOG_LENGTH_MAX,
  NAME_LENGTH_MAX,
  VALUE_LENGTH_MAX,
} from '../../../src/data/state/limits.ts';
import type { StateStore } from '../../../src/engine/ports.ts';
import { LONG_MS, SHORT_MS, type StateStoreSubject } from './state-store-subject.ts';

/** What every state store does with values, windows and leases. `open` gives an empty one. */
export function stateStoreContract(open: () => Promise<StateStoreSubject>): void {
  let subject: StateStoreSubject;
  let store: StateStore;
  let other: StateStore;
  let lastName = 0;
  /** Each test has names of its own. */
  const fresh = () => {
    lastName += 1;
    return `name-${lastName}`;
  };

  beforeAll(async () => {
    subject = await open();
    store = await subject.client();
    other = await subject.client();
  });
  afterAll(() => subject.end());

  describe('values', () => {
    it('returns null for a key that was never set', async () => {
      expect(await store.get(fresh())).toBeNull();
    });

    it('shows what one client set to another, any text and the empty one', async () => {
      for (const value of ['a', '', 'two\nlines\0and a zero', '€ ⚽ \u{1f600}']) {
        const key = fresh();
        await store.set(key, value, LONG_MS);
        expect(await other.get(key)).toBe(value);
      }
    });

    it('forgets a deleted key and one whose time is over', async () => {
      const [deleted, expired] = [fresh(), fresh()];
      await store.set(deleted, 'x', LONG_MS);
      await store.delete(deleted);
      await store.delete(deleted);
      expect(await store.get(deleted)).toBeNull();
      await store.set(expired, 'x', SHORT_MS);
      await subject.after(SHORT_MS, async () => (await store.get(expired)) === null);
    });

    it('gives a value that is set again the new life and not the old one', async () => {
      const [key, marker] = [fresh(), fresh()];
      await store.set(key, 'old', SHORT_MS);
      await store.set(key, 'new', LONG_MS);
      await store.set(marker, 'x', SHORT_MS);
      await subject.after(SHORT_MS, async () => (await store.get(marker)) === null);
      expect(await store.get(key)).toBe('new');
    });

    it('lets exactly one of many racing clients set an absent key', async () => {
      const key = fresh();
      const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
      const won = await Promise.all(
        values.map((value, index) => (index % 2 ? store : other).setIfAbsent(key, value, LONG_MS)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(values[won.indexOf(true)]);
    });

    it('lets an absent key be set again once its time is over', async () => {
      const key = fresh();
      expect(await store.setIfAbsent(key, 'x', SHORT_MS)).toBe(true);
      await subject.after(SHORT_MS, () => store.setIfAbsent(key, 'y', LONG_MS));
      expect(await store.get(key)).toBe('y');
    });

    it('replaces only the value that was expected', async () => {
      const key = fresh();
      const swap = (expected: string | null, value: string) =>
        store.compareAndSet(key, { expected, value, ttlMs: LONG_MS });
      expect(await swap('a', 'b')).toBe(false);
      expect(await swap('', 'b')).toBe(false);
      expect(await swap(null, '')).toBe(true);
      expect(await swap(null, 'b')).toBe(false);
      expect(await swap('', 'b')).toBe(true);
      expect(await swap('a', 'c')).toBe(false);
      expect(await swap('b', 'c')).toBe(true);
      expect(await other.get(key)).toBe('c');
    });

    it('counts every one of many racing compare-and-set increments', async () => {
      const key = fresh();
      await store.set(key, '0', LONG_MS);
      const increment = async (by: StateStore): Promise<void> => {
        const expected = await by.get(key);
        const change = { expected, value: String(Number(expected) + 1), ttlMs: LONG_MS };
        if (!(await by.compareAndSet(key, change))) await increment(by);
      };
      await Promise.all(Array.from({ length: 20 }, (_, i) => increment(i % 2 ? store : other)));
      expect(await store.get(key)).toBe('20');
    });
  });

  describe('windows', () => {
    it('counts the hits of all clients', async () => {
      const key = fresh();
      const counts = await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).countInWindow(key, LONG_MS)),
      );
      expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('begins again at one when the window that the first hit began is over', async () => {
      const key = fresh();
      expect(await store.countInWindow(key, SHORT_MS)).toBe(1);
      const hit = () => store.countInWindow(key, LONG_MS);
      await hit();
      await subject.after(SHORT_MS, async () => (await hit()) === 1);
      expect(await hit()).toBe(2);
    });

    it('keeps counters, values, leases and logs of one name apart', async () => {
      const name = fresh();
      await store.set(name, 'value', LONG_MS);
      expect(await store.countInWindow(name, LONG_MS)).toBe(1);
      expect(await store.acquireLease(name, 'me', LONG_MS)).not.toBeNull();
      await store.append(name, 'entry', 10);
      expect(await store.get(name)).toBe('value');
    });
  });

  describe('leases', () => {
    it('belong to one owner, who renews them under the same token', async () => {
      const name = fresh();
      const token = await store.acquireLease(name, 'a', LONG_MS);
      expect(token).toBeGreaterThan(0);
      expect(await other.acquireLease(name, 'b', LONG_MS)).toBeNull();
      expect(await store.acquireLease(name, 'a', LONG_MS)).toBe(token);
    });

    it('are released by their owner only', async () => {
      const name = fresh();
      await store.acquireLease(name, 'a', LONG_MS);
      await other.releaseLease(name, 'b');
      expect(await other.acquireLease(name, 'b', LONG_MS)).toBeNull();
      await store.releaseLease(name, 'a');
      expect(await other.acquireLease(name, 'b', LONG_MS)).not.toBeNull();
    });

    it('live on when they are renewed', async () => {
      const [name, marker] = [fresh(), fresh()];
      await store.acquireLease(name, 'a', SHORT_MS);
      await store.acquireLease(name, 'a', LONG_MS);
      await store.set(marker, 'x', SHORT_MS);
      await subject.after(SHORT_MS, async () => (await store.get(marker)) === null);
      expect(await other.acquireLease(name, 'b', LONG_MS)).toBeNull();
    });

    it('carry tokens that grow across release and expiry, to the same owner too', async () => {
      const name = fresh();
      const tokens = [Number(await store.acquireLease(name, 'a', LONG_MS))];
      await store.releaseLease(name, 'a');
      tokens.push(Number(await store.acquireLease(name, 'a', LONG_MS)));
      await store.releaseLease(name, 'a');
      tokens.push(Number(await other.acquireLease(name, 'b', SHORT_MS)));
      await subject.after(SHORT_MS, async () => {
        const token = await store.acquireLease(name, 'a', LONG_MS);
        if (token !== null) tokens.push(token);
        return token !== null;
      });
      expect(tokens).toHaveLength(4);
      for (const [index, token] of tokens.entries()) {
        expect(token).toBeGreaterThan(tokens[index - 1] ?? 0);
        expect(Number.isSafeInteger(token)).toBe(true);
      }
    });

    it('go to one of many racing owners', async () => {
      const name = fresh();
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store : other).acquireLease(name, `owner-${index}`, LONG_MS),
        ),
      );
      expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    });
  });

  describe('limits', () => {
    const tooLarge = { name: 'StateStoreError', kind: 'tooLarge' };

    it('refuse a value, message, entry or name that is too long', async () => {
      const [name, long] = [fresh(), 'x'.repeat(VALUE_LENGTH_MAX + 1)];
      const change = { expected: 'other', value: long, ttlMs: LONG_MS };
      await expect(store.set(name, long, LONG_MS)).rejects.toMatchObject(tooLarge);
      await expect(store.setIfAbsent(name, long, LONG_MS)).rejects.toMatchObject(tooLarge);
      await expect(store.compareAndSet(name, change)).rejects.toMatchObject(tooLarge);
      await expect(store.publish(name, long)).rejects.toMatchObject(tooLarge);
      await expect(store.append(name, long, 10)).rejects.toMatchObject(tooLarge);
      await expect(store.get('x'.repeat(NAME_LENGTH_MAX + 1))).rejects.toMatchObject(tooLarge);
      expect(await store.get(name)).toBeNull();
      await store.set('x'.repeat(NAME_LENGTH_MAX), 'x'.repeat(VALUE_LENGTH_MAX), LONG_MS);
    });

    it('refuse a life that is not whole milliseconds within bounds', async () => {
      for (const ttlMs of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e15]) {
        const name = fresh();
        await expect(store.set(name, 'x', ttlMs)).rejects.toThrow('Invariant');
        await expect(store.setIfAbsent(name, 'x', ttlMs)).rejects.toThrow('Invariant');
        await expect(store.countInWindow(name, ttlMs)).rejects.toThrow('Invariant');
        await expect(store.acquireLease(name, 'me', ttlMs)).rejects.toThrow('Invariant');
      }
    });

    it('refuse lengths, limits and ids that make no sense', async () => {
      const log = fresh();
      const by = { group: 'g', consumer: 'c' };
      await expect(store.append(log, 'x', LOG_LENGTH_MAX + 1)).rejects.toThrow('Invariant');
      await expect(store.append(log, 'x', 0)).rejects.toThrow('Invariant');
      await expect(store.read(log, { ...by, limit: 0 })).rejects.toThrow('Invariant');
      await expect(store.claim(log, { ...by, idleMs: -1 })).rejects.toThrow('Invariant');
      await expect(store.acknowledge(log, 'g', 'x')).rejects.toThrow('Invariant');
      await expect(store.get('')).rejects.toThrow('Invariant');
    });
  });

  it('does nothing more after it was closed, and can be closed twice', async () => {
    const own = await open();
    const closing = await own.client();
    await closing.close();
    await closing.close();
    const closed = { name: 'StateStoreError', kind: 'closed' };
    await expect(closing.get('key')).rejects.toMatchObject(closed);
    await expect(closing.subscribe('topic', () => undefined)).rejects.toMatchObject(closed);
    await expect(closing.append('log', 'x', 10)).rejects.toMatchObject(closed);
    await own.end();
  });
}
