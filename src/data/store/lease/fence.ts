import pg from 'pg';
import { StoreError } from '../store-error.ts';
import type { Statement } from '../transaction.ts';

/** Of a leader that was stopped in the middle of a write: the server ends it, so that nobody waits. */
const IDLE_MS_MAX = 4_000;
/** What the server says to a leader that is none any more. */
const NOT_LEADING = '22012';

/**
 * Goes before the rows of a transaction: it divides by zero unless this epoch leads, and no other can
 * take over before the transaction ends.
 */
export function fenceOf(epoch: number): readonly Statement[] {
  return [
    { text: `set local idle_in_transaction_session_timeout to ${IDLE_MS_MAX}`, values: [] },
    {
      text: 'select 1 / count(*) from (select from leadership where epoch = $1 for share) as led',
      values: [epoch],
    },
  ];
}

/** The error to throw for a fenced write that failed. */
export function fencedError(error: unknown): unknown {
  const cause = error instanceof StoreError ? error.cause : null;
  if (!(cause instanceof pg.DatabaseError) || cause.code !== NOT_LEADING) return error;
  return new StoreError('conflict', 'Another program leads on this database', { cause });
}
