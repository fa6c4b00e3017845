import type { WebSocket } from 'ws';
import { type FaultKind, type Faults, FREEZE_MS } from './faults.ts';
import type { WireRuntime } from './runtime.ts';

/** Close code and words of the venue for a client that reads too slowly. */
export const SLOW_CONSUMER = { code: 1013, reason: 'slow consumer' } as const;

/** Which kinds of fault hit the frames of a channel. */
export interface FrameFaults {
  readonly drop: FaultKind;
  readonly duplicate: FaultKind;
  readonly reorder: FaultKind;
}

const HASH = /"hash":"([0-9a-f])/;

/** One client's connection, as the faults leave it. */
export class FaultySocket {
  readonly #socket: WebSocket;
  readonly #kinds: FrameFaults;
  readonly #runtime: WireRuntime;
  readonly #bufferBytesMax: number;
  #frozenUntilMs = 0;
  #answersFrozen = false;
  /** A frame that the next one overtakes. */
  #held: string | null = null;

  constructor(
    socket: WebSocket,
    kinds: FrameFaults,
    at: { readonly runtime: WireRuntime; readonly bufferBytesMax: number },
  ) {
    this.#socket = socket;
    this.#kinds = kinds;
    this.#runtime = at.runtime;
    this.#bufferBytesMax = at.bufferBytesMax;
  }

  /** Sends a frame; tells how many went out: none, one, or more. */
  send(text: string): number {
    const { faults } = this.#runtime;
    if (this.#isFrozen() || faults.happens(this.#kinds.drop)) return 0;
    const frame = corrupted(text, faults);
    if (this.#held === null && faults.happens(this.#kinds.reorder)) {
      this.#held = frame;
      return 0;
    }
    let sent = this.#put(frame);
    if (faults.happens(this.#kinds.duplicate)) sent += this.#put(frame);
    return sent + this.#release();
  }

  /** Answers a `PING`. A frozen socket may still do that while no data comes. */
  pong(): void {
    if (!this.#isFrozen() || this.#answersFrozen) this.#put('PONG');
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
    if (faults.happens('socketClose1013')) this.#closeSlow();
    if (faults.happens('socketClose1006')) this.#socket.terminate();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #freeze(kind: FaultKind, untilMs: number): void {
    this.#frozenUntilMs = Math.max(this.#frozenUntilMs, untilMs);
    this.#answersFrozen = this.#runtime.faults.amount(kind, [0, 1]) === 1;
    this.#held = null;
  }

  #isFrozen(): boolean {
    return this.#frozenUntilMs > 0 && this.#runtime.clock.nowMs() < this.#frozenUntilMs;
  }

  #release(): number {
    const held = this.#held;
    this.#held = null;
    return held === null ? 0 : this.#put(held);
  }

  #put(text: string): number {
    if (this.#socket.readyState !== this.#socket.OPEN) return 0;
    if (this.#socket.bufferedAmount > this.#bufferBytesMax) {
      this.#runtime.counts.slowReaders += 1;
      this.#closeSlow();
      return 0;
    }
    this.#socket.send(text);
    return 1;
  }

  #closeSlow(): void {
    this.#socket.close(SLOW_CONSUMER.code, SLOW_CONSUMER.reason);
  }
}

/** Another first digit in the first hash. */
function corrupted(text: string, faults: Faults): string {
  const digit = HASH.exec(text)?.[1];
  if (digit === undefined || !faults.happens('frameCorruptHash')) return text;
  return text.replace(HASH, `"hash":"${digit === '0' ? '1' : '0'}`);
}
