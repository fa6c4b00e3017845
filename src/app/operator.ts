import { statSync } from 'node:fs';
import type { Person } from '../bot/chat/people.ts';
import { operatorKeyOf, operatorName, operatorRoleOf } from '../ops/control/messages.ts';
import { requireOwner } from '../ops/private-file.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { PeopleLink } from './host-side/people-link.ts';

const USAGE = `operator list
       polymind operator add telegram:123456789 viewer|trader|admin [--name NAME]
       polymind operator remove telegram:123456789

Who may operate from Telegram and Discord, by numeric user id: a viewer sees everything, a trader
works within the limits, an admin raises them, arms and lets others in. Works on the running program
at once, or on its database while none runs. Whoever the environment names is changed there.`;

export const operatorCommand = defineCommand({
  name: 'operator',
  summary: 'who may operate from a chat: list, add, remove',
  usage: USAGE,
  options: { name: { type: 'string' } },
  async run(context) {
    const [verb, ...words] = context.args;
    switch (verb) {
      case 'list':
        return await list(context, words);
      case 'add':
        return await add(context, words);
      case 'remove':
        return await remove(context, words);
      default:
        throw new CommandUsageError('operator takes list, add or remove: polymind operator list');
    }
  },
});

type Context = Pick<CommandContext, 'json' | 'stdout' | 'loadConfig' | 'values'>;

async function list({ json, stdout, loadConfig }: Context, words: readonly string[]) {
  if (words.length > 0) throw new CommandUsageError('list takes nothing: polymind operator list');
  const operators = await link(loadConfig).list();
  stdout.write(json ? `${JSON.stringify({ operators })}\n` : asText(operators));
  return 0;
}

async function add({ json, stdout, loadConfig, values }: Context, words: readonly string[]) {
  const [who = '', roleWord = '', ...more] = words;
  const key = operatorKeyOf(who);
  const role = operatorRoleOf(roleWord);
  if (key === null || role === null || more.length > 0) {
    throw new CommandUsageError(
      'add takes a person and a role: polymind operator add telegram:123456789 trader',
    );
  }
  const given = typeof values['name'] === 'string' ? operatorName(values['name']) : '';
  const name = given === '' ? who : given;
  const answer = await link(loadConfig).change({ kind: 'putOperator', ...key, role, name });
  return told({ json, stdout }, answer, `${who} is ${role} now`);
}

async function remove({ json, stdout, loadConfig }: Context, words: readonly string[]) {
  const [who = '', ...more] = words;
  const key = operatorKeyOf(who);
  if (key === null || more.length > 0) {
    throw new CommandUsageError(
      'remove takes a person: polymind operator remove telegram:123456789',
    );
  }
  const answer = await link(loadConfig).change({ kind: 'removeOperator', ...key });
  return told({ json, stdout }, answer, `${who} may do nothing any more`);
}

function link(loadConfig: CommandContext['loadConfig']): PeopleLink {
  const config = loadConfig();
  const stats = statSync(config.dataDir, { throwIfNoEntry: false });
  // Files that somebody else makes here would lock the program out of its own database.
  if (stats !== undefined) requireOwner(config.dataDir, stats);
  return new PeopleLink(config);
}

function told(
  { json, stdout }: Pick<CommandContext, 'json' | 'stdout'>,
  { outcome, message }: { readonly outcome: 'done' | 'refused'; readonly message: string },
  done: string,
): number {
  if (outcome === 'refused' && !json) throw new Error(message);
  stdout.write(json ? `${JSON.stringify({ outcome, message })}\n` : `${done}.\n`);
  return outcome === 'done' ? 0 : 1;
}

function asText(operators: readonly Person[]): string {
  if (operators.length === 0) {
    return 'Nobody may operate from a chat yet: polymind operator add telegram:123456789 admin\n';
  }
  const rows = operators.map(({ platform, userId, role, name, isPermanent }) => [
    `${platform}:${userId}`,
    role,
    operatorName(name),
    isPermanent ? 'by the environment' : '',
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
