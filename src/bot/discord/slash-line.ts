import type { ChatCommand } from '../command.ts';
import { asTyped } from '../grammar/line.ts';
import { commandNamed } from '../registry.ts';

/** One option as it was filled in. */
export interface FilledOption {
  readonly name: string;
  readonly value: string;
}

/**
 * What a slash command says as a typed line. Discord sends options in the order in which they were
 * filled in; the line has them in the order of the command's arguments.
 */
export function slashLine(
  name: string,
  filled: readonly FilledOption[],
  commands: readonly ChatCommand[],
): string {
  const order = commandNamed(name, commands)?.arguments.map((one) => one.name) ?? [];
  const place = ({ name: option }: FilledOption): number => {
    const at = order.indexOf(option);
    return at === -1 ? order.length : at;
  };
  const words = [...filled].sort((a, b) => place(a) - place(b)).map(({ value }) => wordOf(value));
  return [`/${name}`, ...words].join(' ');
}

/** One value as one word: it may have spaces, and then no quotes, which would end it. */
function wordOf(value: string): string {
  const trimmed = value.trim();
  return /\s/.test(trimmed) ? asTyped(trimmed.replaceAll('"', "'")) : trimmed;
}
