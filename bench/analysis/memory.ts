import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Corpus } from '../corpus.ts';
import type { Pipeline } from '../pipeline.ts';
import { feedAll, opened, type PipelineClass } from './feed.ts';
import type { Pace } from './pace.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

export interface Memory {
  readonly heap: number;
  /** Of typed arrays, which lie outside of the heap. */
  readonly buffers: number;
  readonly rss: number;
}

/** Bytes in use once everything that nobody needs is gone. */
function memoryNow(): Memory {
  collect();
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers, rss };
}

/** Bytes for each of `count`. */
function perOne(before: Memory, after: Memory, count: number): Memory {
  return {
    heap: Math.round((after.heap - before.heap) / count),
    buffers: Math.round((after.buffers - before.buffers) / count),
    rss: Math.round((after.rss - before.rss) / count),
  };
}

/** Bytes a market of both sides, once every market has had a week of events. */
export function weigh(
  sides: readonly PipelineClass[],
  corpus: Corpus,
  pace: Pace,
): readonly Memory[] {
  // The made-up ids are trees of pieces until somebody reads them: let that happen before.
  for (const of of sides) opened(of, corpus);
  const kept: Pipeline[] = [];
  const weighed = sides.map((of) => {
    const before = memoryNow();
    const pipeline = opened(of, corpus);
    feedAll(pipeline, corpus, pace);
    kept.push(pipeline);
    return perOne(before, memoryNow(), corpus.markets.length);
  });
  if (kept.length !== sides.length) throw new Error('every side is kept until all are weighed');
  return weighed;
}
