import type { BotCommand } from 'grammy/types';
import { reaches } from '../authorise.ts';
import type { ChatCommand, Role } from '../command.ts';

/** What the menu offers, in this order; everything else is in /help. */
const MENU = [
  'status',
  'positions',
  'pnl',
  'why',
  'wallet',
  'arb',
  'pause',
  'kill',
  'limits',
  'notify',
  'mode',
  'help',
] as const;

/** What a stranger finds: nothing but how to be let in. */
export const STRANGERS_MENU: readonly BotCommand[] = [
  { command: 'start', description: 'pair this chat with PolyMind' },
];

/** The menu of a person with this role. */
export function menuOf(role: Role, commands: readonly ChatCommand[]): readonly BotCommand[] {
  return MENU.flatMap((name) => {
    const found = commands.find((command) => command.name === name);
    if (found === undefined || !reaches(role, found.role)) return [];
    return [{ command: name, description: found.summary }];
  });
}
