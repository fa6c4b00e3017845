/**
 * Why the state store did not do it.
 * - `unavailable`: no server, no answer in time, or a server that cannot serve now. Whether a write
 *   took effect is not known; the next call tries afresh.
 * - `rejected`: the server understood and refused; trying again changes nothing.
 * - `tooLarge`: a name or a value over its limit.
 * - `overflow`: too many commands, leases, logs, groups or listeners at once.
 * - `closed`: the store was closed.
 */
export type StateStoreErrorKind = 'unavailable' | 'rejected' | 'tooLarge' | 'overflow' | 'closed';

/** An operating error of a state store, in process or on Redis. */
export class StateStoreError extends Error {
  override readonly name = 'StateStoreError';
  readonly kind: StateStoreErrorKind;

  constructor(kind: StateStoreErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
