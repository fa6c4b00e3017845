import { allowancesCommand } from './allowances.ts';
import { backtestCommand } from './backtest.ts';
import { backupCommand } from './backup.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { keystoreCommand } from './keystore.ts';
import { killCommand } from './kill.ts';
import { matchCommand } from './match.ts';
import { migrateCommand } from './migrate.ts';
import { operatorCommand } from './operator.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { restoreCommand } from './restore.ts';
import { runCommand } from './run.ts';
import { scoreCommand } from './score.ts';
import { setupCommand } from './setup.ts';
import { simCommand } from './sim.ts';
import { simulateCommand } from './simulate.ts';
import { totpCommand } from './totp.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  runCommand,
  demoCommand,
  simCommand,
  replayCommand,
  backtestCommand,
  recordCommand,
  scoreCommand,
  matchCommand,
  simulateCommand,
  doctorCommand,
  migrateCommand,
  backupCommand,
  restoreCommand,
  keystoreCommand,
  allowancesCommand,
  setupCommand,
  killCommand,
  operatorCommand,
  totpCommand,
  exportCommand,
];
