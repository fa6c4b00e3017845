import { setMaxListeners } from 'node:events';
import type { HttpRuntime } from '../../http/runtime.ts';

export interface DueQueueOptions<K> {
  readonly runtime: Pick<HttpRuntime, 'monotonicMs' | 'sleep'>;
  /** Least time from the start of one run to the start of the next. */
  readonly spacingMs: number;
  /** A run also takes what is due within this time. */
  readonly joinMs: number;
  /** Keys that one run takes at most. */
  readonly batchMax: number;
  /** Runs at the same time at most. */
  readonly runsMax: number;
  /** Works on keys that are due and schedules them again itself, or leaves them done. */
  run(keys: readonly K[], signal: AbortSignal): Promise<void>;
  /** A run threw; nothing was scheduled on its behalf. */
  failed(keys: readonly K[], error: unknown): void;
}

/**
 * Runs work on keys when they are due: the longest due first, no key in two runs at once. Nothing
 * is left running or waiting once it is closed.
 */
export class DueQueue<K> {
  readonly #options: DueQueueOptions<K>;
  readonly #dueMs = new Map<K, number>();
  readonly #busy = new Set<K>();
  readonly #runs = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #sleeping = new AbortController();
  #wakeMs = Number.POSITIVE_INFINITY;
  #mayStartMs = Number.NEGATIVE_INFINITY;

  constructor(options: DueQueueOptions<K>) {
    this.#options = options;
    // Every request of every run listens; their number has limits of its own.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Sets when the key is due, also while it is being worked on. */
  schedule(key: K, delayMs: number): void {
    if (this.#closing.signal.aborted) return;
    const dueMs = this.#options.runtime.monotonicMs() + Math.max(0, delayMs);
    this.#dueMs.set(key, dueMs);
    this.#wakeBy(dueMs);
  }

  /** Makes a key that waits due earlier; one that does not wait stays as it is. */
  hasten(key: K, delayMs: number): void {
    const dueMs = this.#dueMs.get(key);
    if (dueMs === undefined) return;
    if (dueMs > this.#options.runtime.monotonicMs() + delayMs) this.schedule(key, delayMs);
  }

  remove(key: K): void {
    this.#dueMs.delete(key);
  }

  /** Aborts what runs and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#sleeping.abort();
    this.#dueMs.clear();
    await Promise.all(this.#runs);
  }

  #wakeBy(dueMs: number): void {
    const atMs = Math.max(dueMs, this.#mayStartMs);
    if (this.#closing.signal.aborted || this.#runs.size >= this.#options.runsMax) return;
    if (atMs < this.#wakeMs) void this.#wakeAt(atMs);
  }

  async #wakeAt(atMs: number): Promise<void> {
    const { runtime } = this.#options;
    this.#sleeping.abort();
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    this.#wakeMs = atMs;
    await runtime.sleep(Math.max(0, atMs - runtime.monotonicMs()), sleeping.signal);
    if (sleeping.signal.aborted) return;
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.#startDue();
  }

  /** Starts one run if enough is due, and sleeps until the next may start. */
  #startDue(): void {
    const nowMs = this.#options.runtime.monotonicMs();
    const waiting = [...this.#dueMs]
      .filter(([key]) => !this.#busy.has(key))
      .sort((a, b) => a[1] - b[1]);
    const { batchMax, joinMs, runsMax } = this.#options;
    const isDue = (waiting[0]?.[1] ?? Number.POSITIVE_INFINITY) <= nowMs;
    const isStarted = isDue && this.#runs.size < runsMax && nowMs >= this.#mayStartMs;
    const taken = isStarted ? waiting.filter(([, dueMs]) => dueMs <= nowMs + joinMs) : [];
    const batch = taken.slice(0, batchMax);
    if (isStarted) this.#start(batch.map(([key]) => key));
    const next = waiting[batch.length];
    if (next !== undefined) this.#wakeBy(next[1]);
  }

  #start(keys: readonly K[]): void {
    for (const key of keys) {
      this.#dueMs.delete(key);
      this.#busy.add(key);
    }
    this.#mayStartMs = this.#options.runtime.monotonicMs() + this.#options.spacingMs;
    const run = this.#run(keys).then(() => {
      this.#runs.delete(run);
      for (const key of keys) this.#busy.delete(key);
      if (!this.#closing.signal.aborted) this.#startDue();
    });
    this.#runs.add(run);
  }

  async #run(keys: readonly K[]): Promise<void> {
    const { signal } = this.#closing;
    try {
      await this.#options.run(keys, signal);
    } catch (error) {
      if (!signal.aborted) this.#options.failed(keys, error);
    }
  }
}
