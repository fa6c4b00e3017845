import type { WebSocket } from 'ws';
import { FREEZE_MS } from '../../wire/faults.ts';
import type { WireRuntime } from '../../wire/runtime.ts';

/** What the venue sends in a ping. */
export const HEARTBEAT = 'heartbeat';

/** One client's connection, as the faults leave it. */
export class Line {
  readonly #socket: WebSocket;
  readonly #runtime: WireRuntime;
  #frozenUntilMs = 0;
  #pingsFrozen = true;
  /** A frame that the next one overtakes. */
  #held: string | null = null;

  constructor(socket: WebSocket, runtime: WireRuntime) {
    this.#socket = socket;
    this.#runtime = runtime;
  }

  /** Bytes that wait for a reader. */
  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: unknown): void {
    const { faults } = this.#runtime;
    if (this.#isFrozen() || faults.happens('frameDrop')) return;
    const text = JSON.stringify(frame);
    if (this.#held === null && faults.happens('frameReorder')) {
      this.#held = text;
      return;
    }
    this.#put(text);
    if (faults.happens('frameDuplicate')) this.#put(text);
    this.#release();
  }

  ping(): void {
    const isOpen = this.#socket.readyState === this.#socket.OPEN;
    if (isOpen && !(this.#isFrozen() && this.#pingsFrozen)) this.#socket.ping(HEARTBEAT);
  }

  /** What may happen to a connection within a second; also lets go of a frame held too long. */
  passSecond(nowMs: number): void {
    const { faults } = this.#runtime;
    if (!this.#isFrozen()) this.#release();
    if (faults.happens('socketFreezeForever')) {
      this.#freeze('socketFreezeForever', Number.POSITIVE_INFINITY);
    } else if (faults.happens('socketFreeze')) {
      this.#freeze('socketFreeze', nowMs + faults.amount('socketFreeze', FREEZE_MS));
    }
    if (faults.happens('socketClose1006')) this.terminate();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** A frozen line may still be pinged while no data comes. */
  #freeze(kind: 'socketFreeze' | 'socketFreezeForever', untilMs: number): void {
    this.#frozenUntilMs = Math.max(this.#frozenUntilMs, untilMs);
    this.#pingsFrozen = this.#runtime.faults.amount(kind, [0, 1]) === 1;
    this.#held = null;
  }

  #isFrozen(): boolean {
    return this.#frozenUntilMs > 0 && this.#runtime.clock.nowMs() < this.#frozenUntilMs;
  }

  #release(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.#put(held);
  }

  #put(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text);
    this.#runtime.counts.frames += 1;
  }
}
