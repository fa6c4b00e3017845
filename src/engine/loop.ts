import type { Effect } from './core/effects.ts';
import type { Engine } from './core/engine.ts';
import type { InputBody, LoopInput } from './domain/input.ts';
import type { AtMs } from './domain/time.ts';
import { invariant } from './domain/values/invariant.ts';
import { type Frame, FrameQueue } from './frame-queue.ts';
import type { Clock } from './ports.ts';

/** Commands and effect results waiting at most. They are never dropped: more stops the loop. */
export const PRIORITY_MAX = 10_000;

/** What the loop tells while it works. */
export interface LoopObserver {
  /** Before the step: one call per frame or other input, in the order in which they are stepped. */
  onInput(atMs: AtMs, input: Frame | InputBody): void;
  /** After each step. */
  onStep(input: LoopInput, effects: readonly Effect[]): void;
}

/** An input that is not a venue's frame. */
type Priority = Exclude<InputBody, { kind: 'market' | 'timer' }>;

/**
 * Runs the core at its own pace: sockets only enqueue here. Commands and effect results go before
 * market data; timers fire as inputs; a snapshot replaces queued book frames of its market.
 */
export class Loop {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #observer: LoopObserver;
  readonly #priority: Priority[] = [];
  readonly #frames = new FrameQueue();
  #seq = 0;
  #lastAtMs: AtMs = 0;

  constructor(engine: Engine, clock: Clock, observer: LoopObserver) {
    this.#engine = engine;
    this.#clock = clock;
    this.#observer = observer;
  }

  /** Book frames that were not stepped: replaced by a newer whole book, or lost to a full queue. */
  get unread(): { readonly replaced: number; readonly lost: number } {
    const { replaced, lost } = this.#frames;
    return { replaced, lost };
  }

  /** @throws InvariantError when the lane is full: effects are lost or a person floods. */
  offer(body: Priority): void {
    invariant(this.#priority.length < PRIORITY_MAX, 'commands and results are handled in time');
    this.#priority.push(body);
  }

  offerFrame(frame: Frame): void {
    const gap = this.#frames.push(frame);
    if (gap !== null) this.offer({ kind: 'gap', marketId: gap });
  }

  /** Behind all frames that were offered before it. */
  offerBehind(input: InputBody & { readonly kind: 'cursor' }): void {
    this.#frames.push({ input });
  }

  /** Whether nothing waits; timers may still be armed. */
  get idle(): boolean {
    return this.#priority.length === 0 && this.#frames.size === 0;
  }

  /** When the next timer is due, or `null`. */
  get nextTimerAtMs(): AtMs | null {
    return this.#engine.nextTimer?.atMs ?? null;
  }

  /** Steps through due timers and up to `max` inputs; returns how many steps were made. */
  drain(max: number): number {
    const before = this.#seq;
    while (this.#seq - before < max) {
      if (!this.#stepPriority() && !this.#fireDueTimer() && !this.#stepFrame()) break;
    }
    return this.#seq - before;
  }

  #fireDueTimer(): boolean {
    const timer = this.#engine.nextTimer;
    if (timer === null || timer.atMs > this.#clock.nowMs()) return false;
    const body = { kind: 'timer', timerId: timer.id } as const;
    this.#record(body);
    this.#step(body);
    return true;
  }

  #stepPriority(): boolean {
    const body = this.#priority.shift();
    if (body === undefined) return false;
    this.#record(body);
    this.#step(body);
    return true;
  }

  #stepFrame(): boolean {
    const frame = this.#frames.shift();
    if (frame === null) return false;
    if ('input' in frame) {
      this.#record(frame.input);
      this.#step(frame.input);
      return true;
    }
    this.#record(frame);
    for (const event of frame.events) this.#step({ kind: 'market', source: frame.source, event });
    return true;
  }

  #record(input: Frame | InputBody): void {
    this.#lastAtMs = Math.max(this.#lastAtMs, this.#clock.nowMs());
    this.#observer.onInput(this.#lastAtMs, input);
  }

  #step(body: InputBody): void {
    this.#seq += 1;
    const input: LoopInput = { seq: this.#seq, atMs: this.#lastAtMs, body };
    this.#observer.onStep(input, this.#engine.step(input));
  }
}
