import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doctorTable } from '../../docs/doctor-table.ts';
import { faultTable, lackTable, limitTable } from '../../docs/live-tables.ts';
import { roleTable } from '../../docs/role-table.ts';
import { COMMANDS } from '../../src/app/commands.ts';
import { commandTable } from '../../src/bot/command-table.ts';
import { commandNamed } from '../../src/bot/registry.ts';

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'docs/commands.md',
  'docs/going-live.md',
  'docs/how-scores-work.md',
  'docs/scores-evidence.md',
  'docs/doctor.md',
  'docs/live.md',
  'docs/market-quality.md',
  'docs/matching.md',
  'docs/operating.md',
  'docs/roles.md',
  'docs/scenarios.md',
] as const;
/** What is typed to somebody else: the bot that makes bots, the web server, a container. */
const FOREIGN_COMMANDS: ReadonlySet<string> = new Set([
  ...['newbot', 'healthz', 'readyz', 'metrics', 'data'],
]);

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('the documents', () => {
  test('list the commands of the chat as they are', () => {
    expect(read('docs/commands.md')).toContain(commandTable());
  });

  test('say who may what as the code decides it', () => {
    expect(read('docs/roles.md')).toContain(roleTable());
  });

  test('say what the doctor looks at as it does', () => {
    expect(read('docs/doctor.md')).toContain(doctorTable());
  });

  test('say what live lacks, what kills by itself and what is fixed, as the code has it', () => {
    for (const table of [lackTable(), faultTable(), limitTable()]) {
      expect(read('docs/live.md')).toContain(table);
    }
  });

  test('name only commands that there are', () => {
    for (const path of ['README.md', 'docs/live.md', 'docs/operating.md', 'docs/roles.md']) {
      const text = read(path);
      for (const [line, name = ''] of text.matchAll(/`\/([a-z]+)(?=[ `])[^`]*`/g)) {
        const isKnown = commandNamed(name) !== null || FOREIGN_COMMANDS.has(name);
        expect(isKnown, `${path}: ${line}`).toBe(true);
      }
      for (const [line, name] of text.matchAll(/`polymind ([a-z]+)[^`]*`/g)) {
        expect(
          COMMANDS.map((one) => one.name),
          `${path}: ${line}`,
        ).toContain(name);
      }
    }
  });

  test('name every command of the command line in the README', () => {
    const readme = read('README.md');
    for (const { name } of COMMANDS) expect(readme).toContain(`| \`${name}`);
  });

  test('link to files that exist', () => {
    for (const path of PAGES) {
      const folder = path.replace(/[^/]*$/, '');
      for (const [, target] of read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(() => read(`${folder}${target}`), `${path} links to ${target}`).not.toThrow();
      }
    }
  });

  test('name files and folders of the source that there are', () => {
    const files = sourceFiles();
    const places = [...files, ...files.map((path) => path.replace(/[^/]*$/, ''))];
    for (const [, name = ''] of read('ARCHITECTURE.md').matchAll(
      /`([\w/-]+(?:\.ts|\/\w[\w/-]*))`/g,
    )) {
      const isThere = places.some((place) => `/${place}`.includes(`/${name}`));
      expect(isThere, `ARCHITECTURE.md names ${name}`).toBe(true);
    }
  });
});

function sourceFiles(): readonly string[] {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true }).map(
      (path) => `${folder}/${path}`,
    ),
  );
}
