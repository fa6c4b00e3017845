import { invariant } from '../../engine/domain/values/invariant.ts';

interface Entry {
  readonly atMs: number;
  /** Entries of one moment run in the order in which they were made. */
  readonly order: number;
  readonly run: () => void;
}

/** What will happen and when, in world time: a binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;
  #nowMs = 0;

  /** The moment that runs, or ran last. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next entry is due; infinite when there is none. */
  get nextAtMs(): number {
    return this.#heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Runs `run` after a delay, rounded to a whole millisecond and at least one. */
  after(delayMs: number, run: () => void): void {
    this.at(this.#nowMs + Math.max(1, Math.round(delayMs)), run);
  }

  at(atMs: number, run: () => void): void {
    invariant(Number.isSafeInteger(atMs) && atMs >= this.#nowMs, 'the agenda lies ahead');
    this.#heap.push({ atMs, order: this.#order, run });
    this.#order += 1;
    this.#rise(this.#heap.length - 1);
  }

  /** Runs everything that is due at {@link nextAtMs}, also what is added for that same moment. */
  runNext(): void {
    const atMs = this.nextAtMs;
    if (atMs === Number.POSITIVE_INFINITY) return;
    this.#nowMs = atMs;
    while (this.nextAtMs === atMs) this.#pop()?.run();
  }

  #pop(): Entry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfEarlier(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfEarlier(child, at)) return;
      at = child;
    }
  }

  #swapIfEarlier(a: number, b: number): boolean {
    const [one, two] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || two === undefined || !this.#isEarlier(a, b)) return false;
    this.#heap[a] = two;
    this.#heap[b] = one;
    return true;
  }

  #isEarlier(a: number, b: number): boolean {
    const [one, two] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || two === undefined) return false;
    return one.atMs < two.atMs || (one.atMs === two.atMs && one.order < two.order);
  }
}
