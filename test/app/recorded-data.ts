import { createReadStream, createWriteStream, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** Recordings that stand beside the project, not in it. */
const TAPES = join(import.meta.dirname, '../../../shared/data/tapes');

/** Why tests over recordings are skipped, or `null` when the recordings are there. */
export const NO_TAPES: string | null = existsSync(TAPES)
  ? null
  : `skipped: no recordings at ${TAPES}`;

export function tapePath(name: string): string {
  return join(TAPES, `${name}.jsonl.gz`);
}

/** The first lines of a long tape, in a temporary file. */
export async function firstLines(name: string, lines: number): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'tape-')), `${name}.jsonl`);
  const input = createReadStream(tapePath(name));
  const output = createWriteStream(path);
  let count = 0;
  for await (const line of createInterface({ input: input.pipe(createGunzip()) })) {
    if (count === lines) break;
    count += 1;
    output.write(`${line}\n`);
  }
  input.destroy();
  await new Promise((done) => output.end(() => done(null)));
  return path;
}
