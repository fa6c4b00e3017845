import { parseArgs } from 'node:util';
import type { Scrubber } from '../ops/scrubber.ts';
import { type Command, type CommandContext, CommandUsageError, type Output } from './command.ts';
import {
  ConfigError,
  dataDirOf,
  type Environment,
  loadConfig,
  terminalLooks,
  wantsStacks,
} from './config.ts';
import { under } from './env-file.ts';
import type { Host } from './host.ts';
import { nearest } from './nearest.ts';
import { programVersion } from './version.ts';

export interface Call {
  /** What follows the program's name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Reads the variables of the environment file; those of `env` win. @throws ConfigError */
  readonly envFile?: () => Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly scrubber: Scrubber;
  readonly host: Host;
}

/** Options that every command takes. */
const GLOBAL_OPTIONS = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const EXIT_FAILURE = 1;
const EXIT_WRONG_USE = 2;

/** Runs what `argv` asks for; returns the exit code and never throws. */
export async function runCommandLine(commands: readonly Command[], call: Call): Promise<number> {
  try {
    const [name, ...rest] = call.argv;
    if (name === undefined || name.startsWith('-')) return runBare(commands, call);
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) throw unknown('command', name, namesOf(commands));
    return await runCommand(command, rest, call);
  } catch (error) {
    call.stderr.write(call.scrubber.scrub(`${errorText(error, call.env)}\n`));
    const wrongUse = error instanceof CommandUsageError || error instanceof ConfigError;
    return wrongUse ? EXIT_WRONG_USE : EXIT_FAILURE;
  }
}

/** An error for a person: one line, and the stack only when the log level asks for it. */
export function errorText(error: unknown, env: Environment): string {
  if (error instanceof Error && wantsStacks(env))
    return `polymind: ${error.stack ?? error.message}`;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return `polymind: ${message.trim().replaceAll(/\s*\n\s*/g, ' ')}`;
}

/** `polymind` without a command: the list, or the version. */
function runBare(commands: readonly Command[], { argv, stdout }: Call): number {
  const { values } = parseOptions({ name: '', options: { version: { type: 'boolean' } } }, argv);
  if (values['version'] === true) {
    const version = programVersion();
    stdout.write(values['json'] === true ? `${JSON.stringify({ version })}\n` : `${version}\n`);
    return 0;
  }
  stdout.write(values['json'] === true ? listAsJson(commands) : listAsText(commands));
  return 0;
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  { env: own, envFile = () => ({}), stdout, stderr, scrubber, host }: Call,
): Promise<number> {
  const env = under(own, orNothing(envFile));
  const { values, positionals } = parseOptions(command, argv);
  if (values['help'] === true) {
    stdout.write(`polymind ${command.usage.trim()}\n`);
    return 0;
  }
  return await command.run({
    args: positionals,
    values,
    json: values['json'] === true,
    stdout,
    stderr,
    scrubber,
    host,
    looks: terminalLooks(env),
    dataDir: dataDirOf(env),
    loadConfig: (changed = {}) => {
      const config = loadConfig(under(own, changed, envFile()));
      for (const secret of config.secrets) scrubber.register(secret);
      return config;
    },
  });
}

/** Stopping must not fail by a file: what cannot be read is told when the configuration is loaded. */
function orNothing(envFile: () => Environment): Environment {
  try {
    return envFile();
  } catch (error) {
    if (error instanceof ConfigError) return {};
    throw error;
  }
}

/** Node's strict parser, with its complaints in one line and the nearest option named. */
function parseOptions(
  command: Pick<Command, 'name' | 'options'>,
  argv: readonly string[],
): { readonly values: CommandContext['values']; readonly positionals: readonly string[] } {
  const options = { ...GLOBAL_OPTIONS, ...command.options };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    const option = /'(--?[^\s'=,]+)/.exec(error.message)?.[1] ?? '';
    if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      throw unknown(
        'option',
        option,
        Object.keys(options).map((known) => `--${known}`),
      );
    }
    const example = options[option.replace(/^-+/, '') as keyof typeof options];
    const right =
      example?.type === 'boolean'
        ? `${option} takes no value`
        : `${option} takes a value: ${option}=VALUE`;
    throw new CommandUsageError(right, { cause: error });
  }
}

function unknown(
  kind: 'command' | 'option',
  word: string,
  known: readonly string[],
): CommandUsageError {
  const meant = nearest(word, known);
  const hint = meant === null ? 'polymind --help lists what there is' : `did you mean ${meant}?`;
  return new CommandUsageError(`there is no ${kind} "${word}": ${hint}`);
}

function namesOf(commands: readonly Command[]): string[] {
  return commands.map((command) => command.name);
}

function listAsText(commands: readonly Command[]): string {
  const width = Math.max(0, ...namesOf(commands).map((name) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'usage: polymind <command> [options]',
    '',
    ...rows,
    '',
    'Each command takes --help and --json. polymind --version prints the version.',
    '',
  ].join('\n');
}

function listAsJson(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }) => ({ name, summary }));
  return `${JSON.stringify({ commands: list })}\n`;
}
