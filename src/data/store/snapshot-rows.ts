import { SNAPSHOT_ROWS_MAX } from './limits.ts';
import { StoreError } from './store-error.ts';

/** One row more than allowed, so that a list cut short is noticed. */
export const LIMIT = SNAPSHOT_ROWS_MAX + 1;

/** The rows of a list. @throws StoreError when it is too long. */
export function whole<T>(rows: T[]): T[] {
  if (rows.length > SNAPSHOT_ROWS_MAX) {
    const message = `A snapshot list is longer than ${SNAPSHOT_ROWS_MAX} rows`;
    throw new StoreError('corrupt', message);
  }
  return rows;
}
