import type { SocketRuntime } from '../../socket/runtime.ts';

/** A snapshot that was asked for comes much sooner. */
export const SNAPSHOT_WAIT_MS = 5_000;
/** Times that a snapshot is asked for; a market that is over may have none. */
export const SNAPSHOT_ATTEMPTS_MAX = 6;

interface Wait {
  attempts: number;
  dueMs: number;
}

/** Books without which changes mean nothing, and when to ask for them again. */
export class SnapshotWait {
  readonly #runtime: SocketRuntime;
  readonly #ask: (tickers: readonly string[]) => void;
  readonly #waits = new Map<string, Wait>();
  #cancel: (() => void) | null = null;

  constructor(runtime: SocketRuntime, ask: (tickers: readonly string[]) => void) {
    this.#runtime = runtime;
    this.#ask = ask;
  }

  get size(): number {
    return this.#waits.size;
  }

  has(ticker: string): boolean {
    return this.#waits.has(ticker);
  }

  /** They are on their way: they are asked for when they do not come. */
  expect(tickers: readonly string[]): void {
    const dueMs = this.#runtime.monotonicMs() + SNAPSHOT_WAIT_MS;
    for (const ticker of tickers) this.#waits.set(ticker, { attempts: 0, dueMs });
    this.#arm();
  }

  /** Asks for them now, and again when they do not come. */
  demand(tickers: readonly string[]): void {
    if (tickers.length === 0) return;
    this.expect(tickers);
    this.#ask(tickers);
  }

  arrived(ticker: string): void {
    this.#waits.delete(ticker);
    if (this.#waits.size === 0) this.#disarm();
  }

  clear(): void {
    this.#waits.clear();
    this.#disarm();
  }

  #arm(): void {
    if (this.#waits.size > 0) {
      this.#cancel ??= this.#runtime.after(SNAPSHOT_WAIT_MS, () => this.#sweep());
    }
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #sweep(): void {
    this.#cancel = null;
    const nowMs = this.#runtime.monotonicMs();
    const late: string[] = [];
    for (const [ticker, wait] of this.#waits) {
      if (wait.dueMs > nowMs) continue;
      wait.attempts += 1;
      wait.dueMs = nowMs + SNAPSHOT_WAIT_MS;
      // What never comes has no book: whoever wants it asks anew.
      if (wait.attempts > SNAPSHOT_ATTEMPTS_MAX) this.#waits.delete(ticker);
      else late.push(ticker);
    }
    if (late.length > 0) this.#ask(late);
    this.#arm();
  }
}
