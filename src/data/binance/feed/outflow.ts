import type { SocketRuntime } from '../../socket/runtime.ts';

/** One price on its way out. */
export interface Sample {
  readonly price: number;
  readonly receivedAtMs: number;
  readonly frame: unknown;
}

interface Held {
  readonly order: number;
  readonly sample: Sample;
}

interface Slot {
  sentMs: number;
  /** Waiting, with the lowest and the highest of the wait; empty when nothing waits. */
  last: Held | null;
  low: Held | null;
  high: Held | null;
  cancel: (() => void) | null;
}

/**
 * Bounds what a burst costs whoever takes the prices: of one stream at most one moment in
 * `spacingMs` goes out. Of the prices in between the newest goes, and of trades also the lowest and
 * the highest, because a barrier may be touched for an instant.
 */
export class Outflow {
  readonly #spacingMs: number;
  readonly #runtime: Pick<SocketRuntime, 'monotonicMs' | 'after'>;
  readonly #send: (sample: Sample) => void;
  readonly #slots = new Map<string, Slot>();
  #order = 0;
  #joined = 0;

  constructor(
    spacingMs: number,
    runtime: Pick<SocketRuntime, 'monotonicMs' | 'after'>,
    send: (sample: Sample) => void,
  ) {
    this.#spacingMs = spacingMs;
    this.#runtime = runtime;
    this.#send = send;
  }

  /** Prices that went out within a later one. */
  get joined(): number {
    return this.#joined;
  }

  offer(stream: string, sample: Sample, hasExtremes: boolean): void {
    const slot = this.#slotOf(stream);
    const dueMs = slot.sentMs + this.#spacingMs - this.#runtime.monotonicMs();
    if (slot.cancel === null && dueMs <= 0) {
      slot.sentMs = this.#runtime.monotonicMs();
      this.#send(sample);
      return;
    }
    this.#hold(slot, sample, hasExtremes);
    slot.cancel ??= this.#runtime.after(Math.max(0, dueMs), () => this.#flush(slot));
  }

  /** Drops what waits of streams that nobody follows any more, or of all. */
  clear(isGone: (stream: string) => boolean = () => true): void {
    for (const [stream, slot] of this.#slots) {
      if (!isGone(stream)) continue;
      slot.cancel?.();
      this.#slots.delete(stream);
    }
  }

  #slotOf(stream: string): Slot {
    let slot = this.#slots.get(stream);
    if (slot === undefined) {
      const sentMs = Number.NEGATIVE_INFINITY;
      slot = { sentMs, last: null, low: null, high: null, cancel: null };
      this.#slots.set(stream, slot);
    }
    return slot;
  }

  #hold(slot: Slot, sample: Sample, hasExtremes: boolean): void {
    this.#order += 1;
    this.#joined += 1;
    const held = { order: this.#order, sample };
    slot.last = held;
    if (!hasExtremes) return;
    if (slot.low === null || sample.price < slot.low.sample.price) slot.low = held;
    if (slot.high === null || sample.price > slot.high.sample.price) slot.high = held;
  }

  #flush(slot: Slot): void {
    const waiting = new Set([slot.last, slot.low, slot.high].filter((held) => held !== null));
    slot.last = null;
    slot.low = null;
    slot.high = null;
    slot.cancel = null;
    slot.sentMs = this.#runtime.monotonicMs();
    this.#joined -= waiting.size;
    for (const { sample } of [...waiting].sort((a, b) => a.order - b.order)) this.#send(sample);
  }
}
