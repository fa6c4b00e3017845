import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { makeCorpus } from './corpus.ts';
import { Pipeline } from './pipeline.ts';

/**
 * What the books of 40,000 assets hold in memory, ladders where there is interest; the texts that they came
 * from are taken off. Fails above the goal for the whole engine, of which books are most.
 */
const MARKETS = 20_000;
const MESSAGES = 200_000;
const MB_MAX = 500;
const PER_MS = 10;
const MEGABYTE = 1_000_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function usedBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const corpus = makeCorpus(42, { markets: MARKETS, messages: MESSAGES });
const before = usedBytes();
const pipeline = new Pipeline(corpus.markets, corpus.startAtMs);
for (const text of corpus.opening) pipeline.take(text, corpus.startAtMs);
pipeline.want(corpus.markets, corpus.startAtMs);
for (const [at, text] of corpus.messages.entries()) {
  pipeline.take(text, corpus.startAtMs + Math.floor(at / PER_MS));
}
const megabytes = (usedBytes() - before) / MEGABYTE;
const isSound = pipeline.problems === corpus.poisoned.size && pipeline.rereads === 0;
const verdict = megabytes <= MB_MAX ? 'reached' : 'MISSED';
console.log(
  `${2 * MARKETS} assets: ${megabytes.toFixed(0)} MB of heap and typed arrays (goal ${MB_MAX} ${verdict}); books ${isSound ? 'sound' : 'NOT SOUND'}`,
);
if (!isSound || megabytes > MB_MAX) process.exitCode = 1;
