import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { readLabelled } from './labelled.ts';
import { proofCounts, provenSource } from './proven.ts';

/** Writes which families are proven, from the labelled pairs that stand beside the project. */

const TARGET = 'src/engine/intelligence/matching/proven-families.ts';

const pairs = readLabelled();
if (pairs === null) {
  process.stderr.write('There are no labelled pairs beside the project\n');
  process.exitCode = 1;
} else {
  const counts = proofCounts(pairs);
  for (const { name, pairs: all, right, wrong } of counts) {
    process.stdout.write(`${name}: ${all} pairs, ${right} matched rightly, ${wrong} wrongly\n`);
  }
  writeFileSync(TARGET, provenSource(counts));
}
