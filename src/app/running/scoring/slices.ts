/** Longest time of one slice but for its last piece, which takes well under a millisecond. */
export const SLICE_MS = 3;
/** Between two slices: everything else goes first. */
export const REST_MS = 2;
/** While the engine is busy it is looked at again after this time. */
export const BUSY_WAIT_MS = 5;
/** An engine that is never idle is not waited for longer: what waits here is bounded. */
export const PATIENCE_MS = 1_000;

export interface SlicesOptions {
  /** Whether the engine has nothing to do. */
  readonly isIdle: () => boolean;
  readonly monotonicMs: () => number;
  /** Calls back after a time; returns how to call it off. */
  readonly later: (run: () => void, waitMs: number) => () => void;
  /** Does a small piece of work; `false` when there is none left. */
  readonly piece: () => boolean;
  /** A piece threw. Nothing more is done until {@link Slices.wake}. */
  readonly failed: (error: unknown) => void;
}

/** Work that nobody waits for, in short slices while the engine is idle. */
export class Slices {
  readonly #options: SlicesOptions;
  #cancel: (() => void) | null = null;
  #busySinceMs: number | null = null;
  #isStopped = false;
  /** The longest slice so far. */
  longestMs = 0;

  constructor(options: SlicesOptions) {
    this.#options = options;
  }

  /** There is work. */
  wake(): void {
    this.#plan(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #plan(waitMs: number): void {
    if (this.#cancel !== null || this.#isStopped) return;
    this.#cancel = this.#options.later(() => {
      this.#cancel = null;
      this.#slice();
    }, waitMs);
  }

  #slice(): void {
    if (this.#mustWait()) {
      this.#plan(BUSY_WAIT_MS);
      return;
    }
    const { monotonicMs, piece, failed } = this.#options;
    const beganMs = monotonicMs();
    let hasMore = true;
    try {
      while (hasMore && monotonicMs() - beganMs < SLICE_MS) hasMore = piece();
    } catch (error) {
      failed(error);
      return;
    } finally {
      this.longestMs = Math.max(this.longestMs, monotonicMs() - beganMs);
    }
    if (hasMore) this.#plan(REST_MS);
  }

  #mustWait(): boolean {
    if (this.#options.isIdle()) {
      this.#busySinceMs = null;
      return false;
    }
    const nowMs = this.#options.monotonicMs();
    this.#busySinceMs ??= nowMs;
    if (nowMs - this.#busySinceMs < PATIENCE_MS) return true;
    this.#busySinceMs = nowMs;
    return false;
  }
}
