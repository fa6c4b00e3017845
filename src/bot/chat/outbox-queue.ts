import type { Timing } from '../notice/timing.ts';
import { FloodError, LostError } from './chat-port.ts';
import { LANES, type Lane } from './lane.ts';

/** Messages that may wait for one chat. */
export const WAITING_MAX = 200;
/** A platform that takes longer to answer is given up: what was sent may have arrived. */
export const CALL_TIMEOUT_MS = 60_000;

/** One thing to be done in a chat. */
export interface Job {
  readonly lane: Lane;
  /** Never gives its place to others. */
  readonly isKept?: true;
  /** Makes one call to the platform. */
  run(): Promise<void>;
  /** What follows from an error: the wait before the next try, or `null` when it is over. */
  failed(error: unknown): number | null;
  /** It gave its place to more important ones. */
  dropped(): void;
}

interface Waiting {
  readonly job: Job;
  /** Monotonic. */
  notBeforeMs: number;
}

/**
 * What waits for one chat: the most urgent lane first, each in order, one call at a time, none
 * while the platform wants a pause. Nothing here ever rejects.
 */
export class OutboxQueue {
  readonly #timing: Timing;
  readonly #lanes: Readonly<Record<Lane, Waiting[]>> = {
    safety: [],
    answer: [],
    money: [],
    alert: [],
    digest: [],
  };
  #held: number = Number.NEGATIVE_INFINITY;
  #busy = false;
  #open = true;
  #cancelTimer: (() => void) | null = null;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** How long the platform still wants a pause. */
  get heldMs(): number {
    return Math.max(0, this.#held - this.#timing.monotonicMs());
  }

  get waiting(): number {
    return LANES.reduce((sum, lane) => sum + this.#lanes[lane].length, 0);
  }

  /** Whether nothing waits or is under way, and nothing has to be remembered. */
  get isIdle(): boolean {
    return !this.#busy && this.waiting === 0 && this.heldMs === 0;
  }

  /** Adds a job; when too many wait, the oldest of the least urgent lane goes. */
  add(job: Job): void {
    if (!this.#open) {
      job.dropped();
      return;
    }
    this.#lanes[job.lane].push({ job, notBeforeMs: Number.NEGATIVE_INFINITY });
    if (this.waiting > WAITING_MAX) this.#dropOne();
    this.#pump();
  }

  /** Drops what waits; a call under way ends by itself. */
  close(): void {
    this.#open = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const lane of LANES) {
      for (const { job } of this.#lanes[lane].splice(0)) job.dropped();
    }
  }

  #dropOne(): void {
    for (const lane of [...LANES].reverse()) {
      const at = this.#lanes[lane].findIndex(({ job }) => job.isKept !== true);
      if (at < 0) continue;
      this.#lanes[lane].splice(at, 1)[0]?.job.dropped();
      return;
    }
  }

  #pump(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#busy || !this.#open || this.waiting === 0) return;
    const nowMs = this.#timing.monotonicMs();
    const ready =
      this.heldMs > 0 ? undefined : LANES.find((lane) => isDue(this.#lanes[lane], nowMs));
    const next = ready === undefined ? undefined : this.#lanes[ready].shift();
    if (next === undefined) {
      this.#cancelTimer = this.#timing.after(this.#nextMs(nowMs) - nowMs, () => this.#pump());
      return;
    }
    this.#busy = true;
    void this.#call(next).then(() => {
      this.#busy = false;
      this.#pump();
    });
  }

  /** When the next try may be. */
  #nextMs(nowMs: number): number {
    const heads = LANES.flatMap((lane) => this.#lanes[lane][0]?.notBeforeMs ?? []);
    return Math.max(nowMs, this.#held, Math.min(...heads));
  }

  async #call(waiting: Waiting): Promise<void> {
    const { job } = waiting;
    try {
      await withinTime(job, this.#timing);
    } catch (error) {
      const nowMs = this.#timing.monotonicMs();
      if (error instanceof FloodError) this.#held = nowMs + error.retryAfterMs;
      const waitMs = job.failed(error);
      if (waitMs === null) return;
      if (!this.#open) {
        job.dropped();
        return;
      }
      waiting.notBeforeMs = nowMs + waitMs;
      this.#lanes[job.lane].unshift(waiting);
    }
  }
}

/** Nothing of a lane overtakes its first. */
function isDue(lane: readonly Waiting[], nowMs: number): boolean {
  const [first] = lane;
  return first !== undefined && first.notBeforeMs <= nowMs;
}

/** @throws LostError when no answer comes. */
function withinTime(job: Job, timing: Timing): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = timing.after(CALL_TIMEOUT_MS, () =>
      reject(new LostError(`the platform did not answer within ${CALL_TIMEOUT_MS} ms`)),
    );
    job.run().then(
      () => {
        cancel();
        resolve();
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}
