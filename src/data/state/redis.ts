import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { StateStore } from '../../engine/ports.ts';
import type { LogEntry } from './entry-log.ts';
import {
  CLAIM_LIMIT,
  checkEntryId,
  checkIdle,
  checkLogLength,
  checkNames,
  checkReadLimit,
  checkTtl,
  checkValue,
} from './limits.ts';
import { closeRedis, openRedis, untilReady } from './redis-connection.ts';
import { isAbsentGroup, redisError } from './redis-error.ts';
import {
  ACQUIRE_LEASE,
  COMPARE_AND_SET,
  COUNT_IN_WINDOW,
  ENTRIES,
  READ_LOG,
  RELEASE_LEASE,
  type RedisScript,
} from './redis-scripts.ts';
import { RedisTopics } from './redis-topics.ts';
import { StateStoreError } from './state-store-error.ts';

const COMMAND_TIMEOUT_MS = 2_000;
const RECONNECT_DELAY_MS_MAX = 2_000;
/** Commands without an answer; one more is refused. */
export const COMMANDS_IN_FLIGHT_MAX = 10_000;
/** Stretches of a group's unacknowledged entries that one claim looks through. */
const CLAIM_SCANS_MAX = 20;

const CLAIMED = z.tuple([z.string(), ENTRIES]).rest(z.unknown());
const NOTHING_CLAIMED = ['0-0', []];

export interface RedisStateStoreOptions {
  /** `redis://` or `rediss://`. May hold a password: never logged. */
  readonly url: string;
  /** Begins every key and topic, so that several services can share a server. */
  readonly prefix: string;
  /** Lost connections, failed attempts, listeners that throw. May repeat while a server is down. */
  readonly onProblem: (error: StateStoreError) => void;
  readonly commandTimeoutMs?: number;
  readonly reconnectDelayMsMax?: number;
}

/**
 * The state store of several processes, on one Redis (>= 6.2, not a cluster: scripts take two keys).
 * Never waits longer than the command timeout; comes back by itself after an outage or a flush.
 */
export class RedisStateStore implements StateStore {
  readonly #commands: Redis;
  readonly #topics: RedisTopics;
  readonly #prefix: string;
  readonly #onProblem: (error: StateStoreError) => void;
  #inFlight = 0;
  #closed = false;

  /** Begins to connect; until then commands fail as `unavailable`. */
  constructor(options: RedisStateStoreOptions) {
    const connection = {
      url: options.url,
      commandTimeoutMs: options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS,
      reconnectDelayMsMax: options.reconnectDelayMsMax ?? RECONNECT_DELAY_MS_MAX,
      onProblem: options.onProblem,
    };
    this.#prefix = options.prefix;
    this.#onProblem = options.onProblem;
    this.#commands = openRedis(connection);
    this.#topics = new RedisTopics(connection, this.#key('topic', ''));
  }

  /** @throws StateStoreError kind `unavailable` when there is no connection after `timeoutMs` */
  async connected(timeoutMs: number): Promise<void> {
    await Promise.all([untilReady(this.#commands, timeoutMs), this.#topics.connected(timeoutMs)]);
  }

  async get(key: string): Promise<string | null> {
    checkNames(key);
    return this.#run((redis) => redis.get(this.#key('value', key)));
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    checkNames(key);
    checkValue(value);
    checkTtl(ttlMs);
    await this.#run((redis) => redis.set(this.#key('value', key), value, 'PX', ttlMs));
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    return this.compareAndSet(key, { expected: null, value, ttlMs });
  }

  async compareAndSet(
    key: string,
    change: { readonly expected: string | null; readonly value: string; readonly ttlMs: number },
  ): Promise<boolean> {
    checkNames(key);
    checkValue(change.value);
    checkTtl(change.ttlMs);
    const { expected, value, ttlMs } = change;
    const args = [expected === null ? '0' : '1', expected ?? '', value, ttlMs];
    return (await this.#eval(COMPARE_AND_SET, [this.#key('value', key)], args)) === 1;
  }

  async delete(key: string): Promise<void> {
    checkNames(key);
    await this.#run((redis) => redis.del(this.#key('value', key)));
  }

  async countInWindow(key: string, windowMs: number): Promise<number> {
    checkNames(key);
    checkTtl(windowMs);
    return this.#eval(COUNT_IN_WINDOW, [this.#key('window', key)], [windowMs]);
  }

  async acquireLease(name: string, owner: string, ttlMs: number): Promise<number | null> {
    checkNames(name, owner);
    checkTtl(ttlMs);
    const keys = [this.#key('lease', name), this.#key('token', 'last')];
    return this.#eval(ACQUIRE_LEASE, keys, [owner, ttlMs]);
  }

  async releaseLease(name: string, owner: string): Promise<void> {
    checkNames(name, owner);
    await this.#eval(RELEASE_LEASE, [this.#key('lease', name)], [owner]);
  }

  async publish(topic: string, message: string): Promise<void> {
    checkNames(topic);
    checkValue(message);
    await this.#run((redis) => redis.publish(this.#key('topic', topic), message));
  }

  async subscribe(
    topic: string,
    listener: (message: string) => void,
  ): Promise<() => Promise<void>> {
    checkNames(topic);
    this.#checkOpen();
    return this.#topics.subscribe(topic, listener);
  }

  async append(log: string, entry: string, lengthMax: number): Promise<void> {
    checkNames(log);
    checkValue(entry);
    checkLogLength(lengthMax);
    const key = this.#key('log', log);
    await this.#run((redis) => redis.xadd(key, 'MAXLEN', '=', lengthMax, '*', 'entry', entry));
  }

  async read(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly limit: number },
  ): Promise<readonly LogEntry[]> {
    checkNames(log, by.group, by.consumer);
    checkReadLimit(by.limit);
    const args = [by.group, by.consumer, by.limit];
    return entriesOf(await this.#eval(READ_LOG, [this.#key('log', log)], args));
  }

  async acknowledge(log: string, group: string, id: string): Promise<void> {
    checkNames(log, group);
    checkEntryId(id);
    await this.#run((redis) => redis.xack(this.#key('log', log), group, id));
  }

  async claim(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly idleMs: number },
  ): Promise<readonly LogEntry[]> {
    checkNames(log, by.group, by.consumer);
    checkIdle(by.idleMs);
    const claimed: LogEntry[] = [];
    let cursor = '0-0';
    for (let scan = 0; scan < CLAIM_SCANS_MAX && claimed.length < CLAIM_LIMIT; scan += 1) {
      const limit = CLAIM_LIMIT - claimed.length;
      const [next, entries] = await this.#claimFrom(this.#key('log', log), by, { cursor, limit });
      claimed.push(...entriesOf(entries));
      if (next === '0-0') break;
      cursor = next;
    }
    return claimed;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([closeRedis(this.#commands, this.#onProblem), this.#topics.close()]);
  }

  #key(kind: string, name: string): string {
    return `${this.#prefix}:${kind}:${name}`;
  }

  #checkOpen(): void {
    if (this.#closed) throw new StateStoreError('closed', 'The state store is closed.');
  }

  async #run<Reply>(command: (redis: Redis) => Promise<Reply>): Promise<Reply> {
    this.#checkOpen();
    if (this.#inFlight >= COMMANDS_IN_FLIGHT_MAX) {
      throw new StateStoreError('overflow', 'Too many Redis commands wait for an answer.');
    }
    this.#inFlight += 1;
    try {
      return await command(this.#commands);
    } catch (error) {
      throw redisError(error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #eval<Reply>(
    script: RedisScript<Reply>,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<Reply> {
    return this.#run(async (redis) =>
      script.reply.parse(await redis.eval(script.lua, keys.length, ...keys, ...args)),
    );
  }

  async #claimFrom(
    key: string,
    by: { readonly group: string; readonly consumer: string; readonly idleMs: number },
    from: { readonly cursor: string; readonly limit: number },
  ): Promise<z.infer<typeof CLAIMED>> {
    return this.#run(async (redis) => {
      const { cursor, limit } = from;
      const reply = await redis
        .xautoclaim(key, by.group, by.consumer, by.idleMs, cursor, 'COUNT', limit)
        .catch((error: unknown) => {
          if (isAbsentGroup(error)) return NOTHING_CLAIMED;
          throw error;
        });
      return CLAIMED.parse(reply);
    });
  }
}

function entriesOf(entries: z.infer<typeof ENTRIES>): LogEntry[] {
  return entries.flatMap(([id, fields]) => (fields === null ? [] : [{ id, entry: fields[1] }]));
}
