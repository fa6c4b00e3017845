import { cpus, loadavg } from 'node:os';
import { ArbitrageDetector } from '../src/engine/intelligence/arbitrage/detector.ts';
import { DEFAULT_ARBITRAGE_OPTIONS } from '../src/engine/intelligence/arbitrage/options.ts';
import { PerformanceTracker } from '../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { makeWorld } from './arbitrage/world.ts';
import { makeCorpus } from './corpus.ts';
import { HistoryOnDisk } from './growth/history-on-disk.ts';
import { Pipeline } from './pipeline.ts';
import { population } from './tracker/population.ts';

/**
 * What becomes of the cost of one step as a run grows: markets, wallets, pairs and what lies in the
 * database, each three times in steps of ten. The exponent of the fitted power says how: 0 is flat, 1
 * as fast as the size. Memory that no longer fits the processor's caches costs something; a step that
 * looks through everything would show at once.
 */

const EXPONENT_MAX = 0.5;
const SEED = 42;
const MESSAGES = 40_000;
const WARM = 20_000;
const PER_MS = 10;
const OPENING_MS = 2_000;
const PAIR_SECONDS = 8;
const MEDIAN_ENDED = 4;
const READS = 20;

interface Measured {
  readonly size: number;
  /** Of one step. */
  readonly us: number;
}

/** Processor time in microseconds. */
function spent(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** A message of the market channel, text to book. */
function market(size: number): number {
  const corpus = makeCorpus(SEED, { markets: size, messages: MESSAGES });
  const pipeline = new Pipeline(corpus.markets, corpus.startAtMs - OPENING_MS);
  for (const text of corpus.opening) pipeline.take(text, corpus.startAtMs - OPENING_MS);
  pipeline.want(corpus.markets, corpus.startAtMs);
  const take = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      pipeline.take(corpus.messages[at] ?? '', corpus.startAtMs + at / PER_MS);
    }
  };
  take(0, WARM);
  return spent(() => take(WARM, MESSAGES)) / (MESSAGES - WARM);
}

/** Something that a tracked wallet did, or that its market came to. */
function wallet(size: number): number {
  const tracker = new PerformanceTracker();
  let [us, events] = [0, 0];
  for (const day of population({ wallets: size, medianEnded: MEDIAN_ENDED, seed: SEED })) {
    us += spent(() => {
      for (const one of day.markets) tracker.list(one);
      for (const trade of day.trades) {
        tracker.advance(trade.event.tradedAtMs);
        tracker.observe(trade);
      }
      for (const one of day.resolutions) tracker.resolve(one.resolution, one.atMs);
    });
    events += day.markets.length + day.trades.length + day.resolutions.length;
  }
  return us / events;
}

/** A book of a market that has a twin. */
function pair(size: number): number {
  const world = makeWorld(SEED, PAIR_SECONDS, size);
  const detector = new ArbitrageDetector(DEFAULT_ARBITRAGE_OPTIONS);
  const [first] = world.messages;
  for (const watch of world.watches) detector.list(watch, first?.atMs ?? 0);
  const half = world.messages.length >> 1;
  const take = (from: number, to: number): void => {
    for (const { market: of, book, atMs } of world.messages.slice(from, to)) {
      detector.onBook(of.marketId, book, atMs);
    }
  };
  take(0, half);
  return spent(() => take(half, world.messages.length)) / (world.messages.length - half);
}

/** Least squares through the logarithms. */
function exponentOf(measured: readonly Measured[]): number {
  const points = measured.map(({ size, us }) => [Math.log(size), Math.log(us)] as const);
  const mean = (at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function report(what: string, measured: readonly Measured[]): boolean {
  const exponent = exponentOf(measured);
  const isFlat = exponent <= EXPONENT_MAX;
  const row = measured.map(({ size, us }) => `${size.toLocaleString('en')}: ${us.toFixed(2)} µs`);
  const verdict = isFlat ? '' : `, ABOVE ${EXPONENT_MAX}`;
  print(`${what}: ${row.join(', ')}; exponent ${exponent.toFixed(2)}${verdict}`);
  return isFlat;
}

function grown(sizes: readonly number[], cost: (size: number) => number): Measured[] {
  // The compiler warms up on the smallest.
  cost(sizes[0] ?? 1);
  return sizes.map((size) => ({ size, us: cost(size) }));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

print(`${cpus().length} x ${cpus()[0]?.model}, load average ${loadavg()[0]?.toFixed(2)}`);
const verdicts = [
  report('a message, by markets', grown([100, 1_000, 10_000], market)),
  report('an event of a wallet, by wallets', grown([1_000, 10_000, 100_000], wallet)),
  report('a book with a twin, by pairs', grown([100, 1_000, 10_000], pair)),
];
const history = await HistoryOnDisk.begin();
const [starts, pages]: [Measured[], Measured[]] = [[], []];
for (const size of [1_000, 10_000, 100_000]) {
  await history.growTo(size);
  starts.push({ size, us: await history.startUs(READS) });
  pages.push({ size, us: await history.pageUs(READS) });
}
await history.end();
verdicts.push(
  report('what a start reads, by orders of the past', starts),
  report('a page of orders, by orders of the past', pages),
);
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
