import { readFileSync, realpathSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { replaceDurably } from '../ops/private-file.ts';
import { ConfigError, type Environment } from './config.ts';

/** The file in the working directory that variables are read from, under those of the process. */
export const ENV_FILE = '.env';

/** A value that a shell and every reader of such files take as it is. */
const PLAIN = /^[\w./:@%+,-]+$/;
/** Stands between quotes as it is. */
const QUOTABLE = /^[^'\n\r]*$/;

/** The text of an environment file; empty where there is none. @throws ConfigError */
export function readEnvFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return '';
    throw new ConfigError(`${path} cannot be read (${code}): it holds variables, as .env.example`);
  }
}

/** The variables in such a text. */
export function variablesIn(text: string): Environment {
  return parseEnv(text);
}

/** Variables of the first, and of the others where it has none; an empty one counts as absent. */
export function under(first: Environment, ...others: readonly Environment[]): Environment {
  const all = [first, ...others]
    .reverse()
    .map((environment) =>
      Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
    );
  return Object.fromEntries(all.flat());
}

/**
 * The text with these variables set: changed where they stand last, else written behind it. Everything
 * else stays as it is, comments too. @throws Error when that cannot be done surely
 */
export function withVariables(text: string, changes: Readonly<Record<string, string>>): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (const [name, value] of Object.entries(changes)) {
    const assignment = new RegExp(`^(\\s*(?:export\\s+)?${name}\\s*=).*?(\\s+#.*)?$`);
    const at = lines.findLastIndex((line) => assignment.test(line));
    const written = quoted(name, value);
    if (at < 0) lines.push(`${name}=${written}`);
    else
      lines[at] = (lines[at] ?? '').replace(
        assignment,
        (_, head, note = '') => `${head}${written}${note}`,
      );
  }
  const changed = `${lines.join(end)}${end}`;
  requireOnly(changes, { before: variablesIn(text), after: variablesIn(changed) });
  return changed;
}

function quoted(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  if (QUOTABLE.test(value)) return `'${value}'`;
  throw new Error(`${name} has a character that an environment file cannot hold: choose another`);
}

/**
 * A value over several lines may hold what looks like another variable, and behind a line that is no
 * assignment Node reads nothing any more.
 */
function requireOnly(
  changes: Readonly<Record<string, string>>,
  { before, after }: { readonly before: Environment; readonly after: Environment },
): void {
  const names = new Set([before, after, changes].flatMap((each) => Object.keys(each)));
  for (const name of names) {
    if (after[name] !== (changes[name] ?? before[name])) {
      throw new Error(`the file cannot be changed without changing ${name} too: write it by hand`);
    }
  }
}

/** Lines that differ, as a diff shows them; lines that stay are not shown, for they may be secret. */
export function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/));
  return [
    ...(old ?? [])
      .filter((line) => line !== '' && now?.includes(line) !== true)
      .map((line) => `- ${line}`),
    ...(now ?? [])
      .filter((line) => line !== '' && old?.includes(line) !== true)
      .map((line) => `+ ${line}`),
  ];
}

/** Writes the file whole or not at all, readable by its owner alone. */
export function writeEnvFile(path: string, text: string): void {
  replaceDurably(targetOf(path), text);
}

/** A link stays one: what it leads to is written. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
