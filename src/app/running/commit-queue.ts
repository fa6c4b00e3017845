import type { Effect } from '../../engine/core/effects.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';

/** Batches and rows of one transaction at most. */
const BATCHES_MAX = 64;
const CHANGES_MAX = 2_000;
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 5_000;

interface Batch {
  readonly commitId: number;
  readonly changes: readonly Change[];
  readonly urgency: Urgency;
}

export interface CommitQueueOptions {
  readonly store: Pick<Store, 'commit'>;
  nowMs(): AtMs;
  /** In order of the ids, each once. */
  confirmed(commitId: number, changes: readonly Change[]): void;
  /** Each time that a transaction fails; it is repeated until it succeeds. */
  failed(error: unknown): void;
}

/**
 * How soon the rows of a step are written:
 * - `now`.
 * - `behind`: what else this turn of the process does goes first.
 * - `followed`: the same, and it need not be on the disk by itself. More rows follow as soon as a
 *   signature is there, and the database's log is in order: what makes those durable makes these so.
 */
export type Urgency = 'now' | 'behind' | 'followed';

/** A signature, or bytes that go, are waited for; the rows of their steps are not. */
export function urgencyOf(effects: readonly Effect[]): Urgency {
  if (effects.some(({ kind }) => kind === 'sign')) return 'followed';
  return effects.some(({ kind }) => kind === 'post') ? 'behind' : 'now';
}

/**
 * Writes behind the loop, in order. What waits becomes one transaction; one whose fate is unknown is
 * repeated, because a batch may be applied twice.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  /** Ends the wait before the next attempt. */
  #tryNow: () => void = () => undefined;
  #isClosing = false;
  #isStopped = false;
  #waiting: Batch[] = [];
  /** Written, and durable with whatever is written next. */
  #followed: readonly Batch[] = [];
  #durableId = 0;
  #watchers: { readonly commitId: number; readonly done: () => void }[] = [];
  #work: Promise<void> | null = null;
  #failingSinceMs: AtMs | null = null;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Since when no transaction succeeded; `null` while they do. */
  get failingSinceMs(): AtMs | null {
    return this.#failingSinceMs;
  }

  add(commitId: number, changes: readonly Change[], urgency: Urgency = 'now'): void {
    this.#waiting.push({ commitId, changes, urgency });
    this.#work ??= urgency === 'now' ? this.#run() : this.#runNextTurn();
  }

  /** Resolves when this commit and all before it are written. */
  whenDurable(commitId: number): Promise<void> {
    if (commitId <= this.#durableId) return Promise.resolve();
    return new Promise((done) => this.#watchers.push({ commitId, done }));
  }

  /**
   * Writes what waits, for at most this long; tells whether everything was written. A store that
   * does not even refuse is not waited for.
   */
  async close(timeoutMs: number): Promise<boolean> {
    this.#isClosing = true;
    this.#tryNow();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((give) => {
      timer = setTimeout(give, timeoutMs);
    });
    await Promise.race([this.#work, late]);
    clearTimeout(timer);
    this.#isStopped = true;
    this.#tryNow();
    return this.#waiting.length === 0;
  }

  async #runNextTurn(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    await this.#run();
  }

  async #run(): Promise<void> {
    let retryMs = RETRY_MS_MIN;
    while (this.#waiting.length > 0 && !this.#isStopped) {
      const count = this.#groupLength();
      const group = this.#waiting.slice(0, count);
      if (await this.#write(group)) {
        this.#waiting = this.#waiting.slice(count);
        const written = [...this.#followed, ...group];
        this.#followed = isFollowed(group) ? written : [];
        if (this.#followed.length === 0) this.#confirm(written);
        retryMs = RETRY_MS_MIN;
      } else {
        await this.#pause(this.#isClosing ? RETRY_MS_MIN : retryMs);
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
      }
    }
    this.#work = null;
  }

  #groupLength(): number {
    let rows = 0;
    let count = 0;
    for (const { changes } of this.#waiting) {
      rows += changes.length;
      if (count > 0 && (rows > CHANGES_MAX || count >= BATCHES_MAX)) break;
      count += 1;
    }
    return count;
  }

  async #write(group: readonly Batch[]): Promise<boolean> {
    try {
      const changes = group.flatMap((batch) => batch.changes);
      await this.#options.store.commit(changes, { isFollowed: isFollowed(group) });
      this.#failingSinceMs = null;
      return true;
    } catch (error) {
      this.#failingSinceMs ??= this.#options.nowMs();
      this.#options.failed(error);
      return false;
    }
  }

  #confirm(group: readonly Batch[]): void {
    for (const { commitId, changes } of group) {
      this.#durableId = commitId;
      this.#options.confirmed(commitId, changes);
    }
    const ready = this.#watchers.filter(({ commitId }) => commitId <= this.#durableId);
    this.#watchers = this.#watchers.filter(({ commitId }) => commitId > this.#durableId);
    for (const { done } of ready) done();
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resume) => {
      const timer = setTimeout(resume, ms);
      this.#tryNow = () => {
        clearTimeout(timer);
        resume();
      };
    });
  }
}

function isFollowed(group: readonly Batch[]): boolean {
  return group.every(({ urgency }) => urgency === 'followed');
}
