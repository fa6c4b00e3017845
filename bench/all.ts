import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/**
 * Every bench after the other, and one report of what each found, with the machine and the commit. Each is
 * its own process and judges itself; this one fails when a bench does.
 */

/** Compiled benches in the order in which they run, with what they are told. */
const BENCHES: readonly (readonly string[])[] = [
  ['feed'],
  ['peer'],
  ['sustained'],
  ['memory'],
  ['orders'],
  ['ready'],
  ['chat'],
  ['price-lag'],
  ['arbitrage'],
  ['analysis'],
  ['match'],
  ['tracker-memory'],
  ['growth'],
];
const BENCH_MS_MAX = 900_000;
const GIGABYTE = 1e9;
const FOLDER = join(process.cwd(), 'dist-bench/bench');
const TAPES = join(process.cwd(), '../shared/data/tapes');
const MAIN = join(process.cwd(), 'dist/main.js');

interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  readonly text: string;
}

function run(args: readonly string[]): Promise<Ended> {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => child.kill('SIGKILL'), BENCH_MS_MAX);
    child.once('close', (code) => {
      clearTimeout(timer);
      done({ code, seconds: (performance.now() - began) / 1_000, text });
    });
  });
}

/** Inputs a second of a whole replay, start of the process included; a line, or why there is none. */
async function replayed(): Promise<readonly [string, boolean]> {
  const [tape] = existsSync(TAPES)
    ? readdirSync(TAPES).filter((name) => name.startsWith('btc'))
    : [];
  if (tape === undefined) return [`skipped: no recorded tapes at ${TAPES}`, true];
  const path = join(TAPES, tape);
  const { code, seconds, text } = await run([MAIN, 'replay', '--follow', 'all', '--json', path]);
  if (code !== 0) return [text, false];
  const { inputs } = JSON.parse(text) as { inputs: number };
  return [`${tape}: ${inputs} inputs, ${Math.round(inputs / seconds)} a second`, true];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' });
print(`commit ${commit.trim()}, Node ${process.version}`);
print(
  `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / GIGABYTE).toFixed(0)} GB, load average ${load()}`,
);
let failed = 0;
for (const [name = '', ...args] of BENCHES) {
  const { code, seconds, text } = await run([join(FOLDER, `${name}.js`), ...args]);
  if (code !== 0) failed += 1;
  print(`\n${name} (${seconds.toFixed(0)} s, load ${load()})${code === 0 ? '' : ': FAILED'}`);
  for (const line of text.trimEnd().split('\n')) print(`  ${line}`);
}
const [line, isSound] = await replayed();
if (!isSound) failed += 1;
print(`\nreplay${isSound ? '' : ': FAILED'}\n  ${line}`);
print(`\n${BENCHES.length + 1} benches, ${failed} failed, load average ${load()}`);
process.exitCode = failed === 0 ? 0 : 1;
