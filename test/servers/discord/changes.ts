/** How long a test waits for a condition before it says what is there instead. */
const TIMEOUT_MS = 120_000;
/** How often a condition is looked at without a change: it may hang on something else than the double. */
const RELOOK_MS = 20;

export interface Waiting {
  /** Says what was waited for and what is there instead. */
  readonly what: () => string;
  readonly timeoutMs?: number;
}

/** Wakes everybody who waits for a condition when anything has changed. */
export class Changes {
  readonly #looks = new Set<() => void>();

  notify(): void {
    for (const look of [...this.#looks]) look();
  }

  /** The first value of `look` that is neither null, undefined nor false. @throws Error after the timeout */
  until<T>(look: () => T | null | undefined | false, waiting: Waiting): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timeoutMs = waiting.timeoutMs ?? TIMEOUT_MS;
      const stop = (): void => {
        clearTimeout(timer);
        clearInterval(relook);
        this.#looks.delete(check);
      };
      const check = (): void => {
        try {
          const found = look();
          if (found === null || found === undefined || found === false) return;
          stop();
          resolve(found);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`nothing after ${timeoutMs} ms: ${waiting.what()}`));
      }, timeoutMs);
      const relook = setInterval(() => check(), RELOOK_MS);
      this.#looks.add(check);
      check();
    });
  }
}
