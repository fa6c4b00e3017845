import type { Market } from '../../../engine/domain/market.ts';
import {
  BESIDE_WORTH,
  missesAllowed,
  wordList,
  wordWorth,
} from '../../../engine/domain/word-likeness.ts';

/**
 * How well typed words fit a market, 0 (they do not) to 1: in any order and case, without accents,
 * as singular or plural, by their beginnings, or with one slip of a finger.
 */
export function likeness(market: Market, sought: readonly string[]): number {
  if (sought.length === 0) return 0;
  const { question, beside } = wordsOfMarket(market);
  let met = 0;
  let worth = 0;
  for (const word of sought) {
    const best = Math.max(bestOf(word, question), BESIDE_WORTH * bestOf(word, beside));
    if (best > 0) met += 1;
    worth += best;
  }
  const misses = sought.length - met;
  return misses > missesAllowed(sought) ? 0 : worth / sought.length;
}

function bestOf(word: string, among: readonly string[]): number {
  let best = 0;
  for (const other of among) {
    const worth = wordWorth(word, other);
    if (worth === 1) return worth;
    if (worth > best) best = worth;
  }
  return best;
}

interface MarketWords {
  readonly question: readonly string[];
  readonly beside: readonly string[];
}

/** Made once for each listing: thousands of markets are looked through for one message. */
const known = new WeakMap<Market, MarketWords>();

function wordsOfMarket(market: Market): MarketWords {
  const before = known.get(market);
  if (before !== undefined) return before;
  const { slug, eventGroupId, categories, outcomes } = market;
  const labels = outcomes.map(({ label }) => label);
  const beside = [slug, eventGroupId, ...categories, ...labels].join(' ');
  const words = {
    question: wordList(market.question),
    beside: [...new Set(wordList(beside))],
  };
  known.set(market, words);
  return words;
}
