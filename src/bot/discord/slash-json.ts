import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
} from 'discord.js';
import type { Argument, ChatCommand } from '../command.ts';

const DESCRIPTION_LENGTH_MAX = 100;
export const CHOICES_MAX = 25;
/** Nobody but those whom the server's administrators let see it; we authorise each use ourselves. */
const NOBODY = '0';

export interface SlashOption {
  readonly type: ApplicationCommandOptionType.String;
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly choices: readonly { readonly name: string; readonly value: string }[];
  readonly autocomplete: boolean;
}

/** A slash command as it is registered. */
export interface SlashCommand {
  readonly type: ApplicationCommandType.ChatInput;
  readonly name: string;
  readonly description: string;
  readonly options: readonly SlashOption[];
  readonly default_member_permissions: string;
  /** Where it is listed; a command of one server is listed there only, and says nothing of it. */
  readonly contexts?: readonly InteractionContextType[];
}

/** Where commands are registered: in one server, or everywhere, which includes direct messages. */
export type SlashScope = 'guild' | 'global';

export function slashCommands(
  commands: readonly ChatCommand[],
  scope: SlashScope,
): readonly SlashCommand[] {
  const contexts = [InteractionContextType.Guild, InteractionContextType.BotDM];
  return commands.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: described(command.summary),
    // Discord wants those that are required first.
    options: [...command.arguments]
      .sort((a, b) => Number(b.required) - Number(a.required))
      .map(slashOption),
    default_member_permissions: NOBODY,
    ...(scope === 'global' ? { contexts } : {}),
  }));
}

/** A choice where only certain words will do; where something is named, it is suggested. */
function slashOption({ name, about, required, choices, suggests }: Argument): SlashOption {
  const fixed = suggests === undefined ? (choices ?? []) : [];
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description: described(about),
    required,
    choices: fixed.slice(0, CHOICES_MAX).map((word) => ({ name: word, value: word })),
    autocomplete: suggests !== undefined,
  };
}

function described(text: string): string {
  if (text.length <= DESCRIPTION_LENGTH_MAX) return text;
  const room = text.slice(0, DESCRIPTION_LENGTH_MAX - 1);
  const comma = room.lastIndexOf(',');
  return `${comma > 0 ? room.slice(0, comma + 1) : room}…`;
}

/** Commands in one form, so that what is registered can be compared with what should be. */
export function fingerprintOf(commands: readonly unknown[]): string {
  const known = commands.map((command) => ({
    type: field(command, 'type') ?? ApplicationCommandType.ChatInput,
    name: field(command, 'name'),
    description: field(command, 'description'),
    permissions: field(command, 'default_member_permissions') ?? null,
    contexts: listed(field(command, 'contexts')).map(String).sort(),
    options: listed(field(command, 'options')).map((option) => ({
      type: field(option, 'type'),
      name: field(option, 'name'),
      description: field(option, 'description'),
      required: field(option, 'required') === true,
      autocomplete: field(option, 'autocomplete') === true,
      choices: listed(field(option, 'choices')).map((choice) => [
        field(choice, 'name'),
        field(choice, 'value'),
      ]),
    })),
  }));
  const byName = known.sort((a, b) => String(a.name).localeCompare(String(b.name), 'en'));
  return JSON.stringify(byName);
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
