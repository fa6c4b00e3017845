import { setTimeout as wait } from 'node:timers/promises';
import type { ValueStore } from '../../../src/data/polymarket/feed/patient-state.ts';

const LOOK_MS = 1;

/** A real state store whose answers are waited for before virtual time goes on. */
export class AwaitedState implements ValueStore {
  readonly #inner: ValueStore;
  #waiting = 0;

  constructor(inner: ValueStore) {
    this.#inner = inner;
  }

  get(key: string): Promise<string | null> {
    return this.#counted(this.#inner.get(key));
  }

  set(key: string, value: string, ttlMs: number): Promise<void> {
    return this.#counted(this.#inner.set(key, value, ttlMs));
  }

  delete(key: string): Promise<void> {
    return this.#counted(this.#inner.delete(key));
  }

  /** Until every call was answered, or given up by the client. */
  async answered(): Promise<void> {
    while (this.#waiting > 0) await wait(LOOK_MS);
  }

  async #counted<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#waiting += 1;
    try {
      return await answer;
    } finally {
      this.#waiting -= 1;
    }
  }
}
