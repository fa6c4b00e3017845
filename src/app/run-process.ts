import type { EventEmitter } from 'node:events';
import process from 'node:process';
import { Scrubber } from '../ops/scrubber.ts';
import { errorText, runCommandLine } from './command-line.ts';
import { COMMANDS } from './commands.ts';
import { processEnvironment } from './config.ts';
import { ENV_FILE, readEnvFile, variablesIn } from './env-file.ts';
import { PROCESS_HOST } from './host.ts';

/** Runs the command line on this process: its arguments, environment, streams and exit code. */
export async function runProcess(): Promise<void> {
  const { argv, stdout, stderr } = process;
  const env = processEnvironment();
  const scrubber = new Scrubber();
  tolerateClosedPipe(stdout);
  tolerateClosedPipe(stderr);
  // Node would print the error as it is, with whatever secret its message holds.
  process.on('uncaughtException', (error) => {
    stderr.write(scrubber.scrub(`${errorText(error, env)}\n`));
    process.exit(1);
  });
  const call = { argv: argv.slice(2), env, stdout, stderr, scrubber, host: PROCESS_HOST };
  const envFile = () => variablesIn(readEnvFile(ENV_FILE));
  process.exitCode = await runCommandLine(COMMANDS, { ...call, envFile });
}

/**
 * A reader that went away (`polymind --help | head -1`) is no crash: what follows is dropped and
 * the command ends its work. Any other failure of a stream still throws.
 */
function tolerateClosedPipe(stream: EventEmitter): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
