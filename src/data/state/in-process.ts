import type { StateStore } from '../../engine/ports.ts';
import { EntryLog, type LogEntry } from './entry-log.ts';
import { ExpiringMap } from './expiring-map.ts';
import {
  checkEntryId,
  checkIdle,
  checkLogLength,
  checkNames,
  checkReadLimit,
  checkTtl,
  checkValue,
} from './limits.ts';
import { StateStoreError } from './state-store-error.ts';
import { Topics } from './topics.ts';

/** Values, and window counters, that are kept; beyond it the least recently used goes. */
export const KEYS_MAX = 100_000;
/** Characters of all keys and values together. */
export const CHARACTERS_MAX = 67_108_864;
/** Leases are never evicted: one more is refused. */
export const LEASES_MAX = 1_000;
export const LOGS_MAX = 256;

interface Lease {
  readonly owner: string;
  readonly token: number;
  readonly expiresAtMs: number;
}

export interface InProcessStateStoreOptions {
  /** Monotonic milliseconds; lives, windows and leases are measured on it. */
  readonly nowMs: () => number;
  /** What a listener threw. */
  readonly onListenerError: (topic: string, error: unknown) => void;
}

/** The state store of a service that is one process: plain maps, bounded, gone with the process. */
export class InProcessStateStore implements StateStore {
  readonly #nowMs: () => number;
  readonly #values: ExpiringMap<string>;
  readonly #windows: ExpiringMap<number>;
  readonly #leases = new Map<string, Lease>();
  readonly #logs = new Map<string, EntryLog>();
  readonly #topics: Topics;
  #lastToken = 0;
  #closed = false;

  constructor(options: InProcessStateStoreOptions) {
    const { nowMs } = options;
    const bounds = { nowMs, keysMax: KEYS_MAX, weightMax: CHARACTERS_MAX };
    this.#nowMs = nowMs;
    this.#values = new ExpiringMap({ ...bounds, weigh: (key, value) => key.length + value.length });
    this.#windows = new ExpiringMap({ ...bounds, weigh: (key) => key.length });
    this.#topics = new Topics(options.onListenerError);
  }

  async get(key: string): Promise<string | null> {
    this.#check(key);
    return this.#values.get(key) ?? null;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#check(key);
    checkValue(value);
    checkTtl(ttlMs);
    this.#values.set(key, value, this.#nowMs() + ttlMs);
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    return this.compareAndSet(key, { expected: null, value, ttlMs });
  }

  async compareAndSet(
    key: string,
    change: { readonly expected: string | null; readonly value: string; readonly ttlMs: number },
  ): Promise<boolean> {
    this.#check(key);
    checkValue(change.value);
    checkTtl(change.ttlMs);
    if ((this.#values.get(key) ?? null) !== change.expected) return false;
    this.#values.set(key, change.value, this.#nowMs() + change.ttlMs);
    return true;
  }

  async delete(key: string): Promise<void> {
    this.#check(key);
    this.#values.delete(key);
  }

  async countInWindow(key: string, windowMs: number): Promise<number> {
    this.#check(key);
    checkTtl(windowMs);
    const endsAtMs = this.#windows.expiresAtMs(key) ?? this.#nowMs() + windowMs;
    const count = (this.#windows.get(key) ?? 0) + 1;
    this.#windows.set(key, count, endsAtMs);
    return count;
  }

  async acquireLease(name: string, owner: string, ttlMs: number): Promise<number | null> {
    this.#check(name, owner);
    checkTtl(ttlMs);
    const held = this.#lease(name);
    if (held !== null && held.owner !== owner) return null;
    if (held === null) this.#makeRoomForLease();
    const token = held?.token ?? this.#lastToken + 1;
    this.#lastToken = Math.max(this.#lastToken, token);
    this.#leases.set(name, { owner, token, expiresAtMs: this.#nowMs() + ttlMs });
    return token;
  }

  async releaseLease(name: string, owner: string): Promise<void> {
    this.#check(name, owner);
    if (this.#lease(name)?.owner === owner) this.#leases.delete(name);
  }

  async publish(topic: string, message: string): Promise<void> {
    this.#check(topic);
    checkValue(message);
    const subscribers = this.#topics.subscribers(topic);
    // Never inside the publisher's call: a listener that publishes must not recurse.
    queueMicrotask(() => this.#topics.deliver(topic, message, subscribers));
  }

  async subscribe(
    topic: string,
    listener: (message: string) => void,
  ): Promise<() => Promise<void>> {
    this.#check(topic);
    const subscription = this.#topics.add(topic, listener);
    return async () => this.#topics.remove(topic, subscription);
  }

  async append(log: string, entry: string, lengthMax: number): Promise<void> {
    this.#check(log);
    checkValue(entry);
    checkLogLength(lengthMax);
    this.#log(log).append(entry, lengthMax);
  }

  async read(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly limit: number },
  ): Promise<readonly LogEntry[]> {
    this.#check(log, by.group, by.consumer);
    checkReadLimit(by.limit);
    return this.#log(log).read(by);
  }

  async acknowledge(log: string, group: string, id: string): Promise<void> {
    this.#check(log, group);
    checkEntryId(id);
    this.#logs.get(log)?.acknowledge(group, id);
  }

  async claim(
    log: string,
    by: { readonly group: string; readonly consumer: string; readonly idleMs: number },
  ): Promise<readonly LogEntry[]> {
    this.#check(log, by.group, by.consumer);
    checkIdle(by.idleMs);
    return this.#logs.get(log)?.claim(by) ?? [];
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#topics.clear();
  }

  #check(...names: readonly string[]): void {
    if (this.#closed) throw new StateStoreError('closed', 'The state store is closed.');
    checkNames(...names);
  }

  #lease(name: string): Lease | null {
    const lease = this.#leases.get(name) ?? null;
    return lease !== null && lease.expiresAtMs > this.#nowMs() ? lease : null;
  }

  #makeRoomForLease(): void {
    if (this.#leases.size < LEASES_MAX) return;
    for (const name of this.#leases.keys()) {
      if (this.#lease(name) === null) this.#leases.delete(name);
    }
    if (this.#leases.size >= LEASES_MAX) {
      throw new StateStoreError('overflow', `There are at most ${LEASES_MAX} leases.`);
    }
  }

  #log(name: string): EntryLog {
    const known = this.#logs.get(name);
    if (known !== undefined) return known;
    if (this.#logs.size >= LOGS_MAX) {
      throw new StateStoreError('overflow', `There are at most ${LOGS_MAX} logs.`);
    }
    const log = new EntryLog(this.#nowMs);
    this.#logs.set(name, log);
    return log;
  }
}
