import type { SocketRuntime } from '../../socket/runtime.ts';

/** Timers of which each name runs at most one. */
export class NamedTimers<Name extends string> {
  readonly #runtime: Pick<SocketRuntime, 'after'>;
  readonly #running = new Map<Name, () => void>();

  constructor(runtime: Pick<SocketRuntime, 'after'>) {
    this.#runtime = runtime;
  }

  /** Runs `run` after `ms`, in place of what the name was to run. */
  set(name: Name, ms: number, run: () => void): void {
    this.cancel(name);
    const cancel = this.#runtime.after(ms, () => {
      this.#running.delete(name);
      run();
    });
    this.#running.set(name, cancel);
  }

  has(name: Name): boolean {
    return this.#running.has(name);
  }

  cancel(name: Name): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }

  cancelAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
