import type { ChatCommand } from './command.ts';
import { COMMANDS } from './registry.ts';

/** The commands as a Markdown table for the documents: what, who may, and lines that work. */
export function commandTable(commands: readonly ChatCommand[] = COMMANDS): string {
  const rows = commands.map((one) => {
    const names = [one.name, ...one.aliases].map((name) => `\`/${name}\``).join(' ');
    const examples = one.examples.map(([line]) => `\`${line}\``).join('<br>');
    return `| ${names} | ${one.summary} | ${one.role} | ${examples} |`;
  });
  return ['| command | does | role | for example |', '|---|---|---|---|', ...rows, ''].join('\n');
}
