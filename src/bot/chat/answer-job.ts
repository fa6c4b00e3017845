import { markedRepeat } from '../notice/mark-repeat.ts';
import type { Timing } from '../notice/timing.ts';
import type { Address } from './address.ts';
import { bareOutgoing } from './bare-outgoing.ts';
import {
  type ChatPort,
  FloodError,
  LostError,
  OfflineError,
  type Outgoing,
  RefusedError,
  type Sent,
} from './chat-port.ts';
import type { Lane } from './lane.ts';
import type { Job } from './outbox-queue.ts';

/** An answer that could not be sent for this long is worth nothing any more. */
export const OFFLINE_MS_MAX = 60_000;
/** The same while the platform wants pauses. */
export const FLOODED_MS_MAX = 600_000;
export const ANSWER_RETRY_MS_BASE = 500;
export const ANSWER_RETRY_MS_MAX = 8_000;

/** What answers whom. */
export interface AnswerOf {
  readonly lane: Lane;
  readonly to: Address;
  readonly message: Outgoing;
  readonly replaces: Sent | null;
}

export interface AnswerMeans {
  readonly port: ChatPort;
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
  readonly dropped: () => void;
}

/** An answer on its way: tried until it arrives, is refused, or is too late. */
export function answerJob(of: AnswerOf, means: AnswerMeans): Job {
  return new AnswerJob(of, means);
}

class AnswerJob implements Job {
  readonly lane: Lane;
  readonly #means: AnswerMeans;
  readonly #to: Address;
  readonly #beganMs: number;
  #message: Outgoing;
  #replaces: Sent | null;
  #failures = 0;
  #isBare = false;
  #isLost = false;

  constructor({ lane, to, message, replaces }: AnswerOf, means: AnswerMeans) {
    this.lane = lane;
    this.#to = to;
    this.#message = message;
    this.#replaces = replaces;
    this.#means = means;
    this.#beganMs = means.timing.monotonicMs();
  }

  async run(): Promise<void> {
    const { port } = this.#means;
    if (this.#replaces === null) await port.send(this.#to, this.#message);
    else await port.edit(this.#to, this.#replaces, this.#message);
  }

  failed(error: unknown): number | null {
    const tookMs = this.#means.timing.monotonicMs() - this.#beganMs;
    const waitMs = this.#waitAfter(error, tookMs);
    if (waitMs === null) this.#means.report(error);
    return waitMs;
  }

  dropped(): void {
    this.#means.dropped();
  }

  #waitAfter(error: unknown, tookMs: number): number | null {
    if (error instanceof FloodError) return tookMs > FLOODED_MS_MAX ? null : 0;
    if (error instanceof OfflineError) {
      this.#failures += 1;
      const pauseMs = ANSWER_RETRY_MS_BASE * 2 ** (this.#failures - 1);
      const waitMs = Math.min(ANSWER_RETRY_MS_MAX, pauseMs);
      return tookMs + waitMs > OFFLINE_MS_MAX ? null : waitMs;
    }
    if (error instanceof LostError) return this.#afterLost();
    return error instanceof RefusedError ? this.#afterRefused(error) : null;
  }

  #afterLost(): number | null {
    if (this.#isLost) return null;
    this.#isLost = true;
    // Changing a message to the same text again is no repetition.
    if (this.#replaces === null) {
      this.#message = { ...this.#message, reply: markedRepeat(this.#message.reply) };
    }
    return ANSWER_RETRY_MS_BASE;
  }

  #afterRefused(error: RefusedError): number | null {
    if (this.#isBare) return null;
    this.#means.report(error);
    // A message that cannot be changed any more is followed by a new one.
    if (this.#replaces !== null) this.#replaces = null;
    else {
      this.#isBare = true;
      this.#message = bareOutgoing(this.#message);
    }
    return 0;
  }
}
