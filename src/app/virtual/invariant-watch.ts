import type { Engine } from '../../engine/core/engine.ts';
import { brokenInvariants } from '../../engine/core/invariants.ts';

/** How the invariants fared. */
export interface InvariantTally {
  readonly checked: number;
  readonly violations: number;
  /** The first few, as sentences. */
  readonly broken: readonly string[];
}

const BROKEN_KEPT_MAX = 10;

/** Checks an engine's invariants after its steps, and counts. */
export class InvariantWatch {
  readonly #broken: string[] = [];
  #checked = 0;
  #violations = 0;

  get tally(): InvariantTally {
    return { checked: this.#checked, violations: this.#violations, broken: this.#broken };
  }

  check(engine: Engine, seq: number): void {
    const broken = brokenInvariants(engine);
    this.#checked += 1;
    this.#violations += broken.length;
    for (const sentence of broken) {
      if (this.#broken.length < BROKEN_KEPT_MAX) this.#broken.push(`step ${seq}: ${sentence}`);
    }
  }
}
