import { invariant } from '../../engine/domain/values/invariant.ts';
import type { HttpRuntime } from './runtime.ts';
import { type RateLimit, TokenBucket } from './token-bucket.ts';
import { VenueError } from './venue-error.ts';

/** Who goes first: what an exit needs, then what an entry needs, then everything else. */
export type Priority = 'exit' | 'entry' | 'background';

const RANK: Readonly<Record<Priority, number>> = { exit: 0, entry: 1, background: 2 };

/** Requests that wait for a token at most; beyond it the least urgent, newest one is refused. */
export const WAITING_MAX = 500;
/** Pause after a refusal by the venue that names none. */
export const PAUSE_MS_DEFAULT = 1_000;
/** Longest pause that a venue can impose on a whole group. */
export const PAUSE_MS_MAX = 60_000;

export interface Turn {
  readonly endpoint: string;
  /** Every group that counts this request: the endpoint's own, and the host's total. */
  readonly groups: readonly string[];
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly turn: Turn;
  readonly buckets: readonly TokenBucket[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Lets requests through in order of priority, then of arrival, as their groups have tokens. */
export class RequestLimiter {
  readonly #buckets: ReadonlyMap<string, TokenBucket>;
  readonly #runtime: Pick<HttpRuntime, 'monotonicMs' | 'sleep'>;
  readonly #waiters: Waiter[] = [];
  #wakeMs = Number.POSITIVE_INFINITY;
  #sleeping = new AbortController();

  constructor(
    limits: Readonly<Record<string, RateLimit>>,
    runtime: Pick<HttpRuntime, 'monotonicMs' | 'sleep'>,
  ) {
    const nowMs = runtime.monotonicMs();
    const buckets = Object.entries(limits).map(
      ([group, limit]) => [group, new TokenBucket(limit, nowMs)] as const,
    );
    this.#buckets = new Map(buckets);
    this.#runtime = runtime;
  }

  /** Requests waiting now. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /**
   * Resolves when the request may be sent.
   * @throws VenueError `rateLimited` when too many wait already; the signal's reason when it aborts.
   */
  async acquire(turn: Turn): Promise<void> {
    turn.signal?.throwIfAborted();
    const buckets = this.#bucketsOf(turn.groups);
    const granted = deferred();
    const waiter: Waiter = { turn, buckets, resolve: granted.resolve, reject: granted.reject };
    this.#insert(waiter);
    const leave = (): void => {
      this.#remove(waiter);
      waiter.reject(turn.signal?.reason);
    };
    turn.signal?.addEventListener('abort', leave, { once: true });
    this.#dispatch();
    try {
      await granted.promise;
    } finally {
      turn.signal?.removeEventListener('abort', leave);
    }
  }

  /** The venue said "too many": its groups pause and shrink. */
  throttle(groups: readonly string[], retryAfterMs: number | null): void {
    const pauseMs = Math.min(retryAfterMs ?? PAUSE_MS_DEFAULT, PAUSE_MS_MAX);
    const nowMs = this.#runtime.monotonicMs();
    for (const bucket of this.#bucketsOf(groups)) bucket.throttle(nowMs, pauseMs);
  }

  #bucketsOf(groups: readonly string[]): readonly TokenBucket[] {
    return groups.map((group) => {
      const bucket = this.#buckets.get(group);
      invariant(bucket !== undefined, `every group of endpoints has a limit, ${group} has none`);
      return bucket;
    });
  }

  #insert(waiter: Waiter): void {
    const rank = RANK[waiter.turn.priority];
    const at = this.#waiters.findIndex(({ turn }) => RANK[turn.priority] > rank);
    this.#waiters.splice(at === -1 ? this.#waiters.length : at, 0, waiter);
    if (this.#waiters.length <= WAITING_MAX) return;
    const last = this.#waiters.pop();
    const text = 'too many of our own requests are waiting';
    last?.reject(new VenueError({ kind: 'rateLimited', endpoint: last.turn.endpoint, text }));
  }

  #remove(waiter: Waiter): void {
    const at = this.#waiters.indexOf(waiter);
    if (at !== -1) this.#waiters.splice(at, 1);
    if (this.#waiters.length > 0) return;
    // A timer that nobody waits for would only hold up the end of the process.
    this.#sleeping.abort();
    this.#wakeMs = Number.POSITIVE_INFINITY;
  }

  #dispatch(): void {
    const nowMs = this.#runtime.monotonicMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const waiter of [...this.#waiters]) {
      const isExit = waiter.turn.priority === 'exit';
      const waitMs = Math.max(0, ...waiter.buckets.map((bucket) => bucket.waitMs(nowMs, isExit)));
      if (waitMs > 0) {
        nextMs = Math.min(nextMs, nowMs + waitMs);
        continue;
      }
      for (const bucket of waiter.buckets) bucket.take();
      this.#remove(waiter);
      waiter.resolve();
    }
    if (nextMs < this.#wakeMs) void this.#wakeAt(nextMs, nowMs);
  }

  async #wakeAt(atMs: number, nowMs: number): Promise<void> {
    this.#sleeping.abort();
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    this.#wakeMs = atMs;
    await this.#runtime.sleep(atMs - nowMs, sleeping.signal);
    if (sleeping.signal.aborted) return;
    this.#wakeMs = Number.POSITIVE_INFINITY;
    this.#dispatch();
  }
}

function deferred(): {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
} {
  let resolve = (): void => undefined;
  let reject = (_reason: unknown): void => undefined;
  const promise = new Promise<void>((onGranted, onRefused) => {
    resolve = onGranted;
    reject = onRefused;
  });
  return { promise, resolve: () => resolve(), reject: (reason) => reject(reason) };
}
