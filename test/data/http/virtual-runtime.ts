import { setImmediate as turn } from 'node:timers/promises';
import { TIMEOUT_MS_DEFAULT } from '../../../src/data/http/json-http.ts';
import { type HttpRuntime, SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';

/** 2026-09-21, a moment to start at. */
export const START_AT_MS = 1_790_000_000_000;
/** Turns of the event loop in which answers that are ready arrive. */
const TURNS = 20;

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Time that passes when the test says so, and answers from a function. */
export class VirtualRuntime implements HttpRuntime {
  readonly fetch: typeof fetch;
  /** Every wait asked for, in order. */
  readonly waits: number[] = [];
  chance = 0.5;
  readonly #sleepers = new Set<Sleeper>();
  #elapsedMs = 0;

  constructor(answer: typeof fetch = () => Promise.reject(new Error('no network'))) {
    this.fetch = answer;
  }

  nowMs(): number {
    return START_AT_MS + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  readonly random = (): number => this.chance;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms);
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        dueMs: this.#elapsedMs + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      if (signal?.aborted === true) sleeper.wake();
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms;
    for (let next = this.#next(); next !== null && next.dueMs <= untilMs; next = this.#next()) {
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
      next.wake();
      await settle();
    }
    this.#elapsedMs = untilMs;
    await settle();
  }

  /** Lets time pass, wait by wait, until `promise` is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = { done: false };
    const finish = (): void => {
      state.done = true;
    };
    promise.then(finish, finish);
    await settle();
    while (!state.done) {
      const next = this.#next();
      if (next === null) throw new Error('nothing is left to wait for');
      await this.advance(next.dueMs - this.#elapsedMs);
    }
    return promise;
  }

  #next(): Sleeper | null {
    const due = [...this.#sleepers].sort((a, b) => a.dueMs - b.dueMs);
    return due[0] ?? null;
  }
}

export async function settle(): Promise<void> {
  for (let at = 0; at < TURNS; at += 1) await turn();
}

/** Real sockets; short waits pass at once, and a request times out when the test calls `expire`. */
export function socketRuntime(): HttpRuntime & { expire(): void } {
  const timeouts = new Set<() => void>();
  return {
    ...SYSTEM_RUNTIME,
    sleep: async (ms, signal) => {
      if (ms < TIMEOUT_MS_DEFAULT) return;
      await new Promise<void>((resolve) => {
        timeouts.add(resolve);
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    expire: () => {
      for (const resolve of timeouts) resolve();
      timeouts.clear();
    },
  };
}
