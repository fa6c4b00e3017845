import { join } from 'node:path';
import process from 'node:process';
import { readBots, walkForward } from './scores/bots.ts';
import { oracleFlaws } from './scores/oracle.ts';
import { findingsOf, type Panel } from './scores/panel.ts';
import { type Measured, sentencesOf, tableOf } from './scores/report.ts';
import { DRAWS } from './scores/statistics.ts';
import { readWhales, whalePanel } from './scores/whales.ts';

/**
 * What predicts how a wallet will do: its measures before a stake against outcome − entry price of
 * that stake, on recorded histories that stand beside the project.
 */

const FOLDER = join(process.cwd(), '../shared/data/wallets');

async function main(): Promise<number> {
  const flaws = oracleFlaws();
  for (const flaw of flaws) print(`WRONG: on made-up panels ${flaw}`);
  if (flaws.length > 0) return 1;
  print('On made-up panels skill shows, and shuffled gains do not predict.');
  const panels = await readPanels();
  if (panels === null) {
    print(`skipped: no recorded wallets at ${FOLDER}`);
    return 0;
  }
  print(
    `Intervals are 95 %, of ${DRAWS} draws of whole clusters: stakes of one market share their luck.`,
  );
  print(
    '"shows": from which correlation on as many independent stakes as markets show it in 80 of 100',
  );
  print('cases. By chance alone one interval in 20 leaves out 0.');
  const all: Measured[] = [];
  for (const panel of panels) {
    const measured = { panel, findings: findingsOf(panel) };
    all.push(measured);
    print(`\n${tableOf(measured)}`);
  }
  print('');
  for (const sentence of sentencesOf(all)) print(sentence);
  return 0;
}

async function readPanels(): Promise<readonly Panel[] | null> {
  const whales = readWhales(join(FOLDER, 'whale-buys.jsonl.gz'));
  const bots = await readBots(FOLDER);
  if (bots === null || whales === null) return null;
  return [walkForward('Bots', bots), whalePanel('Whale buys', whales)];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
