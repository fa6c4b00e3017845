import { setTimeout as wait } from 'node:timers/promises';
import type { AtMs } from '../../engine/domain/time.ts';

/** Everything a request takes from outside, so that a test can own time, chance and the network. */
export interface HttpRuntime {
  readonly fetch: typeof fetch;
  /** Wall clock; dates answers and counts down to a date in `Retry-After`. */
  nowMs(): AtMs;
  /** Milliseconds that never step back; every duration is measured with it. */
  monotonicMs(): number;
  /** From 0 inclusive to 1 exclusive; spreads retries. */
  random(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_RUNTIME: HttpRuntime = {
  fetch: (input, init) => globalThis.fetch(input, init),
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
