import { writeSync } from 'node:fs';
import type { Leg } from '../../../../src/engine/domain/order.ts';
import type { Hold, Moment, Told } from './message.ts';

const STDOUT = 1;

/** Where the process has to stop; it does so within the very call that is the moment. */
export class Holds {
  armed: Hold | null;

  constructor(armed: Hold | null) {
    this.armed = armed;
  }

  isArmed(moment: Moment, leg: Leg): boolean {
    return this.armed?.moment === moment && this.armed.leg === leg;
  }

  /** Stands still for ever when this moment of this leg is the one. */
  pass(moment: Moment, leg: Leg): void {
    if (this.isArmed(moment, leg)) stop(moment);
  }

  /** The same where the moment has no order of its own. */
  passAny(moment: Moment): void {
    if (this.armed?.moment === moment) stop(moment);
  }
}

/** Tells that the moment is reached; the process goes on. */
export function tellHeld(moment: Moment): void {
  const told: Told = { kind: 'held', moment };
  writeSync(STDOUT, `${JSON.stringify(told)}\n`);
}

/** The whole thread stops, not one task of it: nothing happens between the moment and the kill. */
function stop(moment: Moment): never {
  tellHeld(moment);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('nobody wakes what waits for its end');
}
