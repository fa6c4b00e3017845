import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type PairRow, readPairRow } from '../../src/app/match/market-rows.ts';

/** Where the labelled pairs stand beside the project. */
export const MATCHING_FOLDER = join(process.cwd(), '../shared/data/matching');

/** A pair with what people and settlements said of it. */
export interface LabelledPair {
  readonly row: PairRow;
  readonly label: 'same' | 'inverse' | 'different';
  readonly basis: readonly string[];
  /** Titles agree and only the rules differ. */
  readonly isHardRule: boolean;
  readonly domain: string;
  /** Whether a person labelled it, here or upstream; otherwise a rule did. */
  readonly isByHand: boolean;
  /** Of the fifth that was not read while rules were written. */
  readonly isHeldBack: boolean;
}

interface Labels {
  readonly label: LabelledPair['label'];
  readonly basis: readonly string[];
  readonly hard_rule: boolean;
  readonly domain: string;
  readonly label_how: string;
  readonly family: string;
}

/** All labelled pairs; `null` when the file is not there. */
export function readLabelled(folder = MATCHING_FOLDER): readonly LabelledPair[] | null {
  const path = join(folder, 'dev.jsonl');
  if (!existsSync(path)) return null;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(labelled);
}

function labelled(line: string): LabelledPair {
  const reading = readPairRow(line);
  if ('field' in reading) throw new Error(`A labelled pair: ${reading.field}: ${reading.expected}`);
  const labels = JSON.parse(line) as Labels;
  return {
    row: reading.row,
    label: labels.label,
    basis: labels.basis,
    isHardRule: labels.hard_rule,
    domain: labels.domain,
    isByHand: /^(?:hand|upstream)/.test(labels.label_how),
    isHeldBack: isHeldBack(labels.family),
  };
}

/** One event family in five, by the hash of its name. */
export function isHeldBack(family: string): boolean {
  const digest = createHash('sha256').update(family, 'utf8').digest('hex');
  return BigInt(`0x${digest}`) % 5n === 0n;
}
