import type { PairVerdict } from '../../engine/domain/market-pair.ts';
import { judge } from '../../engine/intelligence/matching/judge.ts';
import {
  MarketMatcher,
  type MatchedPair,
} from '../../engine/intelligence/matching/market-matcher.ts';
import type { MarketText } from '../../engine/intelligence/normalizer/contract.ts';
import { readContract } from '../../engine/intelligence/normalizer/read-contract.ts';
import type { PairRow } from './market-rows.ts';

const PROGRESS_EVERY = 500;

export interface JudgedPair {
  readonly id: string;
  readonly verdict: PairVerdict;
}

/** Each given pair with what comparing it found, in the order of the file. */
export function* judgePairs(rows: readonly PairRow[]): Generator<JudgedPair> {
  for (const { id, polymarket, kalshi } of rows) {
    const contracts = [readContract(polymarket), readContract(kalshi)] as const;
    yield { id, verdict: judge(contracts[0], contracts[1], { polymarket, kalshi }) };
  }
}

/** Every pair of two lists that are like each other, by Polymarket's order. */
export function* matchLists(
  lists: { readonly polymarket: readonly MarketText[]; readonly kalshi: readonly MarketText[] },
  onProgress: (text: string) => void,
): Generator<MatchedPair> {
  const matcher = new MarketMatcher();
  for (const [index, text] of lists.kalshi.entries()) {
    matcher.keep(text);
    if (index % PROGRESS_EVERY === 0) onProgress(`reading: ${index} of ${lists.kalshi.length}`);
  }
  for (const [index, text] of lists.polymarket.entries()) {
    yield* matcher.add(text);
    if (index % PROGRESS_EVERY === 0) {
      onProgress(`comparing: ${index} of ${lists.polymarket.length}`);
    }
  }
}
