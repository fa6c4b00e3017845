import process from 'node:process';
import { readLabelled } from './match/labelled.ts';
import { judged, labelledTable, scoreOf } from './match/labelled-report.ts';
import { openWorld, pairLine } from './match/open-world.ts';
import { paceOf } from './match/pace.ts';
import { type Pool, readPools } from './match/pools.ts';
import { random } from './random.ts';

/**
 * How well and how fast markets are matched: on labelled pairs, on all markets against all, and at
 * the size of both venues. `--list` names every verified pair that no label is known of, `--sample`
 * only 200 of them, to be read; `--no-pace` leaves the timing out.
 */

/** Goals count what the process worked: on a shared machine it waits for others. */
const FIRST_MATCH_MS_MAX = 10_000;
const NEW_MARKET_MS_MAX = 5;
const PRECISION_MIN = 0.99;
const SAMPLE_SEED = 20_261_123;
const SAMPLE_SIZE = 200;

function main(): number {
  const pairs = readLabelled();
  if (pairs === null) {
    print('skipped: no labelled pairs beside the project');
    return 0;
  }
  const isSample = process.argv.includes('--sample');
  const all = isSample ? [] : judged(pairs);
  for (const line of isSample ? [] : labelledTable(all)) print(line);
  const flaws = [...labelledFlaws(scoreOf(all))];
  const pools = readPools();
  if (isSample) return printSample(pools);
  for (const pool of pools) flaws.push(...poolFlaws(pool));
  if (!process.argv.includes('--no-pace')) flaws.push(...paceFlaws(pools));
  for (const flaw of flaws) print(`WRONG: ${flaw}`);
  return flaws.length === 0 ? 0 : 1;
}

function labelledFlaws(score: ReturnType<typeof scoreOf>): readonly string[] {
  return [
    ...(score.right < score.verified * PRECISION_MIN ? ['precision on labelled pairs'] : []),
    ...(score.turned > 0 ? [`${score.turned} labelled pairs are turned round`] : []),
    ...(score.hardRulesVerified > 0 ? [`${score.hardRulesVerified} hard rules are verified`] : []),
  ];
}

function poolFlaws(pool: Pool): readonly string[] {
  const { verified, known, turned, others, goldFound } = openWorld(pool);
  print(
    `pool ${pool.name}: ${pool.polymarket.length} x ${pool.kalshi.length}, ${verified.length} verified: ` +
      `${known} as labelled, ${others.length} without a label, ${turned.length} turned; ` +
      `${goldFound} of ${pool.gold.size} labelled pairs found`,
  );
  if (process.argv.includes('--list')) {
    for (const pair of others) print(`  ${pairLine(pool, pair)}`);
  }
  return turned.map((pair) => `turned round: ${pairLine(pool, pair)}`);
}

/** Predictions that no label is known of, for a person to read; the same ones each time. */
function printSample(pools: readonly Pool[]): number {
  const next = random(SAMPLE_SEED);
  const lines = pools
    .flatMap((pool) =>
      openWorld(pool).others.map((pair) => `${pool.name} | ${pairLine(pool, pair)}`),
    )
    .map((line) => ({ line, key: next() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, SAMPLE_SIZE);
  for (const [index, { line }] of lines.entries()) print(`${index + 1} | ${line}`);
  return 0;
}

function paceFlaws(pools: readonly Pool[]): readonly string[] {
  if (pools.length === 0) return [];
  // Unmeasured: what the compiler has not seen yet is not what a running service is like.
  paceOf(pools, 2_000);
  return [10_000, 20_000, 30_000].flatMap((markets) => {
    const pace = paceOf(pools, markets);
    print(
      `${markets} x ${markets}: ${(pace.firstMatchMs / 1_000).toFixed(1)} s (${(pace.firstMatchCpuMs / 1_000).toFixed(1)} s of processor), ${pace.verified} verified; ` +
        `a new market ${pace.newMarketMsP50.toFixed(2)} ms (median), ${pace.newMarketMsP99.toFixed(2)} ms (p99; ${pace.newMarketCpuMsP99.toFixed(2)} ms of processor)`,
    );
    // What others do on the machine counts in one, threads of the collector in the other.
    const newMarketMs = Math.min(pace.newMarketMsP99, pace.newMarketCpuMsP99);
    return [
      ...(markets === 10_000 && pace.firstMatchCpuMs > FIRST_MATCH_MS_MAX
        ? ['the first match is slow']
        : []),
      ...(newMarketMs > NEW_MARKET_MS_MAX ? [`a new market is slow at ${markets}`] : []),
    ];
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = main();
