import { dollars } from '../../src/engine/domain/values/money.ts';
import type { Corpus } from '../corpus.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Pace, receivedMs } from './pace.ts';

/** The product, or the copy of it that takes down no price. */
export type PipelineClass = typeof Pipeline;

/** Messages that are fed in one go. */
export const MESSAGES_PER_TURN = 1_000;
const OPENING_MS = 2_000;
const DAY_MS = 86_400_000;
const VOLUME_DOLLARS = 2_500;
const CLOSES_AFTER_MS = 12 * DAY_MS;

/** What is told of every market, and when the run begins and ends. */
export interface Known {
  readonly openingMs: number;
  readonly nowMs: number;
  readonly volumeDollars: number;
  readonly closesMs: number;
}

export function knownOf({ startAtMs }: Corpus, { lengthMs }: Pace): Known {
  return {
    openingMs: startAtMs - OPENING_MS,
    nowMs: startAtMs + lengthMs,
    volumeDollars: VOLUME_DOLLARS,
    closesMs: startAtMs + CLOSES_AFTER_MS,
  };
}

/** A pipeline that knows every market and its opening book. */
export function opened(of: PipelineClass, corpus: Corpus): Pipeline {
  const openingMs = corpus.startAtMs - OPENING_MS;
  const pipeline = new of(corpus.markets, openingMs, {
    volume24h: dollars(VOLUME_DOLLARS),
    closesAtMs: corpus.startAtMs + CLOSES_AFTER_MS,
  });
  for (const text of corpus.opening) pipeline.take(text, openingMs);
  return pipeline;
}

export interface Turn {
  readonly corpus: Corpus;
  readonly pace: Pace;
  /** Position of its first message. */
  readonly from: number;
}

export function feedTurn(pipeline: Pipeline, { corpus, pace, from }: Turn): void {
  const { messages, startAtMs } = corpus;
  const end = Math.min(messages.length, from + MESSAGES_PER_TURN);
  for (let at = from; at < end; at += 1) {
    const atMs = receivedMs(startAtMs, pace, { at, messages: messages.length });
    pipeline.take(messages[at] ?? '', atMs);
  }
}

export function feedAll(pipeline: Pipeline, corpus: Corpus, pace: Pace): void {
  for (let from = 0; from < corpus.messages.length; from += MESSAGES_PER_TURN) {
    feedTurn(pipeline, { corpus, pace, from });
  }
}
