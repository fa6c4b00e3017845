import type { StateStore } from '../../../engine/ports.ts';
import type { HttpRuntime } from '../../http/runtime.ts';

/** What is used of a state store. */
export type ValueStore = Pick<StateStore, 'get' | 'set' | 'delete'>;

/** How long a read of the state store is waited for. */
export const STATE_PATIENCE_MS = 50;
/** Reads and writes without an answer; one more is not made. */
export const STATE_CALLS_MAX = 256;

export interface PatientStateCounts {
  /** The state store refused, is down, or was asked too much. */
  readonly failures: number;
  /** Reads that were not waited for any longer. */
  readonly late: number;
}

/**
 * The state store for who does without it: a read is an answer within {@link STATE_PATIENCE_MS} or
 * nothing, a write is waited for by nobody, and neither ever throws.
 */
export class PatientState {
  readonly #state: ValueStore;
  readonly #runtime: Pick<HttpRuntime, 'sleep'>;
  readonly #failed: (error: unknown) => void;
  /** Reads that are being waited for. */
  readonly #waits = new Set<AbortController>();
  readonly #counts = { failures: 0, late: 0 };
  #calls = 0;
  #isClosed = false;

  constructor(
    state: ValueStore,
    runtime: Pick<HttpRuntime, 'sleep'>,
    failed: (error: unknown) => void,
  ) {
    this.#state = state;
    this.#runtime = runtime;
    this.#failed = failed;
  }

  get counts(): PatientStateCounts {
    return { ...this.#counts };
  }

  /** `null` also when it did not answer, or not in time. */
  async get(key: string): Promise<string | null> {
    const wait = new AbortController();
    this.#waits.add(wait);
    const late = this.#runtime.sleep(STATE_PATIENCE_MS, wait.signal).then((): typeof LATE => LATE);
    const answer = await Promise.race([this.#call((state) => state.get(key), null), late]);
    wait.abort();
    this.#waits.delete(wait);
    if (answer !== LATE) return answer;
    this.#counts.late += 1;
    return null;
  }

  set(key: string, value: string, ttlMs: number): void {
    void this.#call((state) => state.set(key, value, ttlMs), undefined);
  }

  delete(key: string): void {
    void this.#call((state) => state.delete(key), undefined);
  }

  /** Nothing is waited for any more; the store itself is not closed. */
  close(): void {
    this.#isClosed = true;
    for (const wait of this.#waits) wait.abort();
  }

  async #call<Answer>(
    ask: (state: ValueStore) => Promise<Answer>,
    instead: Answer,
  ): Promise<Answer> {
    if (this.#isClosed) return instead;
    if (this.#calls >= STATE_CALLS_MAX) {
      this.#counts.failures += 1;
      return instead;
    }
    this.#calls += 1;
    try {
      return await ask(this.#state);
    } catch (error) {
      this.#counts.failures += 1;
      if (!this.#isClosed) this.#failed(error);
      return instead;
    } finally {
      this.#calls -= 1;
    }
  }
}

const LATE = Symbol('late');
