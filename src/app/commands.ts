import type { Command } from './command.ts';
import { migrateCommand } from './migrate.ts';
import { replayCommand } from './replay.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [replayCommand, migrateCommand];
