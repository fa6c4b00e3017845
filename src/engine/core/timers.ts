import type { AtMs } from '../domain/time.ts';

interface Entry {
  readonly id: string;
  readonly atMs: AtMs;
  readonly order: number;
}

/** Timers of the core, kept in its state and fired as inputs. One timer per id; a new time moves it. */
export class Timers {
  readonly #heap: Entry[] = [];
  readonly #current = new Map<string, Entry>();
  #count = 0;

  /** Arms `id` for `atMs`, replacing an earlier time. */
  arm(id: string, atMs: AtMs): void {
    this.#count += 1;
    const entry = { id, atMs, order: this.#count };
    this.#current.set(id, entry);
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
  }

  cancel(id: string): void {
    this.#current.delete(id);
  }

  /** The timer that is next, or `null`. */
  next(): { readonly id: string; readonly atMs: AtMs } | null {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined) return null;
      if (this.#current.get(top.id) === top) return top;
      this.#removeTop();
    }
  }

  /** Takes `id` out when it fires; `false` when it was cancelled or moved meanwhile. */
  fire(id: string, atMs: AtMs): boolean {
    const entry = this.#current.get(id);
    if (entry === undefined || entry.atMs > atMs) return false;
    this.#current.delete(id);
    return true;
  }

  get size(): number {
    return this.#current.size;
  }

  #removeTop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      let least = index;
      if (left < this.#heap.length && this.#before(left, least)) least = left;
      if (left + 1 < this.#heap.length && this.#before(left + 1, least)) least = left + 1;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return false;
    return first.atMs < second.atMs || (first.atMs === second.atMs && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
