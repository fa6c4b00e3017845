import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS_IN_FLIGHT_MAX, RedisStateStore } from '../../../src/data/state/redis.ts';
import type { StateStoreError } from '../../../src/data/state/state-store-error.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from '../../servers/redis.ts';
import { messagesContract } from './messages-contract.ts';
import { type RedisSubject, redisSubject, until } from './redis-subject.ts';
import { stateStoreContract } from './state-store-contract.ts';
import { LONG_MS } from './state-store-subject.ts';

const available = hasRedisServer();
const skipped = available ? '' : ' (SKIPPED: there is no redis-server on this machine)';

describe.skipIf(!available)(`the Redis state store${skipped}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  describe('keeps the contract', () => {
    stateStoreContract(() => redisSubject(server.url));
    messagesContract(() => redisSubject(server.url));
  });

  describe('beside a plain client', () => {
    let subject: RedisSubject;
    let store: RedisStateStore;
    let plain: Redis;
    beforeEach(async () => {
      subject = await redisSubject(server.url);
      store = await subject.client();
      plain = new Redis(server.url);
    });
    afterEach(async () => {
      plain.disconnect();
      await subject.end();
    });

    it('gives every key a life, the last token apart, and touches none outside its prefix', async () => {
      await plain.flushall();
      await store.set('value', 'x', LONG_MS);
      await store.setIfAbsent('absent', 'x', LONG_MS);
      await store.compareAndSet('value', { expected: 'x', value: 'y', ttlMs: LONG_MS });
      await store.countInWindow('window', LONG_MS);
      await store.acquireLease('lease', 'me', LONG_MS);
      await store.append('log', 'entry', 10);
      for (const key of await plain.keys('*')) {
        expect(key.startsWith(`${subject.prefix}:`)).toBe(true);
        const isBounded = key.includes(':token:') || key.includes(':log:');
        if (!isBounded) expect(await plain.pttl(key)).toBeGreaterThan(LONG_MS / 2);
      }
      expect(await plain.dbsize()).toBe(6);
    });

    it('renews a lease for as long as was asked', async () => {
      await store.acquireLease('lease', 'me', 10_000);
      await store.acquireLease('lease', 'me', LONG_MS);
      expect(await plain.pttl(`${subject.prefix}:lease:lease`)).toBeGreaterThan(LONG_MS / 2);
    });

    it('goes on after SCRIPT FLUSH', async () => {
      expect(await store.countInWindow('window', LONG_MS)).toBe(1);
      const token = await store.acquireLease('lease', 'me', LONG_MS);
      await plain.script('FLUSH');
      expect(await store.countInWindow('window', LONG_MS)).toBe(2);
      expect(await store.acquireLease('lease', 'me', LONG_MS)).toBe(token);
    });

    it('goes on after FLUSHALL: empty, groups made anew, lease tokens still growing', async () => {
      const by = { group: 'g', consumer: 'c', limit: 10 };
      const heard: string[] = [];
      await store.subscribe('topic', (message) => heard.push(message));
      await store.set('key', 'x', LONG_MS);
      const token = Number(await store.acquireLease('lease', 'me', LONG_MS));
      await store.append('log', 'before', 10);
      await store.read('log', by);
      await plain.flushall();
      expect(await store.get('key')).toBeNull();
      expect(await store.claim('log', { group: 'g', consumer: 'c', idleMs: 0 })).toEqual([]);
      await store.append('log', 'after', 10);
      expect((await store.read('log', by)).map(({ entry }) => entry)).toEqual(['after']);
      expect(Number(await store.acquireLease('lease', 'me', LONG_MS))).toBeGreaterThan(token);
      await store.publish('topic', 'still here');
      await until(() => heard.length === 1);
    });

    it('tells a refusal from an outage', async () => {
      await plain.set(`${subject.prefix}:log:log`, 'not a stream');
      await expect(store.append('log', 'x', 10)).rejects.toMatchObject({ kind: 'rejected' });
      await plain.config('SET', 'maxmemory', '1');
      await expect(store.set('key', 'x', LONG_MS)).rejects.toMatchObject({ kind: 'unavailable' });
      await plain.config('SET', 'maxmemory', '0');
      await store.set('key', 'x', LONG_MS);
    });

    it('stops the server from sending a topic that nobody listens to any more', async () => {
      const stops = [
        await store.subscribe('topic', () => undefined),
        await store.subscribe('topic', () => undefined),
      ];
      const channel = `${subject.prefix}:topic:topic`;
      await stops[0]?.();
      expect(await plain.pubsub('NUMSUB', channel)).toEqual([channel, 1]);
      await stops[1]?.();
      expect(await plain.pubsub('NUMSUB', channel)).toEqual([channel, 0]);
    });

    it('reports a listener that throws', async () => {
      await store.subscribe('topic', () => {
        throw new Error('a broken listener');
      });
      await store.publish('topic', '1');
      await until(() => subject.problems.length === 1);
      expect(subject.problems[0]?.message).toContain('a broken listener');
    });

    it('refuses more commands than may wait for an answer, and serves again after', async () => {
      const many = Array.from({ length: COMMANDS_IN_FLIGHT_MAX }, () => store.get('key'));
      await expect(store.get('key')).rejects.toMatchObject({ kind: 'overflow' });
      await Promise.all(many);
      expect(await store.get('key')).toBeNull();
    });

    it('comes back with its topics when the server drops all connections', async () => {
      const heard: string[] = [];
      await store.subscribe('a', (message) => heard.push(message));
      await store.subscribe('b', (message) => heard.push(message));
      await plain.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await plain.call('CLIENT', 'KILL', 'TYPE', 'normal');
      await until(async () => {
        const channels = await plain.pubsub('CHANNELS', `${subject.prefix}:*`);
        return (channels as string[]).length === 2;
      });
      await store.connected(10_000);
      await store.publish('a', '1');
      await store.publish('b', '2');
      await until(() => heard.length === 2);
    });

    it('tells no password, in its errors or beside them', async () => {
      await plain.config('SET', 'requirepass', 'right');
      const problems: StateStoreError[] = [];
      const url = server.url.replace('redis://', 'redis://:hush-hush@');
      const onProblem = (error: StateStoreError) => problems.push(error);
      const locked = new RedisStateStore({ url, prefix: 'x', onProblem });
      await until(() => problems.length > 0);
      await expect(locked.get('key')).rejects.toMatchObject({ kind: 'unavailable' });
      await locked.close();
      await plain.config('SET', 'requirepass', '');
      expect(problems[0]).toMatchObject({ kind: 'rejected' });
      expect(inspect(problems, { depth: 10, showHidden: true })).not.toContain('hush-hush');
    });
  });
});
