import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { TokenId } from '../src/engine/domain/ids.ts';
import { type Corpus, makeCorpus, type WorldMarket } from './corpus.ts';
import { Pipeline } from './pipeline.ts';
import { type ReferenceBooks, referenceBooks } from './reference.ts';

/** Feed cost of a message over bare `JSON.parse` of it, in interleaved blocks of one process. */

const BLOCKS = 14;
/** Blocks that warm the compiler and are not counted. */
const WARM_BLOCKS = 2;
const MESSAGES_PER_BLOCK = 15_000;
/** The two sides alternate after so many, so that other work of the machine hits both alike. */
const MESSAGES_PER_TURN = 1_000;
const MESSAGES_PER_MS = 10;
const SEED = 42;
/** A run whose blocks differ more is to be repeated. */
const SPREAD_MAX = 0.25;
const GOALS = [
  { markets: 1_000, ratioMax: 1.8 },
  { markets: 20_000, ratioMax: 2.8 },
] as const;

interface Report {
  readonly markets: number;
  readonly ratio: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
  readonly goal: number;
  readonly feedNs: number;
  readonly parseNs: number;
  readonly bytesMean: number;
  readonly poisoned: number;
  readonly quotes: number;
  readonly steady: boolean;
}

function measure(markets: number, goal: number): Report {
  const corpus = makeCorpus(SEED, markets, BLOCKS * MESSAGES_PER_BLOCK);
  const pipeline = new Pipeline(corpus.markets);
  for (const text of corpus.opening) pipeline.take(text, corpus.startAtMs - 2_000);
  const feedNs: number[] = [];
  const parseNs: number[] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    let [feed, parse] = [0, 0];
    const end = (block + 1) * MESSAGES_PER_BLOCK;
    for (let from = block * MESSAGES_PER_BLOCK; from < end; from += MESSAGES_PER_TURN) {
      // Whoever comes second finds the texts in the cache: take turns at being first.
      const parseFirst = (from / MESSAGES_PER_TURN) % 2 === 0;
      if (parseFirst) parse += timed(() => parseTurn(corpus, from));
      feed += timed(() => feedTurn(corpus, pipeline, from));
      if (!parseFirst) parse += timed(() => parseTurn(corpus, from));
    }
    feedNs.push(feed / MESSAGES_PER_BLOCK);
    parseNs.push(parse / MESSAGES_PER_BLOCK);
  }
  verify(corpus, pipeline);
  const ratios = feedNs.map((ns, at) => ns / (parseNs[at] ?? 1)).slice(WARM_BLOCKS);
  const [ratioMin, ratioMax] = [Math.min(...ratios), Math.max(...ratios)];
  const ratio = median(ratios);
  return {
    markets,
    ratio: round(ratio),
    ratioMin: round(ratioMin),
    ratioMax: round(ratioMax),
    goal,
    feedNs: Math.round(median(feedNs.slice(WARM_BLOCKS))),
    parseNs: Math.round(median(parseNs.slice(WARM_BLOCKS))),
    bytesMean: Math.round(
      corpus.messages.reduce((sum, text) => sum + text.length, 0) / corpus.messages.length,
    ),
    poisoned: corpus.poisoned.size,
    quotes: pipeline.quotes,
    steady: (ratioMax - ratioMin) / ratio <= SPREAD_MAX,
  };
}

/** Nanoseconds of processor time that `run` took, collection included; other processes do not count. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

function feedTurn(corpus: Corpus, pipeline: Pipeline, from: number): void {
  for (let at = from; at < from + MESSAGES_PER_TURN; at += 1) {
    pipeline.take(corpus.messages[at] ?? '', corpus.startAtMs + Math.floor(at / MESSAGES_PER_MS));
  }
}

let parsed = 0;

function parseTurn(corpus: Corpus, from: number): void {
  for (let at = from; at < from + MESSAGES_PER_TURN; at += 1) {
    try {
      if (JSON.parse(corpus.messages[at] ?? '') !== null) parsed += 1;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}

/** The run counts only if it did the work: every book equal to the reference, poison counted. */
function verify(corpus: Corpus, pipeline: Pipeline): void {
  if (parsed === 0) throw new Error('nothing was parsed');
  if (pipeline.problems !== corpus.poisoned.size) {
    throw new Error(`${pipeline.problems} refused of ${corpus.poisoned.size} poisoned`);
  }
  if (pipeline.trustLost > 0) throw new Error(`trust was lost ${pipeline.trustLost} times`);
  if (pipeline.quotes === 0) throw new Error('no quote was made');
  const reference = referenceBooks(corpus);
  for (const market of corpus.markets) verifyMarket(market, pipeline, reference);
}

function verifyMarket(market: WorldMarket, pipeline: Pipeline, reference: ReferenceBooks): void {
  const book = pipeline.bookOf(market);
  if (!book.trust.trusted) throw new Error(`${market.id} is not trusted: ${book.trust.reason}`);
  for (const token of market.tokens) {
    const expected = reference.get(token);
    for (const side of ['bid', 'ask'] as const) {
      const levels = side === 'bid' ? expected?.bids : expected?.asks;
      const wanted = [...(levels ?? [])]
        .map(([price, size]) => `${Math.round(Number(price) * 1e6)}:${Math.round(size * 1e6)}`)
        .sort();
      const found = book
        .levels(token as TokenId, side, Number.MAX_SAFE_INTEGER)
        .map((level) => `${level.price}:${level.quantity}`)
        .sort();
      if (wanted.join() !== found.join()) throw new Error(`${market.id}: ${side}s differ`);
    }
  }
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

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const loadBefore = round(loadavg()[0] ?? 0);
  const reports = GOALS.map(({ markets, ratioMax }) => measure(markets, ratioMax));
  const loadAfter = round(loadavg()[0] ?? 0);
  if (values.json) {
    const ratios = Object.fromEntries(reports.map((each) => [`feed${each.markets}`, each.ratio]));
    console.log(JSON.stringify({ ratios, reports, loadBefore, loadAfter }));
  } else {
    for (const each of reports) console.log(line(each));
    console.log(`load average ${loadBefore} before, ${loadAfter} after`);
  }
  if (reports.some((each) => each.ratio > each.goal)) process.exitCode = 1;
}

function line(report: Report): string {
  const { markets, ratio, ratioMin, ratioMax, goal, feedNs, parseNs } = report;
  const notes = `${report.poisoned} poisoned refused, ${report.quotes} quotes, ${report.bytesMean} B a message`;
  const spread = report.steady ? '' : ', unsteady: repeat';
  return `${markets} markets: ${ratio} x JSON.parse (${ratioMin} to ${ratioMax}, goal ${goal}${spread}); ${feedNs} / ${parseNs} ns; ${notes}`;
}

main();
