import { parentPort } from 'node:worker_threads';
import { PerformanceTracker } from '../../../engine/intelligence/scoring/track/performance-tracker.ts';
import { type ArgsOf, answerOf, type KeeperWord } from './keeper-port.ts';
import { ScoreKeeper } from './score-keeper.ts';

/** One thing asked. */
export interface KeeperRequest {
  readonly id: number;
  readonly word: KeeperWord;
  readonly args: readonly unknown[];
}

/** What became of it. */
export type KeeperAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string };

/** Counts and judges in a thread: a long history takes a second that nothing else can spare. */
const keeper = new ScoreKeeper({ tracker: new PerformanceTracker() });

parentPort?.on('message', ({ id, word, args }: KeeperRequest) => {
  parentPort?.postMessage(answered(id, word, args));
});

function answered(id: number, word: KeeperWord, args: readonly unknown[]): KeeperAnswer {
  try {
    return { id, kind: 'done', value: answerOf(keeper, word, args as ArgsOf<KeeperWord>) };
  } catch (error) {
    return { id, kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
