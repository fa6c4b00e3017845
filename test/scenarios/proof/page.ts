import type { ScenarioLine } from './line.ts';
import type { Results, Tally } from './results.ts';

const HEAD = `# Faults and losses, each with its test

Two lists of what goes wrong with money that trades by itself: fifty faults of programs, venues and people (F), and
sixty-seven ways in which others lost money or trust (L). Each line names the tests that show what happens here, by
their file under \`test/\` and their title. Written by \`npm run docs:tables\`; \`node --import tsx docs/tables.ts
--results report.json\` takes the last column from a report of \`vitest run --reporter=json\`.

`;

/** `docs/scenarios.md`; without results the last column says so. */
export function scenarioPage(lines: readonly ScenarioLine[], results: Results | null): string {
  const rows = lines.map((line) => {
    return `| ${line.id} | ${cell(line.title)} | ${shownBy(line)} | ${outcome(line, results)} |`;
  });
  return `${HEAD}| line | what goes wrong | shown by | result |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function shownBy({ tests, reason }: ScenarioLine): string {
  const files = [...new Set(tests.map(({ file }) => file))];
  const parts = files.map((file) => {
    const names = tests.filter((one) => one.file === file).map(({ test }) => cell(test));
    return `\`${file}\`: ${names.join('; ')}`;
  });
  return [...parts, ...(reason === '' ? [] : [cell(reason)])].join('<br>');
}

function outcome({ tests }: ScenarioLine, results: Results | null): string {
  if (tests.length === 0) return 'no test';
  if (results === null) return 'not told';
  const each = tests.map(results);
  const sum = (of: keyof Tally): number => each.reduce((total, one) => total + one[of], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  if (failed > 0) return `${failed} of ${passed + failed} failed`;
  const absent = each.filter((one) => one.passed + one.skipped === 0).length;
  if (absent === each.length) return 'not run';
  if (passed === 0) return 'skipped';
  if (absent > 0) return `passed, ${absent} of ${each.length} names not run`;
  return skipped > 0 ? `passed, ${skipped} skipped` : 'passed';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
