import { describe, expect, it } from 'vitest';
import { GROUPS_MAX } from '../../../src/data/state/entry-log.ts';
import {
  CHARACTERS_MAX,
  InProcessStateStore,
  KEYS_MAX,
  LEASES_MAX,
  LOGS_MAX,
} from '../../../src/data/state/in-process.ts';
import { LISTENERS_MAX, VALUE_LENGTH_MAX } from '../../../src/data/state/limits.ts';
import { inProcessSubject } from './in-process-subject.ts';
import { messagesContract } from './messages-contract.ts';
import { stateStoreContract } from './state-store-contract.ts';
import { LONG_MS } from './state-store-subject.ts';

describe('the in-process state store keeps the contract', () => {
  stateStoreContract(inProcessSubject);
  messagesContract(inProcessSubject);
});

describe('the in-process state store', () => {
  const overflow = { name: 'StateStoreError', kind: 'overflow' };

  it('ends lives, windows and leases at their millisecond and not before', async () => {
    const { store, pass } = await inProcessSubject();
    await store.set('key', 'x', 100);
    await store.countInWindow('window', 100);
    await store.acquireLease('lease', 'a', 100);
    pass(99);
    expect(await store.get('key')).toBe('x');
    expect(await store.countInWindow('window', 100)).toBe(2);
    expect(await store.acquireLease('lease', 'b', 100)).toBeNull();
    pass(1);
    expect(await store.get('key')).toBeNull();
    expect(await store.countInWindow('window', 100)).toBe(1);
    expect(await store.acquireLease('lease', 'b', 100)).toBe(2);
  });

  it('measures idleness from the last delivery', async () => {
    const { store, pass } = await inProcessSubject();
    await store.append('log', 'a', 10);
    await store.read('log', { group: 'g', consumer: 'one', limit: 1 });
    const claim = async () =>
      (await store.claim('log', { group: 'g', consumer: 'two', idleMs: 100 })).length;
    pass(99);
    expect(await claim()).toBe(0);
    pass(1);
    expect(await claim()).toBe(1);
    pass(99);
    expect(await claim()).toBe(0);
  });

  it('keeps the keys used last when there are too many', async () => {
    const { store } = await inProcessSubject();
    for (let index = 0; index < KEYS_MAX; index += 1) await store.set(`k${index}`, 'x', LONG_MS);
    await store.get('k0');
    await store.set('one more', 'x', LONG_MS);
    expect(await store.get('k0')).toBe('x');
    expect(await store.get('k1')).toBeNull();
    expect(await store.get('k2')).toBe('x');
  });

  it('keeps the values used last when they are too long together', async () => {
    const { store } = await inProcessSubject();
    const value = 'x'.repeat(VALUE_LENGTH_MAX);
    const count = CHARACTERS_MAX / VALUE_LENGTH_MAX;
    for (let index = 0; index < count; index += 1) await store.set(`k${index}`, value, LONG_MS);
    expect(await store.get('k0')).toBeNull();
    expect(await store.get('k1')).toBe(value);
  });

  it('refuses one lease too many, and has room again when one is over', async () => {
    const { store, pass } = await inProcessSubject();
    for (let index = 0; index < LEASES_MAX; index += 1) {
      await store.acquireLease(`lease-${index}`, 'me', index === 7 ? 100 : LONG_MS);
    }
    await expect(store.acquireLease('one more', 'me', 1)).rejects.toMatchObject(overflow);
    expect(await store.acquireLease('lease-3', 'me', LONG_MS)).toBe(4);
    pass(100);
    expect(await store.acquireLease('one more', 'me', 1)).toBe(LEASES_MAX + 1);
  });

  it('refuses one log, group or listener too many', async () => {
    const { store } = await inProcessSubject();
    for (let index = 0; index < LOGS_MAX; index += 1) await store.append(`log-${index}`, 'x', 1);
    await expect(store.append('one more', 'x', 1)).rejects.toMatchObject(overflow);
    await store.append('log-0', 'x', 1);
    const read = (group: string) => store.read('log-0', { group, consumer: 'c', limit: 1 });
    for (let index = 0; index < GROUPS_MAX; index += 1) await read(`group-${index}`);
    await expect(read('one more')).rejects.toMatchObject(overflow);

    const listen = () => store.subscribe('topic', () => undefined);
    const stops = await Promise.all(Array.from({ length: LISTENERS_MAX }, listen));
    await expect(listen()).rejects.toMatchObject(overflow);
    await stops[0]?.();
    await stops[0]?.();
    await listen();
    await expect(listen()).rejects.toMatchObject(overflow);
  });

  it('gives a message to nobody who stopped before it arrived', async () => {
    const { store } = await inProcessSubject();
    const heard: string[] = [];
    const stop = await store.subscribe('topic', (message) => heard.push(message));
    const published = store.publish('topic', '1');
    await stop();
    await published;
    await Promise.resolve();
    expect(heard).toEqual([]);
  });

  it('reports what a listener threw', async () => {
    const reported: unknown[] = [];
    const store = new InProcessStateStore({
      nowMs: () => 0,
      onListenerError: (topic, error) => reported.push([topic, error]),
    });
    const broken = new Error('broken');
    await store.subscribe('topic', () => {
      throw broken;
    });
    await store.publish('topic', '1');
    await Promise.resolve();
    expect(reported).toEqual([['topic', broken]]);
  });
});
