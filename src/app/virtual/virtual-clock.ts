import type { AtMs } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import type { Clock } from '../../engine/ports.ts';

/** A clock that stands still until it is moved. */
export class VirtualClock implements Clock {
  #nowMs: AtMs = 0;

  nowMs(): AtMs {
    return this.#nowMs;
  }

  moveTo(atMs: AtMs): void {
    invariant(atMs >= this.#nowMs, 'virtual time does not go back');
    this.#nowMs = atMs;
  }
}
