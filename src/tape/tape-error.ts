/**
 * Why a tape cannot be read or written any further.
 * - `missing`: there is no such file.
 * - `notTape`: the file holds something else.
 * - `unreadable`: the system refuses to give it.
 * - `exists`: the file to be written is there already.
 * - `overflow`: inputs came faster than the disk took them.
 * - `lineTooLong`: one input is longer than a tape line may be.
 * - `write`: the system refuses to take it.
 */
export type TapeErrorKind =
  | 'missing'
  | 'notTape'
  | 'unreadable'
  | 'exists'
  | 'overflow'
  | 'lineTooLong'
  | 'write';

/** Ends the reading or the writing of a tape. The message is one sentence for a person. */
export class TapeError extends Error {
  override readonly name = 'TapeError';
  readonly kind: TapeErrorKind;

  constructor(kind: TapeErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The system's code of an I/O error, such as `ENOENT`; `null` for any other error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
