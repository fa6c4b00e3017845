import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import { DEFAULT_WEIGHTS } from '../../engine/intelligence/scoring/judge/confidence.ts';
import { compareScores } from '../../engine/intelligence/scoring/judge/rank.ts';
import { scoreOf } from '../../engine/intelligence/scoring/judge/score.ts';
import type { WalletTracker } from '../../engine/intelligence/scoring/record.ts';
import { PerformanceTracker } from '../../engine/intelligence/scoring/track/performance-tracker.ts';
import type { Happening } from './past.ts';

/** Each time that a tracker is told costs it a look at what waits; the result is the same. */
const TELL_TIME_EVERY_MS = 5 * MINUTE_MS;

/** Tells a tracker what happened, in the order of time. */
export function tellTracker(tracker: WalletTracker, past: Iterable<Happening>): void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  for (const happening of past) {
    if (happening.atMs >= toldAtMs + TELL_TIME_EVERY_MS) {
      toldAtMs = happening.atMs;
      tracker.advance(toldAtMs);
    }
    if (happening.kind === 'trade') tracker.observe(happening.trade);
    else tracker.resolve(happening.resolution, happening.atMs);
  }
}

/** Scores as of `atMs` of all wallets that traded, in the order of whom to copy. */
export function scoresOf(past: Iterable<Happening>, atMs: AtMs): readonly WalletScore[] {
  const tracker = new PerformanceTracker();
  tellTracker(tracker, past);
  tracker.flush();
  const scores: WalletScore[] = [];
  for (const wallet of tracker.wallets()) {
    const record = tracker.record(wallet, atMs);
    if (record === null || record.trades === 0) continue;
    scores.push(scoreOf(record, { weights: DEFAULT_WEIGHTS }));
  }
  return scores.sort(compareScores);
}
