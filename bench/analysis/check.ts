import type { Corpus } from '../corpus.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Known } from './feed.ts';
import { type Pace, receivedMs } from './pace.ts';
import { type SlowAnalysis, slowAnalyses } from './slow-analysis.ts';

/** Markets that are recomputed, evenly spread over all. */
const CHECKED = 100;
/** The product floors dollars at each level. */
const PART_ERROR_MAX = 1e-6;
const MOVE_ERROR_MAX = 2e-6;
const MICRO = 1_000_000;

/** Compares a sample with the slow reference. @returns how many were compared. */
export function check(pipeline: Pipeline, corpus: Corpus, of: Known & { pace: Pace }): number {
  if (pipeline.rereads > 0) throw new Error(`trust was lost ${pipeline.rereads} times`);
  const { startAtMs } = corpus;
  const messages = corpus.messages.length;
  const step = Math.max(1, Math.floor(corpus.markets.length / CHECKED));
  const markets = corpus.markets.filter((_, at) => at % step === 0);
  const slow = slowAnalyses({
    ...{ corpus, markets, ...of },
    receivedMs: (at) => receivedMs(startAtMs, of.pace, { at, messages }),
  });
  for (const market of markets) {
    const wanted = slow.get(market.id);
    const found = pipeline.analysis(market, of.nowMs);
    if (wanted === undefined || found === null) throw new Error(`${market.id} has no analysis`);
    const { parts, volatility } = found;
    for (const part of ['liquidity', 'spread', 'volume', 'timeDecay'] as const) {
      if (Math.abs(parts[part] - wanted.parts[part]) <= PART_ERROR_MAX) continue;
      throw new Error(`${market.id}: ${part} is ${parts[part]}, not ${wanted.parts[part]}`);
    }
    compareMove(market.id, volatility.day, wanted.day);
    compareMove(market.id, volatility.week, wanted.week);
  }
  if (of.pace.name === 'sparse') requireMoves([...slow.values()]);
  return markets.length;
}

function compareMove(id: string, found: number | null, wanted: number | null): void {
  const isSame =
    found === null || wanted === null
      ? found === wanted
      : Math.abs(found / MICRO - wanted) <= MOVE_ERROR_MAX;
  if (!isSame) throw new Error(`${id}: volatility is ${found}, not ${wanted} dollars`);
}

/** A check of nothing but still prices would prove nothing. */
function requireMoves(slow: readonly SlowAnalysis[]): void {
  const moved = slow.filter(({ week }) => week !== null && week > 0).length;
  if (moved * 2 < slow.length) throw new Error(`only ${moved} of ${slow.length} markets moved`);
}
