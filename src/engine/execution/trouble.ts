import type { IntegrityFault } from '../domain/account-event.ts';

/** What went wrong, for the core and for the log. */
export interface Trouble {
  /** `detail` is shown to people. */
  fault(fault: IntegrityFault, detail: string): void;
  /** The whole error, for the log, which removes what nobody may read. */
  error(what: string, error: unknown): void;
}

/** Messages of unknown errors may carry anything; their names do not. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** The words of the journal are ours; those of anything else are not shown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error && error.name === 'JournalError' ? error.message : nameOf(error);
}
