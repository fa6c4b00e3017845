import { CALL_TIMEOUT_MS } from '../../../src/bot/chat/outbox-queue.ts';
import type { Timing } from '../../../src/bot/notice/timing.ts';

/** The machine's time, of which a test can let as much pass at once as it wants. */
export class ChatTime implements Timing {
  /** How each wait takes the time that passes. */
  readonly #waits = new Set<(passedMs: number) => void>();
  #passedMs = 0;

  nowMs(): number {
    return Date.now() + this.#passedMs;
  }

  monotonicMs(): number {
    return performance.now() + this.#passedMs;
  }

  after(delayMs: number, act: () => void): () => void {
    let dueMs = this.monotonicMs() + delayMs;
    // A call that is under way when time is let pass is not given up for that alone.
    let isSpared = delayMs === CALL_TIMEOUT_MS;
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(timer);
      this.#waits.delete(take);
    };
    const begin = (): void => {
      clearTimeout(timer);
      const leftMs = Math.max(0, dueMs - this.monotonicMs());
      timer = setTimeout(() => {
        end();
        act();
      }, leftMs);
    };
    const take = (passedMs: number): void => {
      if (isSpared) dueMs += passedMs;
      isSpared = false;
      begin();
    };
    this.#waits.add(take);
    begin();
    return end;
  }

  /** Lets time pass: what was to happen meanwhile happens now. */
  pass(ms: number): void {
    this.#passedMs += ms;
    for (const take of [...this.#waits]) take(ms);
  }
}
