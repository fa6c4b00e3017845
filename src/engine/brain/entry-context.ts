import type { EntryInputs } from '../domain/decision-record.ts';
import type { Settings } from '../domain/settings.ts';

export type { Exposure, WriteQueue } from '../domain/decision-record.ts';

/** Everything the rules look at for one entry in one ledger. */
export interface EntryContext extends EntryInputs {
  readonly settings: Settings;
}
