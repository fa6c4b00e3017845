import type { Chance } from '../../sim/chance.ts';

/** The process is gone: thrown at a port call, caught by the run, which starts again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Decides at every port call whether the process dies there. */
export class CrashClock {
  readonly #chance: Chance;
  readonly #callsPerCrash: number;
  #left: number;
  #enabled = true;

  constructor(chance: Chance, callsPerCrash: number) {
    this.#chance = chance;
    this.#callsPerCrash = callsPerCrash;
    this.#left = this.#draw();
  }

  /** @throws Crash */
  portCall(): void {
    if (!this.#enabled) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = this.#draw();
    throw new Crash();
  }

  heal(): void {
    this.#enabled = false;
  }

  #draw(): number {
    return this.#chance.whole(1, 2 * this.#callsPerCrash);
  }
}
