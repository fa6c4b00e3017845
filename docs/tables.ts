import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandTable } from '../src/bot/command-table.ts';
import { scenarioPage } from '../test/scenarios/proof/page.ts';
import { type Results, resultsOf } from '../test/scenarios/proof/results.ts';
import { SCENARIO_LINES } from '../test/scenarios/proof/scenario-lines.ts';
import { concernTable } from './concern-table.ts';
import { doctorTable } from './doctor-table.ts';
import { kindTable } from './kind-table.ts';
import { faultTable, lackTable, limitTable } from './live-tables.ts';
import { marketExamples } from './market-examples.ts';
import { roleTable } from './role-table.ts';
import { workedExamples } from './score-examples.ts';
import { retentionTable, settingsTable } from './settings-table.ts';

/**
 * Writes the tables of the documents anew: `node --import tsx docs/tables.ts`, and with
 * `--results report.json` what a run of the tests said of the scenarios.
 */
const { values } = parseArgs({ options: { results: { type: 'string' } } });

write('commands.md', commandTable());
write('roles.md', roleTable());
write('doctor.md', doctorTable());
write('settings.md', settingsTable());
write('operating.md', retentionTable());
for (const table of [lackTable(), faultTable(), limitTable()]) write('live.md', table);
write('how-scores-work.md', kindTable());
write('market-quality.md', concernTable());
writeFileSync(
  new URL('scenarios.md', import.meta.url),
  scenarioPage(SCENARIO_LINES, reported(values.results)),
);
for (const [page, examples] of [
  ['how-scores-work.md', workedExamples()],
  ['market-quality.md', marketExamples()],
] as const) {
  examples.forEach((example, index) => {
    writeExample(page, { example, index });
  });
}

function reported(path: string | undefined): Results | null {
  return path === undefined ? null : resultsOf(JSON.parse(readFileSync(path, 'utf8')));
}

/** A table ends where its lines do. */
function write(name: string, table: string): void {
  const path = new URL(name, import.meta.url);
  const text = readFileSync(path, 'utf8');
  const head = table.slice(0, table.indexOf(' | '));
  const start = text.indexOf(`\n${head} |`) + 1;
  if (start === 0) throw new Error(`${name} has no table that begins with "${head}"`);
  const rest = /\n(?!\|)/.exec(text.slice(start));
  const end = rest === null ? text.length : start + rest.index + 1;
  writeFileSync(path, text.slice(0, start) + table + text.slice(end));
}

/** The worked examples of a page are its fenced blocks, in their order. */
function writeExample(
  name: string,
  { example, index }: { readonly example: string; readonly index: number },
): void {
  const path = new URL(name, import.meta.url);
  const parts = readFileSync(path, 'utf8').split('```\n');
  const place = index * 2 + 1;
  if (place >= parts.length - 1) throw new Error(`${name} has no example ${index + 1}`);
  parts[place] = example;
  writeFileSync(path, parts.join('```\n'));
}
