import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Edit } from './mutated-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUN_MS_MAX = 300_000;

const report = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/** What became of the tests of a file that have this title. */
export interface EditedRun {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/**
 * Runs the tests of a file that have this title, over edited sources.
 * @throws Error when nothing was run at all
 */
export async function runEdited(
  edits: readonly Edit[],
  { file, test }: { readonly file: string; readonly test: string },
): Promise<EditedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-edited-'));
  const output = join(folder, 'report.json');
  try {
    const said = await vitest(edits, [
      ...['run', '--config', 'test/simulation/edited.config.ts', '--reporter', 'json'],
      ...['--outputFile', output, '-t', `${escaped(test)}$`, file],
    ]);
    const ran = reportIn(output, said)
      .testResults.flatMap(({ assertionResults }) => assertionResults)
      .filter(({ title }) => title === test);
    const of = (wanted: string) =>
      ran.filter(({ status }) => status === wanted).map(({ title }) => title);
    return { passed: of('passed'), failed: of('failed') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What vitest said on its way; a failed test is no failure here. */
function vitest(edits: readonly Edit[], argv: readonly string[]): Promise<string> {
  const program = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, POLYMIND_TEST_EDITS: JSON.stringify(edits) };
  const options = { cwd: ROOT, env, timeout: RUN_MS_MAX };
  return new Promise((done) => {
    execFile(process.execPath, [program, ...argv], options, (_error, out, err) => {
      done(`${out}\n${err}`);
    });
  });
}

function reportIn(path: string, said: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`no report of the tests:\n${said}`, { cause });
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
