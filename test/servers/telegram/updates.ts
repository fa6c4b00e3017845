import type { Update } from 'grammy/types';
import { badRequest, CONFLICT, Refusal } from './refusal.ts';

export type UpdateKind = Exclude<keyof Update, 'update_id'>;

const LIMIT_MAX = 100;
const TIMEOUT_S_MAX = 50;
/** Told only to those who ask for them by name. */
const ONLY_BY_NAME: readonly UpdateKind[] = [
  'chat_member',
  'message_reaction',
  'message_reaction_count',
];
const FIRST_UPDATE_ID = 700_000_001;

interface HeldPoll {
  readonly offset: number;
  readonly limit: number;
  readonly end: (answer: readonly Update[] | Refusal) => void;
}

/** Updates that wait to be fetched, and the one poll that may wait for them. */
export class Updates {
  #queue: Update[] = [];
  readonly #all: Update[] = [];
  /** Told once more whatever offset is asked for. */
  readonly #again = new Set<number>();
  #allowed: readonly string[] = [];
  #poll: HeldPoll | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Every update there ever was, in order. */
  get all(): readonly Update[] {
    return this.#all;
  }

  /** How many wait to be fetched or confirmed. */
  get pending(): number {
    return this.#queue.length;
  }

  /** Whether a poll waits for updates right now. */
  get polled(): boolean {
    return this.#poll !== null;
  }

  /** Queues an update; of a kind that nobody asked for it is lost. */
  add<K extends UpdateKind>(kind: K, content: NonNullable<Update[K]>): void {
    if (!this.#isAllowed(kind)) return;
    const id = (this.#all.at(-1)?.update_id ?? FIRST_UPDATE_ID - 1) + 1;
    const update: Update = { update_id: id, [kind]: content };
    this.#all.push(update);
    this.#queue.push(update);
    this.#serve();
  }

  /** Delivers the newest `count` updates once more, though they may have been confirmed. */
  redeliver(count: number): void {
    const newest = count > 0 ? this.#all.slice(-count) : [];
    for (const update of newest) {
      this.#again.add(update.update_id);
      if (!this.#queue.includes(update)) this.#queue.push(update);
    }
    this.#queue.sort((a, b) => a.update_id - b.update_id);
    this.#serve();
  }

  dropPending(): void {
    this.#queue = [];
    this.#again.clear();
  }

  /**
   * `getUpdates`: at once when something waits, else when something comes, else empty-handed at the
   * timeout. It ends a poll that is under way. `gone` tells that nobody waits for the answer any more.
   */
  poll(ask: PollRequest, gone: AbortSignal): Promise<readonly Update[]> {
    this.end(new Refusal(409, CONFLICT));
    if (ask.allowed !== null) this.#allowed = ask.allowed;
    this.#confirm(ask.offset);
    const limit = Math.min(LIMIT_MAX, Math.max(1, ask.limit));
    const ready = this.#batch({ offset: ask.offset, limit });
    const timeoutS = Math.min(TIMEOUT_S_MAX, Math.max(0, ask.timeoutS));
    if (ready.length > 0 || timeoutS === 0 || gone.aborted) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const poll: HeldPoll = {
        offset: ask.offset,
        limit,
        end: (answer) => {
          clearTimeout(timer);
          gone.removeEventListener('abort', abandoned);
          if (this.#poll === poll) this.#poll = null;
          if (answer instanceof Refusal) reject(answer);
          else resolve(answer);
        },
      };
      const abandoned = (): void => poll.end([]);
      const timer = setTimeout(() => poll.end([]), timeoutS * 1000);
      gone.addEventListener('abort', abandoned);
      this.#poll = poll;
      this.#changed();
    });
  }

  /** Ends the poll that is under way, if there is one. */
  end(refusal: Refusal): void {
    this.#poll?.end(refusal);
  }

  /** Answers the poll that waits, if there is something for it. */
  #serve(): void {
    if (this.#poll === null) return;
    const batch = this.#batch(this.#poll);
    if (batch.length > 0) this.#poll.end(batch);
  }

  #isAllowed(kind: UpdateKind): boolean {
    return this.#allowed.length === 0 ? !ONLY_BY_NAME.includes(kind) : this.#allowed.includes(kind);
  }

  #confirm(offset: number): void {
    if (offset < 0) this.#queue = this.#queue.slice(offset);
    if (offset <= 0) return;
    this.#queue = this.#queue.filter(
      (update) => update.update_id >= offset || this.#again.has(update.update_id),
    );
  }

  #batch({ offset, limit }: Pick<HeldPoll, 'offset' | 'limit'>): Update[] {
    const batch = this.#queue
      .filter((update) => update.update_id >= offset || this.#again.has(update.update_id))
      .slice(0, limit);
    for (const update of batch) this.#again.delete(update.update_id);
    return batch;
  }
}

export interface PollRequest {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutS: number;
  /** `null` keeps what was asked for before. */
  readonly allowed: readonly string[] | null;
}

/** @throws Refusal */
export function readAllowed(given: unknown): readonly string[] | null {
  if (given === undefined) return null;
  if (!Array.isArray(given)) throw badRequest("can't parse allowed updates: array expected");
  return given.map(String);
}
