import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTapeProblem, readTape } from '../../src/tape/tape-reader.ts';

const directory = resolve(import.meta.dirname, '../../../shared/data/tapes');
const tapes = existsSync(directory)
  ? readdirSync(directory).filter((name) => name.endsWith('.jsonl.gz'))
  : [];
const skipped = tapes.length > 0 ? '' : ' (SKIPPED: no recordings beside the project)';

function lineCount(path: string): number {
  const plain = execFileSync('zcat', [path], { maxBuffer: 1_073_741_824 });
  let count = 0;
  for (let at = plain.indexOf(10); at >= 0; at = plain.indexOf(10, at + 1)) count += 1;
  return count;
}

describe.skipIf(tapes.length === 0)(`a recorded tape${skipped}`, () => {
  it.each(tapes)('%s is read to its end without a problem', async (name) => {
    const path = join(directory, name);
    let count = 0;
    let lastT = 0;
    for await (const item of readTape(path)) {
      if (isTapeProblem(item)) throw new Error(`line ${item.lineNumber}: ${item.problem}`);
      if (item.t < lastT) throw new Error(`t goes back to ${item.t}`);
      lastT = item.t;
      count += 1;
    }
    expect(count).toBe(lineCount(path));
    expect(count).toBeGreaterThan(500);
  });
});
