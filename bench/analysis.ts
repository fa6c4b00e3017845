import { register } from 'node:module';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { check } from './analysis/check.ts';
import { type Counts, countRolls } from './analysis/counts.ts';
import {
  feedTurn,
  knownOf,
  MESSAGES_PER_TURN,
  opened,
  type PipelineClass,
} from './analysis/feed.ts';
import { type Memory, weigh } from './analysis/memory.ts';
import { BUSY, type Pace, SPARSE } from './analysis/pace.ts';
import { MARK } from './analysis/unanalysed-hooks.ts';
import { type Corpus, makeCorpus } from './corpus.ts';
import { Pipeline } from './pipeline.ts';

/**
 * What analysing markets adds to the cost of a message, in units of a bare `JSON.parse` of it: the
 * product beside a copy of itself that takes down no price, in interleaved blocks of one process.
 * It fails when the work was not done right; whether a goal was reached is told, not enforced,
 * because shared machines differ by more than the goals do.
 */

const BLOCKS = 20;
/** Blocks that warm the compiler: shown, not counted. */
const WARM_BLOCKS = 8;
const MESSAGES_PER_BLOCK = 12_000;
const SEED = 42;
/** Calls of `analysis()` that are timed. */
const ASKED = 20_000;
/** Markets of the two corpora, and what analysis may add at most, in units of a JSON.parse. */
const SMALL = { markets: 1_000, goal: 0.3 } as const;
const LARGE = { markets: 20_000, goal: 0.6 } as const;
/** Markets that only lie there while the others get all events. */
const QUIET_MARKETS = 19_000;

interface Report {
  readonly markets: number;
  readonly pace: string;
  /** Over bare JSON.parse: the median of blocks, and the ends of its middle half. */
  readonly added: number;
  readonly addedLow: number;
  readonly addedHigh: number;
  readonly goal: number;
  readonly withIt: number;
  readonly without: number;
  readonly parseNs: number;
  /** Of one call of `analysis()`. */
  readonly analysisUs: number;
  readonly checked: number;
}

interface Run {
  readonly corpus: Corpus;
  readonly pace: Pace;
  readonly goal: number;
}

function measure(bare: PipelineClass, { corpus, pace, goal }: Run): Report {
  const analysed = opened(Pipeline, corpus);
  const unanalysed = opened(bare, corpus);
  for (const one of pace.isQuoted ? [analysed, unanalysed] : []) {
    one.want(corpus.markets, corpus.startAtMs);
  }
  const rows = blocksOf([
    (from) => feedTurn(analysed, { corpus, pace, from }),
    (from) => feedTurn(unanalysed, { corpus, pace, from }),
    (from) => parseTurn(corpus, from),
  ]);
  const known = knownOf(corpus, pace);
  const checked = check(analysed, corpus, { ...known, pace });
  const analysisUs = askAll(analysed, corpus, known.nowMs);
  const markets = corpus.markets.length;
  return { markets, pace: pace.name, goal, checked, analysisUs, ...figures(rows) };
}

/** Nanoseconds a message of each side, block by block. */
function blocksOf(sides: readonly ((from: number) => void)[]): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    const spent = sides.map(() => 0);
    for (let turn = 0; turn < MESSAGES_PER_BLOCK / MESSAGES_PER_TURN; turn += 1) {
      const from = block * MESSAGES_PER_BLOCK + turn * MESSAGES_PER_TURN;
      // Whoever comes later finds the texts in the cache: take turns at being first.
      for (let place = 0; place < sides.length; place += 1) {
        const side = (place + turn) % sides.length;
        spent[side] = (spent[side] ?? 0) + timed(() => sides[side]?.(from));
      }
    }
    rows.push(spent.map((ns) => ns / MESSAGES_PER_BLOCK));
  }
  return rows.slice(WARM_BLOCKS);
}

function figures(rows: readonly (readonly number[])[]) {
  const ratios = rows.map(([withIt = 0, without = 0, parse = 1]) => ({
    withIt: withIt / parse,
    without: without / parse,
    added: (withIt - without) / parse,
  }));
  const added = ratios.map((one) => one.added).sort((a, b) => a - b);
  const quarter = added.length >> 2;
  return {
    added: round(median(added)),
    addedLow: round(added[quarter] ?? 0),
    addedHigh: round(added[added.length - 1 - quarter] ?? 0),
    withIt: round(median(ratios.map((one) => one.withIt))),
    without: round(median(ratios.map((one) => one.without))),
    parseNs: Math.round(median(rows.map(([, , parse = 0]) => parse))),
  };
}

/** Nanoseconds of processor time that `run` took, collection included; other processes do not count. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

function parseTurn({ messages }: Corpus, from: number): void {
  for (let at = from; at < from + MESSAGES_PER_TURN; at += 1) {
    try {
      JSON.parse(messages[at] ?? '');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}

/** Microseconds of one call of `analysis()`. */
function askAll(pipeline: Pipeline, { markets }: Corpus, nowMs: number): number {
  let answered = 0;
  const ask = (): void => {
    for (let at = 0; at < ASKED; at += 1) {
      const market = markets[at % markets.length];
      if (market !== undefined && pipeline.analysis(market, nowMs) !== null) answered += 1;
    }
  };
  ask();
  const spentNs = timed(ask);
  if (answered !== 2 * ASKED) throw new Error(`only ${answered} of ${2 * ASKED} were analysed`);
  return round(spentNs / ASKED / 1_000);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function corpusOf(markets: number): Corpus {
  return makeCorpus(SEED, { markets, messages: BLOCKS * MESSAGES_PER_BLOCK });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  register('./analysis/unanalysed-hooks.js', import.meta.url);
  const marked = (await import(`./pipeline.js${MARK}`)) as { Pipeline: PipelineClass };
  const loadBefore = round(loadavg()[0] ?? 0);
  // Memory first, while the process is small. What is made up once serves all.
  const large = corpusOf(LARGE.markets);
  const memory = weigh([marked.Pipeline, Pipeline], large, SPARSE);
  const small = corpusOf(SMALL.markets);
  const counts = countRolls(small, QUIET_MARKETS, SPARSE);
  const reports = [
    { corpus: small, goal: SMALL.goal },
    { corpus: large, goal: LARGE.goal },
  ].flatMap((of) => [BUSY, SPARSE].map((pace) => measure(marked.Pipeline, { ...of, pace })));
  const loadAfter = round(loadavg()[0] ?? 0);
  if (values.json) {
    const ratios = Object.fromEntries(
      reports.map(({ markets, pace, added }) => [`analysis${markets}${pace}`, added]),
    );
    console.log(JSON.stringify({ ratios, reports, memory, counts, loadBefore, loadAfter }));
    return;
  }
  for (const report of reports) console.log(line(report));
  console.log(memoryLine(memory));
  console.log(countLine(counts));
  console.log(`load average ${loadBefore} before, ${loadAfter} after`);
}

function line(report: Report): string {
  const { markets, pace, added, addedLow, addedHigh, goal, withIt, without, parseNs } = report;
  const verdict = added <= goal ? 'reached' : 'MISSED';
  return (
    `${markets} markets, ${pace}: analysis adds ${added} x JSON.parse (${addedLow} to ${addedHigh},` +
    ` goal ${goal} ${verdict}); ${withIt} with it, ${without} without, ${parseNs} ns parse;` +
    ` analysis() ${report.analysisUs} µs; ${report.checked} markets recomputed`
  );
}

function memoryLine([without, withIt]: readonly Memory[]): string {
  if (without === undefined || withIt === undefined) throw new Error('both sides were weighed');
  const bytes = ({ heap, buffers, rss }: Memory) =>
    `${heap} B heap + ${buffers} B arrays (RSS ${rss})`;
  const added = {
    heap: withIt.heap - without.heap,
    buffers: withIt.buffers - without.buffers,
    rss: withIt.rss - without.rss,
  };
  return `memory of a market at 20,000: ${bytes(without)} without, ${bytes(withIt)} with a week of prices: ${bytes(added)} more`;
}

function countLine({ events, rolls, marketsRolled, quietMarkets }: Counts): string {
  return `${events} events of ${marketsRolled} markets ended ${rolls} steps, with ${quietMarkets} quiet markets beside: none of those was touched, and nothing was analysed unasked`;
}

await main();
