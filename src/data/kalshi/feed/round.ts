import { setMaxListeners } from 'node:events';
import { HOUR_MS } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';

/** Timers cannot be set for longer than 24 days; whoever waits longer looks again meanwhile. */
const SLEEP_MS_MAX = HOUR_MS;

export interface RoundOptions {
  readonly runtime: Pick<HttpRuntime, 'monotonicMs' | 'sleep'>;
  /** Works once. Returns after how many milliseconds it is to work again. */
  run(signal: AbortSignal): Promise<number>;
  /** The work threw. Returns after how many milliseconds it is tried again. */
  failed(error: unknown): number;
}

/** Does one thing again and again, never twice at a time; nothing is left of it once it is closed. */
export class Round {
  readonly #options: RoundOptions;
  readonly #closing = new AbortController();
  #sleeping = new AbortController();
  #dueMs = Number.POSITIVE_INFINITY;
  #loop: Promise<void> | null = null;

  constructor(options: RoundOptions) {
    this.#options = options;
    setMaxListeners(0, this.#closing.signal);
  }

  /** Begins to work in `ms`; once. */
  start(ms = 0): void {
    this.hasten(ms);
    this.#loop ??= this.#run();
  }

  /** It works in `ms` at the latest; what is being done now is not enough. */
  hasten(ms: number): void {
    const atMs = this.#options.runtime.monotonicMs() + Math.max(0, ms);
    if (atMs >= this.#dueMs) return;
    this.#dueMs = atMs;
    this.#sleeping.abort();
  }

  /** Ends the work that is under way, and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#sleeping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      if (this.#restMs() > 0) await this.#sleep();
      else await this.#work(signal);
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY;
    try {
      this.hasten(await this.#options.run(signal));
    } catch (error) {
      if (!signal.aborted) this.hasten(this.#options.failed(error));
    }
  }

  async #sleep(): Promise<void> {
    this.#sleeping = new AbortController();
    const restMs = Math.min(this.#restMs(), SLEEP_MS_MAX);
    await this.#options.runtime.sleep(restMs, this.#sleeping.signal);
  }

  #restMs(): number {
    return this.#dueMs - this.#options.runtime.monotonicMs();
  }
}
