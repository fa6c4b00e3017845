import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { InvariantError } from '../../engine/domain/values/invariant.ts';

/**
 * What a caller can do about it:
 * - `unavailable`: nothing was written; the same call may be made again later.
 * - `conflict`: nothing was written; the change contradicts a row that is there.
 * - `unknownOutcome`: the connection was lost while committing; re-read before going on.
 * - `corrupt`: the database holds, or was given, what this program cannot have written.
 */
export type StoreErrorKind = 'unavailable' | 'conflict' | 'unknownOutcome' | 'corrupt';

/** The only error of the stores. Its message never holds a query parameter. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Where in a transaction a failure came: only a lost `commit` leaves the outcome open. */
export type Phase = 'statement' | 'commit';

/** SQLSTATE classes by what they mean here; every other class is `unavailable`. */
const KIND_OF_CLASS: Readonly<Record<string, StoreErrorKind>> = {
  '22': 'corrupt', // Data exception: a value that the column cannot hold.
  '23': 'conflict', // Integrity constraint violation.
  '42': 'corrupt', // A table or column is not what the migrations made.
  XX: 'corrupt', // Internal error, damaged page or index.
};

/** Classes that a server sends while it goes away: after them a commit may or may not stand. */
const GOING_AWAY: ReadonlySet<string> = new Set(['08', '57', '58']);

/** The driver's own error: drizzle's wrapper prints parameters, so it is never passed on. */
export function driverError(error: unknown): unknown {
  let inner = error;
  while (inner instanceof DrizzleQueryError && inner.cause !== undefined) inner = inner.cause;
  return inner;
}

/** Whether the server itself answered, so that the connection is still in step. */
export function isAnswer(error: unknown): boolean {
  const inner = driverError(error);
  if (inner instanceof InvariantError || inner instanceof StoreError) return true;
  return inner instanceof pg.DatabaseError && !GOING_AWAY.has(sqlClass(inner));
}

/** Our own mistakes: no state of the database makes them, so they must not look like one. */
const BUGS = [InvariantError, TypeError, RangeError, ReferenceError, SyntaxError] as const;

/** The error to throw for what a driver threw. A bug of ours stays what it is. */
export function storeError(error: unknown, phase: Phase): Error {
  const cause = driverError(error);
  if (cause instanceof StoreError) return cause;
  const bug = BUGS.find((kind) => cause instanceof kind);
  if (bug !== undefined) return cause as Error;
  if (phase === 'commit' && !isAnswer(cause)) {
    const message = 'The database connection was lost while committing';
    return new StoreError('unknownOutcome', message, { cause });
  }
  if (cause instanceof pg.DatabaseError) {
    const kind = KIND_OF_CLASS[sqlClass(cause)] ?? 'unavailable';
    const where = cause.constraint ?? cause.column ?? cause.table;
    const message = `The database refused (SQLSTATE ${cause.code}${where ? `, ${where}` : ''})`;
    return new StoreError(kind, message, { cause });
  }
  return new StoreError('unavailable', 'The database does not answer', { cause });
}

function sqlClass(error: pg.DatabaseError): string {
  return (error.code ?? '').slice(0, 2);
}
