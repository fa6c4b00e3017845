import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
/** Takes the folder as the program does when it opens its database, and says what came of it. */
const SCRIPT = `
  import { lockDirectory } from './src/data/store/directory-lock.ts';
  const kept = await lockDirectory(process.argv[1]).then(
    () => 'holds',
    (error) => error.name,
  );
  console.log(kept);
  if (kept === 'holds') setInterval(() => undefined, 60_000);
`;

export interface Holders {
  readonly holding: readonly ChildProcess[];
  readonly refused: readonly ChildProcess[];
  /** Ends who holds it, without a chance to clean up. */
  kill(): Promise<void>;
  /** More processes on the same folder. */
  again(count: number): Promise<Holders>;
}

/** So many processes that take the same folder at the same time. */
export async function holders(count: number): Promise<Holders> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-two-'));
  const all: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of all) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return begin(folder, count, all);
}

async function begin(folder: string, count: number, all: ChildProcess[]): Promise<Holders> {
  const children = Array.from({ length: count }, () => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', SCRIPT, folder];
    return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  });
  all.push(...children);
  const words = await Promise.all(children.map((child) => firstLine(child)));
  const holding = children.filter((_, at) => words[at] === 'holds');
  return {
    holding,
    refused: children.filter((_, at) => words[at] === 'DirectoryHeldError'),
    kill: async () => {
      const ended = holding.map((child) => once(child, 'exit'));
      for (const child of holding) child.kill('SIGKILL');
      await Promise.all(ended);
    },
    again: (more) => begin(folder, more, all),
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) return '';
  for await (const line of createInterface({ input: stdout })) return line;
  return '';
}
