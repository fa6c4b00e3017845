import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** One place of the source and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly snippet: string;
  readonly replacement: string;
}

/** One safeguard and what the source looks like without it. */
export interface Safeguard extends Edit {
  readonly law: string;
  /** Further edits: a second line of defence, or a fault that only this safeguard bears. */
  readonly also?: readonly Edit[];
  /** The first seed to try; 1 unless told. */
  readonly from?: number;
  /** Simulated each time; the others only in `npm run prove`, for each takes half a minute. */
  readonly isFirst?: true;
}

/** Those to be simulated now. */
export function simulated(all: readonly Safeguard[]): readonly Safeguard[] {
  return process.env['PROVE'] === undefined ? all.filter(({ isFirst }) => isFirst) : all;
}

/** @throws Error when the source does not hold what a safeguard takes away */
export function checkSnippets({ also = [], ...first }: Safeguard): void {
  for (const edit of [first, ...also]) {
    withoutSafeguard(readFileSync(join(ROOT, edit.file), 'utf8'), edit);
  }
}

export interface Seeds {
  /** Live orders in every seed. */
  readonly live?: boolean;
  readonly seeds: number;
  readonly from: number;
}

/** What `polymind simulate --json` said. */
export interface Verdict {
  readonly violations: number;
  readonly failing: readonly { readonly seed: number; readonly violation: string }[];
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Replaces the one place where the snippet stands; a snippet that is not there once is an error. */
export function withoutSafeguard(source: string, { file, snippet, replacement }: Edit): string {
  const places = source.split(snippet).length - 1;
  if (places !== 1)
    throw new Error(`${file} holds the snippet ${places} times, not once: ${snippet}`);
  return source.replace(snippet, () => replacement);
}

/** Simulates with a copy of the program, in which the safeguard is missing. */
export async function simulateWithout(
  safeguard: (Edit & Pick<Safeguard, 'also'>) | null,
  seeds: Seeds,
): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'polymind-safeguard-'));
  try {
    cpSync(join(ROOT, 'src'), join(directory, 'src'), { recursive: true });
    for (const name of ['package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, name), join(directory, name));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    for (const edit of safeguard === null ? [] : [safeguard, ...(safeguard.also ?? [])]) {
      const path = join(directory, edit.file);
      writeFileSync(path, withoutSafeguard(readFileSync(path, 'utf8'), edit));
    }
    return JSON.parse(await simulate(directory, seeds)) as Verdict;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function simulate(directory: string, { seeds, from, live = false }: Seeds): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      'src/main.ts',
      'simulate',
      '--seeds',
      String(seeds),
      '--from',
      String(from),
      '--live',
      live ? 'on' : 'off',
      '--json',
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => {
    text.stdout += part;
  });
  child.stderr.on('data', (part: Buffer) => {
    text.stderr += part;
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      // 1: a seed failed. Anything else without a document is the program's own failure.
      if (code === 0 || (code === 1 && text.stdout !== '')) done(text.stdout);
      else fail(new Error(`simulate ended with ${code}: ${text.stderr}`));
    });
  });
}
