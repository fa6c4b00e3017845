import type { Timing } from '../../../../src/bot/notice/timing.ts';

/** Time that passes when a test says so. */
export class HeldTiming implements Timing {
  atMs = 1_000_000;
  readonly #waits = new Map<object, { readonly dueMs: number; readonly act: () => void }>();

  nowMs(): number {
    return this.atMs;
  }

  monotonicMs(): number {
    return this.atMs;
  }

  after(delayMs: number, act: () => void): () => void {
    const key = {};
    this.#waits.set(key, { dueMs: this.atMs + delayMs, act });
    return () => {
      this.#waits.delete(key);
    };
  }

  get waiting(): number {
    return this.#waits.size;
  }

  /** Lets this long pass, in order; what is promised meanwhile is kept. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.atMs + ms;
    for (;;) {
      const due = [...this.#waits].sort(([, a], [, b]) => a.dueMs - b.dueMs)[0];
      if (due === undefined || due[1].dueMs > untilMs) break;
      this.#waits.delete(due[0]);
      this.atMs = due[1].dueMs;
      due[1].act();
      await settled();
    }
    this.atMs = untilMs;
  }
}

/** Turns in which what is ready makes more ready: listeners are told over several. */
const TURNS = 8;

/** Lets everything that is ready happen. */
export async function settled(): Promise<void> {
  for (let at = 0; at < TURNS; at += 1) await new Promise((done) => setImmediate(done));
}
