import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { migrateCommand } from './migrate.ts';
import { replayCommand } from './replay.ts';
import { simulateCommand } from './simulate.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  demoCommand,
  replayCommand,
  simulateCommand,
  migrateCommand,
];
