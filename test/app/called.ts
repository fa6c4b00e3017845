import { PassThrough } from 'node:stream';
import type { Command } from '../../src/app/command.ts';
import { runCommandLine } from '../../src/app/command-line.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';

/** A command that was called and may still be running. */
export interface Called {
  readonly out: () => string;
  readonly err: () => string;
  readonly code: Promise<number>;
  /** Asks it to stop, as a signal does. */
  stop(): void;
}

/** Calls one command as a shell would. */
export function call(
  command: Command,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Called {
  let out = '';
  let err = '';
  let stop: (signal: string) => void = () => undefined;
  const stopped = new Promise<string>((done) => {
    stop = done;
  });
  const code = runCommandLine([command], {
    argv: [command.name, ...argv],
    env,
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    host: {
      input: new PassThrough(),
      output: new PassThrough(),
      untilStopped: () => stopped,
      onKillSignal: () => () => undefined,
    },
    scrubber: new Scrubber(),
  });
  return { out: () => out, err: () => err, code, stop: () => stop('SIGTERM') };
}
