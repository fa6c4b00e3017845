import type { Timing } from '../notice/timing.ts';

/** Waits that all end at once when there is nothing more to wait for. */
export class Pauses {
  readonly #timing: Pick<Timing, 'after'>;
  readonly #ends = new Set<() => void>();
  #over = false;

  constructor(timing: Pick<Timing, 'after'>) {
    this.#timing = timing;
  }

  /** Resolves after `delayMs`, or when `early` does, or when everything ends. Never rejects. */
  wait(delayMs: number, early?: Promise<void>): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#ends.delete(end);
        resolve();
      };
      const cancel = this.#timing.after(delayMs, end);
      this.#ends.add(end);
      early?.then(end, end);
    });
  }

  get isOver(): boolean {
    return this.#over;
  }

  end(): void {
    this.#over = true;
    for (const end of [...this.#ends]) end();
  }
}
