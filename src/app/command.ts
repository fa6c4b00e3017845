import type { ParseArgsConfig, parseArgs } from 'node:util';
import type { Scrubber } from '../ops/scrubber.ts';
import type { Config, Environment, TerminalLooks } from './config.ts';
import type { Host } from './host.ts';

/** What a command writes to; `process.stdout` and `process.stderr` are such. */
export interface Output {
  write(text: string): unknown;
  /** A terminal is attached: progress may be shown. */
  readonly isTTY?: boolean;
}

export type Options = NonNullable<ParseArgsConfig['options']>;

type ValuesOf<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>['values'];

export interface CommandContext<O extends Options = Options> {
  /** What stands beside the options, in order. */
  readonly args: readonly string[];
  readonly values: ValuesOf<O>;
  /** One JSON document on standard output is wanted. */
  readonly json: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Knows every secret of the loaded configuration; give it to the logger. */
  readonly scrubber: Scrubber;
  /** The terminal and the signals, for commands that stay. */
  readonly host: Host;
  /** What the terminal can show. */
  readonly looks: TerminalLooks;
  /** Where data lives; known however wrong the rest of the environment is. */
  readonly dataDir: string;
  /**
   * Reads the environment. `changed` are variables of an environment file that was written since the
   * start; the process's own still win. @throws ConfigError when the environment is wrong.
   */
  readonly loadConfig: (changed?: Environment) => Config;
}

/** One command of the command line. Commands are data: the help and the parser come from it. */
export interface Command<O extends Options = Options> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** How it is called and what its options do; the first line continues `polymind `. */
  readonly usage: string;
  readonly options: O;
  /**
   * Returns the exit code: 0 success, 1 failure.
   *
   * @throws CommandUsageError for wrong use (exit code 2).
   */
  run(context: CommandContext<O>): Promise<number>;
}

/** The command was called wrongly; `message` is one line with an example that works. */
export class CommandUsageError extends Error {
  override readonly name = 'CommandUsageError';
}

/** Gives `run` the types of its own options, and the list of commands one type. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command;
}
