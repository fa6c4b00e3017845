/** Work that waits for its turn at most. */
export const TURNS_WAITING_MAX = 100;

/** Runs work one piece after the other, in order of arrival: a wallet's nonces have one order. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** What the work answers or throws; `null`, and nothing is run, when too much waits already. */
  async run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#waiting >= TURNS_WAITING_MAX) return null;
    this.#waiting += 1;
    const turn = this.#last.then(work);
    // Whoever asked for it is told of its failure; who comes next only needs its end.
    this.#last = turn.then(ended, ended);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function ended(): void {}
