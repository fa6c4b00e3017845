import { type CommandCall, UsageError } from './command.ts';
import type { Reply } from './reply.ts';

/** Commands whose changes can be shown before they are made. */
export const PREVIEWED: ReadonlySet<string> = new Set(['wallet', 'filter', 'limits', 'settings']);

function refuse(): never {
  throw new UsageError('This is done at once, so it cannot be shown before.');
}

const later = async (): Promise<never> => refuse();

/** What a command gets in place of whatever acts: nothing is done, whatever it asks for. */
export const SHOWN_ONLY: Pick<CommandCall, 'isPreview' | 'execute' | 'preferences' | 'undo'> = {
  isPreview: true,
  execute: later,
  preferences: { read: refuse, hasDigest: false, write: later, sendSample: later },
  undo: later,
};

/** The same answer with nothing to tap and nothing to type. */
export function bare({ symbol, title, blocks }: Reply): Reply {
  return { symbol, title, blocks, buttons: [] };
}
