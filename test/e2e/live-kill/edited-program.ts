import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Edit, withoutSafeguard } from '../../simulation/mutated-program.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const CHILD = 'test/e2e/live-kill/child';
/** The sources, and what of the tests runs in the process. */
const COPIED = ['src', CHILD, 'test/app/running/sim-trading.ts', 'package.json', 'tsconfig.json'];

/**
 * Waits of the product that are shortened, so that a restart settles within seconds: nothing else of
 * it differs. What these waits are for, virtual time proves elsewhere.
 */
const SHORT_WAITS: readonly Edit[] = [
  {
    file: 'src/engine/core/live/looking.ts',
    snippet: 'export const NOT_PLACED_AFTER_MS = 2 * MINUTE_MS;',
    replacement: 'export const NOT_PLACED_AFTER_MS = MINUTE_MS / 24;',
  },
  {
    file: 'src/app/running/live/readiness.ts',
    snippet: 'const LOOK_AGAIN_MS = 5 * SECOND_MS;',
    replacement: 'const LOOK_AGAIN_MS = SECOND_MS / 5;',
  },
  {
    file: 'src/engine/core/trade/account.ts',
    snippet: 'const READ_AGAIN_MS = 5 * SECOND_MS;',
    replacement: 'const READ_AGAIN_MS = SECOND_MS;',
  },
];

/** The program with the moments around its calls, compiled into a folder of its own. */
export interface EditedProgram {
  readonly main: string;
  remove(): void;
}

/** Compiles the program as it is but for these places. */
export async function editedProgram(edits: readonly Edit[] = []): Promise<EditedProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-edited-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    for (const edit of [...SHORT_WAITS, ...edits]) {
      const path = join(folder, edit.file);
      writeFileSync(path, withoutSafeguard(readFileSync(path, 'utf8'), edit));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const project = { ...PROJECT, compilerOptions: { ...PROJECT.compilerOptions } };
    writeFileSync(join(folder, 'tsconfig.child.json'), JSON.stringify(project));
    // Types are checked elsewhere.
    const argv = [COMPILER, '-p', join(folder, 'tsconfig.child.json'), '--noCheck'];
    await promisify(execFile)(process.execPath, argv, { cwd: folder });
    symlinkSync(join(ROOT, 'migrations'), join(folder, 'dist', 'migrations'));
  } catch (error) {
    remove();
    throw error;
  }
  return { main: join(folder, 'dist', CHILD, 'main.js'), remove };
}

const PROJECT = {
  extends: './tsconfig.json',
  compilerOptions: { noEmit: false, rootDir: '.', outDir: 'dist' },
  include: [`${CHILD}/main.ts`, 'src/data/store/pglite-worker.ts'],
} as const;
