import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/app/commands.ts';
import { commandTable } from '../../src/bot/command-table.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('the documents', () => {
  test('list the commands of the chat as they are', () => {
    expect(read('docs/commands.md')).toContain(commandTable());
  });

  test('name every command of the command line in the README', () => {
    const readme = read('README.md');
    for (const { name } of COMMANDS) expect(readme).toContain(`| \`${name}`);
  });

  test('link to files that exist', () => {
    for (const path of ['README.md', 'ARCHITECTURE.md', 'docs/commands.md']) {
      const folder = path.replace(/[^/]*$/, '');
      for (const [, target] of read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(() => read(`${folder}${target}`), `${path} links to ${target}`).not.toThrow();
      }
    }
  });
});
