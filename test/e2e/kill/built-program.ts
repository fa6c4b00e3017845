import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
/** What the program reads beside itself. */
const BESIDE = ['migrations', 'node_modules', 'package.json'];

/** The program as it is installed, compiled from the sources into a folder of its own. */
export interface BuiltProgram {
  readonly main: string;
  remove(): void;
}

export async function buildProgram(): Promise<BuiltProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-built-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Types are checked elsewhere.
  const project = ['-p', join(ROOT, 'tsconfig.build.json'), '--noCheck'];
  const options = [COMPILER, ...project, '--outDir', join(folder, 'dist')];
  try {
    await promisify(execFile)(process.execPath, options, { cwd: ROOT });
    for (const name of BESIDE) symlinkSync(join(ROOT, name), join(folder, name));
  } catch (error) {
    remove();
    throw error;
  }
  return { main: join(folder, 'dist', 'main.js'), remove };
}
