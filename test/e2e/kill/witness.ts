/** Longest wait for a condition: beyond it, it is taken never to come. */
const WAIT_MS_MAX = 120_000;

/** What a test sees of the outside, and conditions over it that are looked at whenever it changes. */
export class Witness {
  readonly #looks = new Set<() => void>();
  readonly #waitMsMax: number;

  constructor(waitMsMax = WAIT_MS_MAX) {
    this.#waitMsMax = waitMsMax;
  }

  /** Something was seen: every condition that is waited for is looked at, at once. */
  note(): void {
    for (const look of [...this.#looks]) look();
  }

  /** Resolves when it holds. `explain` tells more when it never does; what it throws ends the wait. */
  until(holds: () => boolean, what: string, explain: () => string = () => ''): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void): void => {
        clearTimeout(timer);
        this.#looks.delete(look);
        finish();
      };
      const look = (): void => {
        try {
          if (holds()) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      const timer = setTimeout(() => {
        end(() => reject(new Error(`never happened: ${what}\n${explain()}`)));
      }, this.#waitMsMax);
      this.#looks.add(look);
      look();
    });
  }
}
