import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TapeLine } from '../src/tape/tape-line.ts';
import { isTapeProblem, readTape } from '../src/tape/tape-reader.ts';
import { spreadOf, spreadWords } from './chat/figures.ts';
import { ServedRun, venueLines } from './web/served-run.ts';
import {
  type FromWatchers,
  type Heard,
  READERS,
  STALLED,
  type ToWatchers,
} from './web/watcher-words.ts';

/**
 * What people who watch the dashboard cost the engine: the same tape is played at the same pace with
 * fifty live streams, of which ten take nothing, and with none, by turns. The engine has to do the
 * same in every block, every reader has to get every change in order, and who takes nothing is dropped.
 * Lateness is counted in the time that the engine's thread had (see own-time.ts).
 */

const RATIO_MAX = 1.3;
const RECORDED_S = Number(process.argv[2] ?? 20);
/** With and without by turns, each pair the other way round. */
const BLOCKS = [false, true, true, false, false, true];
/** Looks that the first of the stalled is ahead of the others. */
const AHEAD_LOOKS = 6;
const LINES_MAX = 10_000;

interface Block {
  readonly isWatched: boolean;
  readonly p99: number;
  readonly sha256: string;
  readonly problems: readonly string[];
}

const problems: string[] = [];
const report = (error: unknown): void => void problems.push(String(error));

async function recorded(): Promise<readonly TapeLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-bench-'));
  const recordTo = join(folder, 'world.jsonl.gz');
  const demo = ['demo', '--headless', '--seconds', String(RECORDED_S), '--speed', '60'];
  const run = ['--import', 'tsx', 'src/main.ts', ...demo, '--seed', '7', '--record', recordTo];
  await promisify(execFile)(process.execPath, [...run, '--json']);
  const lines: TapeLine[] = [];
  for await (const item of readTape(recordTo)) if (!isTapeProblem(item)) lines.push(item);
  rmSync(folder, { recursive: true });
  return venueLines(lines).slice(0, LINES_MAX);
}

const watchers = fork(fileURLToPath(new URL('./web-watchers.js', import.meta.url)));
await once(watchers, 'message');

async function told(message: ToWatchers): Promise<FromWatchers> {
  watchers.send(message);
  const [answer] = (await once(watchers, 'message')) as [FromWatchers];
  if (answer.kind === 'failed') throw new Error(answer.reason);
  return answer;
}

/** They begin to watch before the measure does; the stalled are nearly as full then as they may be. */
async function enter(run: ServedRun): Promise<void> {
  const key = new URL(run.door.hostUrl ?? '').hash.replace('#host=', '');
  const way = { kind: 'watch', url: run.server.url, key } as const;
  // The first of them shows where the bound is: it begins a few looks before the others.
  await told({ ...way, count: 1, reads: false });
  for (let look = 0; look < AHEAD_LOOKS; look += 1) await run.tellMuch();
  await told({ ...way, count: STALLED, reads: false });
  await run.fill(1);
  const { dropped } = run.server.hub.counts;
  if (dropped > 1) throw new Error(`${dropped} were dropped before the measure began`);
  await told({ ...way, count: READERS, reads: true });
}

async function block(lines: readonly TapeLine[], isWatched: boolean): Promise<Block> {
  const run = await ServedRun.open(lines, report);
  if (isWatched) await enter(run);
  const before = run.server.hub.counts.deltas;
  const { digest, lateMs } = await run.play();
  const { counts } = run.server.hub;
  const [deltas, dropped] = [counts.deltas - before, counts.dropped - 1];
  const left = isWatched ? await told({ kind: 'leave' }) : null;
  await run.server.close();
  const late = spreadOf(lateMs);
  const heard = left?.kind === 'left' ? left.readers : [];
  const each = Math.round((heard[0]?.letters ?? 0) / deltas);
  const many = `${counts.listeners} still watch, ${dropped} dropped, ${deltas} changes of ${each} bytes`;
  print(`${isWatched ? '50 watch' : 'nobody  '}  ${spreadWords(late)}  ${isWatched ? many : ''}`);
  const found = isWatched ? problemsOf(heard, { deltas, dropped }) : [];
  return { isWatched, p99: late.p99, sha256: digest.sha256, problems: found };
}

/** A delta that is on its way when they leave is not missed. */
function problemsOf(
  heard: readonly Heard[],
  { deltas, dropped }: { readonly deltas: number; readonly dropped: number },
): readonly string[] {
  const bad = heard.filter(
    (one) => one.snapshots !== 1 || one.gaps > 0 || one.wasDropped || one.deltas < deltas - 2,
  );
  return [
    ...(heard.length === READERS ? [] : [`${heard.length} of ${READERS} readers came`]),
    ...bad.slice(0, 3).map((one) => `a reader heard ${JSON.stringify(one)} of ${deltas} changes`),
    ...(dropped === STALLED ? [] : [`${dropped} of ${STALLED} that took nothing were dropped`]),
  ];
}

function middle(values: readonly number[]): number {
  return spreadOf(values).p50;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const lines = await recorded();
print(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);
print(`${lines.length} lines of a tape, load average ${(loadavg()[0] ?? 0).toFixed(1)} before`);
// The first run of all warms up.
await block(lines.slice(0, lines.length / 4), true).then(() => undefined);
const blocks: Block[] = [];
for (const isWatched of BLOCKS) blocks.push(await block(lines, isWatched));
watchers.disconnect();
const p99Of = (isWatched: boolean): number =>
  middle(blocks.filter((one) => one.isWatched === isWatched).map(({ p99 }) => p99));
const ratio = p99Of(true) / p99Of(false);
problems.push(...blocks.flatMap((one) => one.problems));
if (new Set(blocks.map(({ sha256 }) => sha256)).size > 1) {
  problems.push('the engine did not do the same in every block');
}
for (const problem of problems.slice(0, 20)) print(`  ${problem}`);
const soundness =
  problems.length === 0
    ? 'the same effects in every block, every change in order, the stalled dropped'
    : 'NOT SOUND';
print(
  `p99 ${p99Of(true).toFixed(2)} ms watched, ${p99Of(false).toFixed(2)} ms not, load ${(loadavg()[0] ?? 0).toFixed(1)} after`,
);
print(
  `${soundness}; ratio ${ratio.toFixed(2)}, goal at most ${RATIO_MAX} ${ratio <= RATIO_MAX ? 'reached' : 'NOT REACHED'}`,
);
process.exitCode = problems.length === 0 && ratio <= RATIO_MAX ? 0 : 1;
