import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LeaderTrade } from '../src/engine/domain/change.ts';
import type { Market, Resolution } from '../src/engine/domain/market.ts';
import { PerformanceTracker } from '../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { differencesOf } from '../test/engine/intelligence/scoring/track/record-differences.ts';
import { referenceRecord } from '../test/engine/intelligence/scoring/track/reference-record.ts';
import { DAY_MS, population, walletOf } from './tracker/population.ts';

/**
 * What 100,000 tracked wallets cost in memory, and an event in time. A sample of wallets is
 * recomputed from its trades by the definition; the moves after 1 min, 1 h and 24 h, which take the
 * prints of everybody, are left to the property tests. Exits 1 above 200 MB or when a record differs.
 */
const WALLETS = Number(process.argv[2] ?? 100_000);
/** Ended markets leave nothing but sums: fewer of them are faster, and cost the same memory. */
const MEDIAN_ENDED = Number(process.argv[3] ?? 40);
const MB_MAX = 200;
const SEED = 20_261_123;
const SAMPLE_EVERY = Math.ceil(WALLETS / 50);
const MEGABYTE = 1_000_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Heap and typed arrays, which lie outside of it. */
function usedBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

interface Sample {
  readonly trades: LeaderTrade[];
  readonly markets: Map<string, Market>;
  readonly resolutions: { readonly resolution: Resolution; readonly atMs: number }[];
}

interface Fed {
  events: number;
  elapsedMs: number;
  endMs: number;
}

function feed(tracker: PerformanceTracker, sample: Sample): Fed {
  const fed: Fed = { events: 0, elapsedMs: 0, endMs: 0 };
  const sampled = new Set(sampleWallets());
  for (const day of population({ wallets: WALLETS, medianEnded: MEDIAN_ENDED, seed: SEED })) {
    const began = performance.now();
    for (const market of day.markets) tracker.list(market);
    for (const trade of day.trades) {
      tracker.advance(trade.event.tradedAtMs);
      tracker.observe(trade);
    }
    for (const one of day.resolutions) tracker.resolve(one.resolution, one.atMs);
    tracker.advance(day.startMs + DAY_MS - 1);
    fed.elapsedMs += performance.now() - began;
    fed.events += day.trades.length + day.resolutions.length + day.markets.length;
    fed.endMs = day.startMs + DAY_MS - 1;
    const own = day.trades.filter((trade) => sampled.has(trade.event.wallet));
    sample.trades.push(...own);
    const ids = new Set(own.map((trade) => trade.event.marketId));
    for (const market of day.markets) if (ids.has(market.id)) sample.markets.set(market.id, market);
    sample.resolutions.push(...day.resolutions.filter((one) => ids.has(one.resolution.marketId)));
  }
  return fed;
}

function sampleWallets(): string[] {
  return Array.from({ length: Math.floor(WALLETS / SAMPLE_EVERY) }, (_, at) =>
    walletOf(at * SAMPLE_EVERY),
  );
}

function checkSample(tracker: PerformanceTracker, sample: Sample, endMs: number): string[] {
  const markets = [...sample.markets.values()];
  return sampleWallets().flatMap((text) => {
    const wallet = text as ReturnType<typeof walletOf>;
    const trades = sample.trades.filter((trade) => trade.event.wallet === wallet);
    if (trades.length === 0) return [];
    const told = { trades, markets, resolutions: sample.resolutions, prints: [] };
    const expected = referenceRecord(told, wallet, endMs);
    const actual = tracker.record(wallet, endMs);
    const moves = { resolution: expected.moves.resolution };
    return differencesOf(
      actual === null ? null : { ...actual, moves: { resolution: actual.moves.resolution } },
      { ...expected, moves },
      wallet,
    );
  });
}

const before = usedBytes();
const tracker = new PerformanceTracker();
const sample: Sample = { trades: [], markets: new Map(), resolutions: [] };
const fed = feed(tracker, sample);
const differences = checkSample(tracker, sample, fed.endMs);
const medians = [...tracker.wallets()]
  .map((wallet) => tracker.record(wallet, fed.endMs))
  .map((record) => ({ open: record?.openMarkets ?? 0, ended: record?.wins.count ?? 0 }));
const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
const middle = {
  open: median(medians.map((one) => one.open)),
  ended: median(medians.map((one) => one.ended)),
};
medians.length = 0;
sample.trades.length = 0;
sample.resolutions.length = 0;
sample.markets.clear();
const megabytes = (usedBytes() - before) / MEGABYTE;

console.log(
  `${tracker.size} wallets, median ${middle.open} open and ${middle.ended} ended markets`,
);
console.log(
  Object.entries(tracker.counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
);
console.log(`${fed.events} events, ${((1000 * fed.elapsedMs) / fed.events).toFixed(2)} µs each`);
console.log(`${megabytes.toFixed(1)} MB of heap and typed arrays, at most ${MB_MAX}`);
for (const difference of differences.slice(0, 10)) console.log(`differs: ${difference}`);
console.log(`${sampleWallets().length} wallets recomputed, ${differences.length} differences`);
if (megabytes > MB_MAX || differences.length > 0) process.exitCode = 1;
