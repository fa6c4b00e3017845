import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IDS } from './line.ts';
import { scenarioPage } from './page.ts';
import { resultsOf } from './results.ts';
import { SCENARIO_LINES } from './scenario-lines.ts';
import { hasTest, type TestTitles, titlesOf } from './titles.ts';

const TESTS = join(import.meta.dirname, '../..');
const read = new Map<string, TestTitles>();

function titlesIn(file: string): TestTitles {
  const known = read.get(file);
  if (known !== undefined) return known;
  const titles = titlesOf(readFileSync(join(TESTS, file), 'utf8'));
  read.set(file, titles);
  return titles;
}

describe('the lists of faults and losses', () => {
  test('have every line once', () => {
    expect(SCENARIO_LINES.map(({ id }) => id)).toEqual(IDS);
  });

  test('name a test or a reason, and only tests that there are', () => {
    const missing = SCENARIO_LINES.flatMap(({ id, tests, reason }) => {
      if (tests.length === 0) return reason === '' ? [`${id} has neither test nor reason`] : [];
      return tests
        .filter(({ file, test: name }) => {
          return !existsSync(join(TESTS, file)) || !hasTest(titlesIn(file), name);
        })
        .map(({ file, test: name }) => `${id}: ${file} has no test "${name}"`);
    });
    expect(missing).toEqual([]);
  });

  test('are shown by the page of the documents, line by line', () => {
    const page = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
    const shown = [...page.matchAll(/^\| ([FL]\d+) \| (.+?) \| (.+?) \| .+ \|$/gm)];
    const wanted = [
      ...scenarioPage(SCENARIO_LINES, null).matchAll(/^\| ([FL]\d+) \| (.+?) \| (.+?) \| .+ \|$/gm),
    ];
    const told = (rows: RegExpMatchArray[]) => rows.map(([, ...cells]) => cells.join(' | '));
    expect(told(shown)).toEqual(told(wanted));
    expect(shown).toHaveLength(IDS.length);
  });
});

describe('titles of a test file', () => {
  const source = [
    "const CASES = [['rain', 1], ['snow', 2]];",
    "describe('weather', () => {",
    "  test('it\\'s wet', () => {});",
    "  test.each(CASES)('%s falls', () => {});",
    '  test.skipIf(no)(`dry`, () => {});',
    "  // test('in a comment', () => {});",
    '});',
  ].join('\n');
  const titles = titlesOf(source);

  test('are those of its calls, also of calls that follow calls', () => {
    expect(titles.written).toEqual(['weather', "it's wet", '%s falls', 'dry']);
  });

  test('stand for what they become, as far as the file has its words', () => {
    expect(hasTest(titles, '%s falls')).toBe(true);
    expect(hasTest(titles, 'snow falls')).toBe(true);
    expect(hasTest(titles, 'hail falls')).toBe(false);
    expect(hasTest(titles, 'in a comment')).toBe(false);
  });
});

describe('results of a run', () => {
  const report = {
    testResults: [
      {
        name: '/anywhere/test/a.test.ts',
        assertionResults: [
          { title: 'rain falls', status: 'passed' },
          { title: 'snow falls', status: 'failed' },
          { title: 'dry', status: 'skipped' },
        ],
      },
    ],
  };
  const results = resultsOf(report);

  test('count what a name stands for, and say what was not run', () => {
    expect(results({ file: 'a.test.ts', test: '%s falls' })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
    expect(results({ file: 'a.test.ts', test: 'dry' })).toEqual({
      passed: 0,
      failed: 0,
      skipped: 1,
    });
    expect(results({ file: 'b.test.ts', test: 'dry' })).toEqual({
      passed: 0,
      failed: 0,
      skipped: 0,
    });
  });

  test('are words of the page', () => {
    const of = (test: string) => ({
      id: 'F1',
      title: 'a',
      tests: [{ file: 'a.test.ts', test }],
      reason: '',
    });
    const page = (test: string) => scenarioPage([of(test)], results);
    expect(page('rain falls')).toMatch(/^\| F1 \| a \| .* \| passed \|$/m);
    expect(page('%s falls')).toMatch(/\| 1 of 2 failed \|$/m);
    expect(page('dry')).toMatch(/\| skipped \|$/m);
    expect(page('hail')).toMatch(/\| not run \|$/m);
  });
});
