const WAIT_MS_MAX = 120_000;

/** Lets others wait until something about the double is as they want it, without looking in vain. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** Tells everybody who waits to look again. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * What `find` finds, as soon as it finds it; `false`, `null` and `undefined` are nothing.
   * @throws Error with what `told` says there is instead, when it takes too long.
   */
  until<T>(
    find: () => T | null | undefined | false,
    told: () => string,
    waitMsMax: number = WAIT_MS_MAX,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
      };
      const look = (): void => {
        try {
          const found = find();
          if (found === null || found === undefined || found === false) return;
          done();
          resolve(found);
        } catch (error) {
          done();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`nothing of the kind within ${waitMsMax} ms\n${told()}`));
      }, waitMsMax);
      this.#listeners.add(look);
      look();
    });
  }
}
