import { count } from '../format/amounts.ts';
import { reply, show } from '../format/compose.ts';
import type { Timing } from '../notice/timing.ts';
import { type Address, addressKey, type Platform } from './address.ts';
import { answerJob } from './answer-job.ts';
import { type ChatPort, FloodError, OfflineError, type Outgoing, type Sent } from './chat-port.ts';
import type { Lane } from './lane.ts';
import { type Job, OutboxQueue } from './outbox-queue.ts';

/** Chats with something on its way; a platform cannot make more of them wait. */
export const QUEUES_MAX = 1_000;

export interface ChatOutboxOptions {
  readonly ports: Readonly<Partial<Record<Platform, ChatPort>>>;
  readonly timing: Timing;
  /** Takes what was given up. */
  readonly report: (error: unknown) => void;
}

/** How an answer goes out. */
export interface AnswerPlace {
  readonly lane: Lane;
  /** The message that it replaces; a new one where that cannot be changed any more. */
  readonly replaces?: Sent;
}

/**
 * Everything that goes to chats, one call at a time for each of them. Answers are handed over and
 * retried here; the notifiers wait for what became of each of their messages.
 */
export class ChatOutbox {
  readonly #options: ChatOutboxOptions;
  readonly #queues = new Map<string, OutboxQueue>();
  readonly #dropped = new Map<string, number>();
  #open = true;

  constructor(options: ChatOutboxOptions) {
    this.#options = options;
  }

  /** Sends an answer as soon as that is possible. Never blocks, never throws. */
  answer(to: Address, message: Outgoing, { lane, replaces }: AnswerPlace): void {
    const { timing, report } = this.#options;
    const port = this.#port(to);
    const dropped = (): void => this.#noteDropped(to);
    const job = answerJob(
      { lane, to, message, replaces: replaces ?? null },
      { port, timing, report, dropped },
    );
    this.#queue(to)?.add(job);
  }

  /** Sends one message, with one try. @throws as {@link ChatPort.send} */
  send(to: Address, message: Outgoing, lane: Lane): Promise<Sent> {
    return this.#once(to, lane, () => this.#port(to).send(to, message));
  }

  /** Replaces one message, with one try. @throws as {@link ChatPort.edit} */
  edit(
    to: Address,
    change: { readonly sent: Sent; readonly message: Outgoing },
    lane: Lane,
  ): Promise<void> {
    return this.#once(to, lane, () => this.#port(to).edit(to, change.sent, change.message));
  }

  /** Drops what waits. */
  close(): void {
    this.#open = false;
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
  }

  #once<Result>(to: Address, lane: Lane, call: () => Promise<Result>): Promise<Result> {
    const queue = this.#queue(to);
    const heldMs = queue?.heldMs ?? 0;
    if (queue === null) return Promise.reject(new OfflineError('the outbox takes nothing more'));
    if (heldMs > 0) return Promise.reject(new FloodError(heldMs));
    return new Promise((resolve, reject) => {
      queue.add({
        lane,
        run: async () => resolve(await call()),
        failed: (error) => {
          reject(error);
          return null;
        },
        dropped: () => reject(new OfflineError('it gave its place to more urgent messages')),
      });
    });
  }

  #queue(to: Address): OutboxQueue | null {
    if (!this.#open) return null;
    const key = addressKey(to);
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    if (this.#queues.size >= QUEUES_MAX) {
      for (const [name, queue] of this.#queues) if (queue.isIdle) this.#queues.delete(name);
    }
    const queue = new OutboxQueue(this.#options.timing);
    this.#queues.set(key, queue);
    return queue;
  }

  #port({ platform }: Address): ChatPort {
    return this.#options.ports[platform] ?? NO_PORT;
  }

  /** The person is told once how many answers were left out, when messages go again. */
  #noteDropped(to: Address): void {
    if (!this.#open) return;
    const key = addressKey(to);
    const before = this.#dropped.get(key) ?? 0;
    this.#dropped.set(key, before + 1);
    if (before === 0) this.#queue(to)?.add(this.#droppedJob(to));
  }

  #droppedJob(to: Address): Job {
    const key = addressKey(to);
    const { report } = this.#options;
    return {
      lane: 'answer',
      isKept: true,
      run: async () => {
        const left = this.#dropped.get(key) ?? 0;
        await this.#port(to).send(to, { reply: leftOut(left), taps: [], silent: true });
        this.#dropped.delete(key);
        report(new Error(`${left} messages to ${key} were dropped: too many waited`));
      },
      failed: (error) => {
        if (error instanceof FloodError) return 0;
        this.#dropped.delete(key);
        report(error);
        return null;
      },
      dropped: () => this.#dropped.delete(key),
    };
  }
}

function leftOut(left: number): ReturnType<typeof reply> {
  return reply(`${count(left, 'answer')} left out: more came than this chat takes at a time`, {
    symbol: '!',
    buttons: [show('Status', '/status')],
  });
}

const NO_PORT: ChatPort = {
  send: () => Promise.reject(new OfflineError('this platform is not connected')),
  edit: () => Promise.reject(new OfflineError('this platform is not connected')),
};
