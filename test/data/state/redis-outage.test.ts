import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RedisStateStore } from '../../../src/data/state/redis.ts';
import { StateStoreError } from '../../../src/data/state/state-store-error.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from '../../servers/redis.ts';
import { type RedisSubject, redisSubject, until } from './redis-subject.ts';
import { LONG_MS } from './state-store-subject.ts';

const COMMAND_TIMEOUT_MS = 200;
const available = hasRedisServer();
const skipped = available ? '' : ' (SKIPPED: there is no redis-server on this machine)';
const unavailable = { name: 'StateStoreError', kind: 'unavailable' };

describe.skipIf(!available)(`the Redis state store in an outage${skipped}`, () => {
  let server: RedisServer;
  let subject: RedisSubject;
  let store: RedisStateStore;
  beforeEach(async () => {
    server = await startRedisServer();
    subject = await redisSubject(server.url, COMMAND_TIMEOUT_MS);
    store = await subject.client();
  });
  afterEach(async () => {
    server.thaw();
    await subject.end();
    await server.stop();
  });

  /** One of everything; what each ended with. */
  async function everything(): Promise<PromiseSettledResult<unknown>[]> {
    const by = { group: 'g', consumer: 'c' };
    return Promise.allSettled([
      store.get('key'),
      store.set('key', 'x', LONG_MS),
      store.setIfAbsent('key', 'x', LONG_MS),
      store.compareAndSet('key', { expected: null, value: 'x', ttlMs: LONG_MS }),
      store.delete('key'),
      store.countInWindow('window', LONG_MS),
      store.acquireLease('lease', 'me', LONG_MS),
      store.releaseLease('lease', 'me'),
      store.publish('topic', 'x'),
      store.subscribe('topic', () => undefined),
      store.append('log', 'x', 10),
      store.read('log', { ...by, limit: 1 }),
      store.acknowledge('log', 'g', '1-1'),
      store.claim('log', { ...by, idleMs: 0 }),
    ]);
  }

  function expectAllUnavailable(results: readonly PromiseSettledResult<unknown>[]): void {
    for (const result of results) {
      expect(result.status).toBe('rejected');
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StateStoreError);
      expect(result).toMatchObject({ reason: unavailable });
    }
  }

  it('fails every command while the server is gone, and serves again when it is back', async () => {
    const heard: string[] = [];
    const stop = await store.subscribe('topic', (message) => heard.push(message));
    const stopOther = await store.subscribe('other', () => undefined);
    await server.kill();
    await until(() => subject.problems.length > 0);
    expectAllUnavailable(await everything());
    const refused: string[] = [];
    const subscribing = store.subscribe('topic', (message) => refused.push(message));
    await expect(subscribing).rejects.toMatchObject(unavailable);
    await stopOther();

    await server.start();
    await store.connected(10_000);
    await store.set('key', 'back', LONG_MS);
    expect(await store.get('key')).toBe('back');
    await until(async () => {
      await store.publish('topic', 'back');
      return heard.length > 0;
    });
    expect(refused).toEqual([]);
    await stop();
    expect(subject.problems.every((problem) => problem.kind === 'unavailable')).toBe(true);
  });

  it('fails what was under way when the server died, and does not send it again', async () => {
    server.freeze();
    const results = everything();
    await server.kill();
    expectAllUnavailable(await results);
    await server.start();
    await store.connected(10_000);
    expect(await store.get('key')).toBeNull();
    expect(await store.countInWindow('window', LONG_MS)).toBe(1);
  });

  it('bounds every command in time while the server answers nothing', async () => {
    server.freeze();
    const startedAtMs = performance.now();
    const [first, ...others] = await everything();
    expectAllUnavailable(others);
    expect(first).toMatchObject({
      reason: { kind: 'unavailable', message: expect.stringContaining('Command timed out') },
    });
    expect(performance.now() - startedAtMs).toBeLessThan(COMMAND_TIMEOUT_MS * 10);
    // It hangs up on the silent server, and from then on fails at once.
    await until(() => subject.problems.length > 0);
    await expect(store.get('key')).rejects.toMatchObject(unavailable);
    server.thaw();
    await store.connected(10_000);
    await until(async () => {
      await store.set('key', 'x', LONG_MS);
      return true;
    });
  });

  it('closes while the server is gone or answers nothing', async () => {
    const second = await subject.client();
    server.freeze();
    await second.close();
    await server.kill();
    await until(() => subject.problems.length > 0);
    await store.close();
    await expect(store.get('key')).rejects.toMatchObject({ kind: 'closed' });
  });

  it('says that there is no connection when there never was one', async () => {
    await server.kill();
    await until(() => subject.problems.length > 0);
    await expect(store.connected(50)).rejects.toMatchObject(unavailable);
  });
});
