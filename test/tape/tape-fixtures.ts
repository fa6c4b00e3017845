import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import type { TapeLine } from '../../src/tape/tape-line.ts';
import { isTapeProblem, readTape, type TapeProblem } from '../../src/tape/tape-reader.ts';

/** What JSON can say: no negative zero, no key that a JavaScript literal cannot make. */
const frame = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
const source = fc.array(name, { minLength: 2, maxLength: 4 }).map((names) => names.join('.'));

export const tapeLine: fc.Arbitrary<TapeLine> = fc.record({ t: fc.maxSafeNat(), source, frame });

/** Lines in order. */
export const tapeLines: fc.Arbitrary<TapeLine[]> = fc
  .array(tapeLine, { maxLength: 40 })
  .map((lines) => lines.toSorted((a, b) => a.t - b.t));

/** A directory of this test file's own. */
export function ownDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'polymind-tape-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function toText(lines: readonly TapeLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export interface ReadOut {
  readonly lines: TapeLine[];
  readonly problems: TapeProblem[];
}

export async function readOut(path: string): Promise<ReadOut> {
  const out: ReadOut = { lines: [], problems: [] };
  for await (const item of readTape(path)) {
    if (isTapeProblem(item)) out.problems.push(item);
    else out.lines.push(item);
  }
  return out;
}
