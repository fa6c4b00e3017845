import type { StateStore } from '../../../src/engine/ports.ts';

export const LONG_MS = 3_600_000;
export const SHORT_MS = 30;

/** One kind of state store, as the contract needs it. */
export interface StateStoreSubject {
  /** A client of the state that all clients of this subject share. */
  client(): Promise<StateStore>;
  /** Waits until `holds`, which is to be after about `ms`. */
  after(ms: number, holds: () => Promise<boolean>): Promise<void>;
  /** Waits until what was published has arrived. */
  arrived(holds: () => boolean): Promise<void>;
  end(): Promise<void>;
}
