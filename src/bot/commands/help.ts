import { type ChatCommand, UsageError } from '../command.ts';
import { lines, reply } from '../format/compose.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Line, Reply } from '../reply.ts';

export const help: ChatCommand = {
  name: 'help',
  aliases: ['commands', '?'],
  summary: 'what can be said, or one command with examples',
  examples: [
    ['/help', 'every command in a line'],
    ['/help wallet', 'one command with lines that work'],
  ],
  arguments: [{ name: 'command', about: 'its name', required: false, suggests: 'command' }],
  role: 'viewer',
  danger: 'none',
  run({ words, commands }) {
    const [word] = words;
    return Promise.resolve(word === undefined ? overview(commands) : explain(commands, word));
  },
};

function overview(commands: readonly ChatCommand[]): Reply {
  const all: Line[] = commands.map((one) => [{ code: `/${one.name}` }, `  ${one.summary}`]);
  const more: Line = [
    'More on one: ',
    { code: '/help wallet' },
    ' · a link or an address shows its card',
  ];
  return reply('Commands', { blocks: [lines(...all), lines(more)] });
}

function explain(commands: readonly ChatCommand[], word: string): Reply {
  const name = word.toLowerCase().replace(/^\//, '');
  const found = commands.find((one) => one.name === name || one.aliases.includes(name));
  if (found === undefined) {
    const meant = nearest(
      name,
      commands.map((one) => one.name),
    );
    throw new UsageError(
      `There is no command "${word}".`,
      meant === null ? null : `/help ${meant}`,
    );
  }
  const examples: Line[] = found.examples.map(([line, does]) => [{ code: line }, `  ${does}`]);
  const needs = found.role === 'viewer' ? [] : [`Needs the role ${found.role}.`];
  return reply(`/${found.name}: ${found.summary}`, { blocks: [lines(...examples, ...needs)] });
}
