import { type LiveFaultCounts, noLiveFaults } from '../sim/live/live-faults.ts';
import { CommandUsageError, defineCommand, type Output } from './command.ts';
import { parseSets, SET_OPTION, SET_USAGE } from './set-option.ts';
import { type BrainsSummary, brainsLine, summariseBrains } from './simulate/brains.ts';
import type { LiveTally } from './simulate/live-side.ts';
import { type FaultCounts, noFaults } from './simulate/plan.ts';
import type { SeedResult } from './simulate/seed-result.ts';
import { runSeed } from './simulate/seed-run.ts';

const SEEDS_DEFAULT = '100';
const SEEDS_MAX = 1_000_000;
const LIVE_EVERY = 4;

const USAGE = `simulate

The engine in a faulty world: frames are lost, repeated, late and poisoned, commits fail or lose
their answer, the process dies at any call to the outside. Invariants are checked after every step.
A failing seed prints itself; the same seed runs the same way again.

  --seeds N         how many seeds (default ${SEEDS_DEFAULT})
  --from S          the first one (default 1)
  --live on|off     live orders at a faulty venue too: in every seed, or in none
                    (default: in every fourth)
  --brains          compares the rules with naive copying on the same signals
  --trace           prints every step; for one seed
${SET_USAGE}`;

export const simulateCommand = defineCommand({
  name: 'simulate',
  summary: 'the engine in a faulty world, with invariants after every step',
  usage: USAGE,
  options: {
    seeds: { type: 'string', default: SEEDS_DEFAULT },
    from: { type: 'string', default: '1' },
    live: { type: 'string' },
    brains: { type: 'boolean' },
    trace: { type: 'boolean' },
    ...SET_OPTION,
  },
  async run({ values, json, stdout, stderr }) {
    const seeds = wholeNumber('--seeds', values.seeds);
    const from = wholeNumber('--from', values.from);
    const compared = values.brains === true ? { 'brains.shadow': 'on' } : {};
    const settings = { ...parseSets(values.set), ...compared };
    const isLive = liveSeeds(values.live);
    const trace = values.trace === true ? (line: string) => stderr.write(`${line}\n`) : undefined;
    const startedAtMs = performance.now();
    const results: SeedResult[] = [];
    for (let seed = from; seed < from + seeds; seed += 1) {
      const result = await runSeed(seed, {
        settings,
        live: isLive(seed),
        ...(trace === undefined ? {} : { trace }),
      });
      results.push(result);
      if (result.violation !== null) stderr.write(failure(result));
      showProgress(stderr, `${results.length} of ${seeds} seeds`);
    }
    showProgress(stderr, '');
    const seconds = Math.round(performance.now() - startedAtMs) / 1_000;
    const summary = summarise(results, { from, seconds });
    stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary));
    return summary.violations === 0 ? 0 : 1;
  },
});

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > SEEDS_MAX) {
    throw new CommandUsageError(
      `${option} takes a whole number from 1 to ${SEEDS_MAX}, got "${text}"`,
    );
  }
  return value;
}

/** Which seeds trade live. */
function liveSeeds(text: string | undefined): (seed: number) => boolean {
  if (text === undefined) return (seed) => seed % LIVE_EVERY === 0;
  if (text !== 'on' && text !== 'off') {
    throw new CommandUsageError(`--live takes on or off, got "${text}"`);
  }
  return () => text === 'on';
}

interface Summary {
  readonly seeds: number;
  readonly from: number;
  readonly steps: number;
  readonly signals: number;
  readonly faults: FaultCounts;
  readonly live: LiveTally & { readonly seeds: number };
  readonly medians: Readonly<Record<'steps' | 'signals' | 'faults' | 'crashes', number>>;
  readonly brains: BrainsSummary | null;
  readonly violations: number;
  readonly failing: readonly {
    readonly seed: number;
    readonly step: number;
    readonly violation: string;
  }[];
  readonly seconds: number;
}

function summarise(
  results: readonly SeedResult[],
  { from, seconds }: { readonly from: number; readonly seconds: number },
): Summary {
  const faults = noFaults();
  for (const result of results) {
    for (const name of Object.keys(faults) as (keyof FaultCounts)[])
      faults[name] += result.faults[name];
  }
  const live = results.flatMap((result) => (result.live === null ? [] : [result.live]));
  const liveFaults = noLiveFaults();
  for (const { faults: counts } of live) {
    for (const name of Object.keys(liveFaults) as (keyof LiveFaultCounts)[])
      liveFaults[name] += counts[name];
  }
  const failing = results.flatMap(({ seed, violation }) =>
    violation === null ? [] : [{ seed, step: violation.step, violation: violation.sentence }],
  );
  return {
    seeds: results.length,
    from,
    steps: results.reduce((sum, { steps }) => sum + steps, 0),
    signals: results.reduce((sum, { signals }) => sum + signals, 0),
    faults,
    live: {
      seeds: live.length,
      orders: live.reduce((sum, { orders }) => sum + orders, 0),
      fills: live.reduce((sum, { fills }) => sum + fills, 0),
      faults: liveFaults,
    },
    medians: {
      steps: median(results.map(({ steps }) => steps)),
      signals: median(results.map(({ signals }) => signals)),
      faults: median(results.map((result) => allFaults(result.faults))),
      crashes: median(results.map((result) => result.faults.crash)),
    },
    brains: summariseBrains(results.flatMap(({ brains }) => brains ?? [])),
    violations: failing.length,
    failing,
    seconds,
  };
}

function allFaults(faults: FaultCounts): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function failure({ seed, violation }: SeedResult): string {
  return `seed ${seed}, step ${violation?.step}: ${violation?.sentence}\n  again: polymind simulate --seeds 1 --from ${seed} --trace\n`;
}

function describe(summary: Summary): string {
  const { seeds, steps, signals, medians, violations, seconds } = summary;
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const { live } = summary;
  const liveLine =
    live.seeds === 0
      ? ''
      : `live in ${live.seeds} seeds, ${live.orders} orders, ${live.fills} fills: ${list(live.faults)}\n`;
  return (
    `${seeds} seeds, ${steps} steps, ${signals} signals in ${seconds} s\n` +
    `faults: ${list(summary.faults)}\n` +
    liveLine +
    (summary.brains === null ? '' : brainsLine(summary.brains)) +
    `median seed: ${medians.steps} steps, ${medians.signals} signals, ${medians.faults} faults, ${medians.crashes} crashes\n` +
    `${violations === 0 ? 'no invariant was broken' : `${violations} seeds broke an invariant`}\n`
  );
}

function showProgress(stderr: Output, text: string): void {
  if (stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
}
