import type { Engine } from '../../engine/core/engine.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { Loop, type LoopObserver } from '../../engine/loop.ts';

/** Longest time in which nothing else runs. */
const SLICE_MS = 6;
/** Steps between two looks at the time. */
const STEPS_PER_LOOK = 32;
/** Longest wait of a timer; a clock that was set back is noticed after it. */
const TIMER_MS_MAX = 1_000;

type Priority = Parameters<Loop['offer']>[0];

export interface LiveLoopOptions {
  readonly engine: Engine;
  readonly observer: LoopObserver;
  nowMs(): AtMs;
  /** A step threw: state may be half changed, so nothing is stepped any more. */
  onFatal(error: unknown): void;
}

/** Runs the engine's loop on the process's own: in slices, woken by inputs and by timers. */
export class LiveLoop {
  readonly #loop: Loop;
  readonly #options: LiveLoopOptions;
  #turn: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStepping = false;
  #isStopped = false;

  constructor(options: LiveLoopOptions) {
    this.#options = options;
    this.#loop = new Loop(options.engine, { nowMs: () => options.nowMs() }, options.observer);
  }

  /** Book frames that were not stepped. */
  get unread(): Loop['unread'] {
    return this.#loop.unread;
  }

  get isIdle(): boolean {
    return this.#loop.idle;
  }

  offerFrame(frame: Frame): void {
    this.#offered(() => this.#loop.offerFrame(frame));
  }

  /** Behind all frames that were offered before it. */
  offerBehind(input: Parameters<Loop['offerBehind']>[0]): void {
    this.#offered(() => this.#loop.offerBehind(input));
  }

  /** Commands and results go before frames. */
  offer(body: Priority): void {
    this.#offered(() => this.#loop.offer(body));
  }

  /** Like {@link offer}, and stepped before this returns: for what must not wait. */
  offerNow(body: Priority): void {
    this.offer(body);
    if (!this.#isStepping) this.#step();
  }

  /** Nothing is stepped any more. */
  stop(): void {
    this.#isStopped = true;
    if (this.#turn !== null) clearImmediate(this.#turn);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wake(): void {
    if (this.#turn !== null || this.#isStopped) return;
    this.#turn = setImmediate(() => {
      this.#turn = null;
      this.#step();
    });
  }

  #step(): void {
    if (this.#isStopped) return;
    const began = performance.now();
    this.#isStepping = true;
    this.#guard(() => {
      while (!this.#isStopped && this.#loop.drain(STEPS_PER_LOOK) > 0) {
        if (performance.now() - began >= SLICE_MS) break;
      }
    });
    this.#isStepping = false;
    if (this.#isStopped) return;
    if (this.#loop.idle) this.#sleep();
    else this.#wake();
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const dueAtMs = this.#loop.nextTimerAtMs;
    if (dueAtMs === null) return;
    const waitMs = Math.min(Math.max(0, dueAtMs - this.#options.nowMs()), TIMER_MS_MAX);
    this.#timer = setTimeout(() => this.#step(), waitMs);
  }

  /** Within a step an error goes to the step's own guard: nothing may be stepped after it. */
  #offered(offer: () => void): void {
    if (this.#isStopped) return;
    if (this.#isStepping) offer();
    else this.#guard(offer);
    this.#wake();
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stop();
      this.#options.onFatal(error);
    }
  }
}
