import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { retentionTable, settingsTable } from '../../docs/settings-table.ts';
import { COMMANDS } from '../../src/app/commands.ts';
import { commandNamed } from '../../src/bot/registry.ts';
import { isSettingKey, SETTING_KEYS } from '../../src/engine/domain/settings.ts';
import { brokenLinks, pages, read } from './pages.ts';

const NEW = [
  'docs/arbitrage-well.md',
  'docs/copying-well.md',
  'docs/faq.md',
  'docs/getting-started.md',
  'docs/runbook.md',
  'docs/security.md',
  'docs/settings.md',
];
/** Of the web server; a chat has no such commands. */
const ROUTES: ReadonlySet<string> = new Set(['healthz', 'readyz', 'metrics', 'data']);
const PACKAGE = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };

describe('the pages', () => {
  test.each(pages())('%s: every link leads to a file and a heading', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('a link to no file or no heading is seen', () => {
    const text = '# Here\n[a](#here) [b](#there) [c](nowhere.md) [d](../README.md#nothing)';
    expect(brokenLinks('docs/faq.md', text)).toHaveLength(3);
  });

  test('all settings are listed as they are', () => {
    expect(read('docs/settings.md')).toContain(settingsTable());
    for (const key of SETTING_KEYS) expect(read('docs/settings.md')).toContain(`| \`${key}\` |`);
  });

  test('what is kept for a time only is listed as it is', () => {
    expect(read('docs/operating.md')).toContain(retentionTable());
  });

  test.each(NEW)('%s names commands and settings that there are', (page) => {
    const text = read(page);
    for (const [line, name = ''] of text.matchAll(/`\/([a-z]+)(?=[ `])[^`]*`/g)) {
      const isKnown = commandNamed(name) !== null || ROUTES.has(name);
      expect(isKnown, `${page}: ${line}`).toBe(true);
    }
    for (const [line, name] of text.matchAll(/`polymind ([a-z]+)[^`]*`/g)) {
      expect(
        COMMANDS.map((one) => one.name),
        `${page}: ${line}`,
      ).toContain(name);
    }
    for (const [line, key = ''] of text.matchAll(
      /`((?:size|limits|entry|quality|exit|lag|arbitrage|brains|llm|wallets|score)\.\w+)/g,
    )) {
      expect(isSettingKey(key), `${page}: ${line}`).toBe(true);
    }
  });

  test('the page about security says of every package what it sees', () => {
    const text = read('docs/security.md');
    for (const name of Object.keys(PACKAGE.dependencies)) expect(text).toContain(`\`${name}\``);
  });

  test('every step of the first hour is walked by a test that there is, or by a person', () => {
    const steps = read('docs/first-hour.md')
      .split('\n')
      .filter((line) => /^\| (?!step|---)/.test(line));
    expect(steps.length).toBeGreaterThan(10);
    for (const step of steps) {
      const [file] = /test\/[\w/.-]+\.test\.ts/.exec(step) ?? [];
      if (file === undefined) expect(step).toMatch(/\| a person \|$/);
      else expect(existsSync(join(import.meta.dirname, '..', '..', file)), file).toBe(true);
    }
  });
});
