import { DAY_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { StateStoreError } from './state-store-error.ts';

/** Characters in the name of a key, topic, log, lease, owner, group or consumer. */
export const NAME_LENGTH_MAX = 512;
/** Characters in a value, a message or a log entry. */
export const VALUE_LENGTH_MAX = 1_048_576;
/** Nothing stays for ever: the longest life of a key, a window or a lease. */
export const TTL_MS_MAX = 366 * DAY_MS;
/** Entries that a log keeps at most. */
export const LOG_LENGTH_MAX = 100_000;
/** Entries that one read returns at most. */
export const READ_LIMIT_MAX = 1_000;
/** Entries that one claim takes over at most. */
export const CLAIM_LIMIT = 100;
/** Listeners of all topics together. */
export const LISTENERS_MAX = 1_000;

/** @throws StateStoreError kind `tooLarge` */
export function checkNames(...names: readonly string[]): void {
  for (const name of names) {
    invariant(name.length > 0, 'A name in the state store is not empty');
    if (name.length > NAME_LENGTH_MAX) {
      throw new StateStoreError(
        'tooLarge',
        `A name of ${name.length} characters is over the limit of ${NAME_LENGTH_MAX}.`,
      );
    }
  }
}

/** @throws StateStoreError kind `tooLarge` */
export function checkValue(value: string): void {
  if (value.length > VALUE_LENGTH_MAX) {
    throw new StateStoreError(
      'tooLarge',
      `A value of ${value.length} characters is over the limit of ${VALUE_LENGTH_MAX}.`,
    );
  }
}

export function checkTtl(ttlMs: number): void {
  invariant(isWithin(ttlMs, 1, TTL_MS_MAX), 'A time to live is whole milliseconds up to its limit');
}

export function checkLogLength(lengthMax: number): void {
  invariant(isWithin(lengthMax, 1, LOG_LENGTH_MAX), 'A log keeps a whole number of entries');
}

export function checkReadLimit(limit: number): void {
  invariant(isWithin(limit, 1, READ_LIMIT_MAX), 'A read asks for a whole number of entries');
}

export function checkIdle(idleMs: number): void {
  invariant(isWithin(idleMs, 0, TTL_MS_MAX), 'An idle time is whole milliseconds up to its limit');
}

const ENTRY_ID = /^\d+-\d+$/;

export function checkEntryId(id: string): void {
  invariant(ENTRY_ID.test(id), 'An entry id is one that a read or a claim returned');
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
