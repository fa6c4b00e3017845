/**
 * - `torn`: a write that a crash cut short was removed; nothing of it had been acknowledged. Only told.
 * - `damaged`: a record in the middle does not hold; what comes behind it is not read.
 * - `failed`: the disk did not take a write or a sync. What it holds is not known any more.
 * - `full`: the file is as long as it may get. `closed`: it was closed.
 */
export type JournalProblem = 'torn' | 'damaged' | 'failed' | 'full' | 'closed';

/** The journal cannot keep what it is asked to: no order may be sent. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly kind: JournalProblem;
  /** Where in the file, in bytes; `null` where no place is to blame. */
  readonly offset: number | null;

  constructor(
    kind: JournalProblem,
    message: string,
    { offset = null, cause }: { readonly offset?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
    this.offset = offset;
  }
}
