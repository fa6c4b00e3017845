import type { PairVerdict } from '../../../../src/engine/domain/market-pair.ts';
import { judge } from '../../../../src/engine/intelligence/matching/judge.ts';
import type { MarketText } from '../../../../src/engine/intelligence/normalizer/contract.ts';
import { readContract } from '../../../../src/engine/intelligence/normalizer/read-contract.ts';

/** What comparing two markets finds, from their texts on. */
export function judged(polymarket: MarketText, kalshi: MarketText): PairVerdict {
  return judge(readContract(polymarket), readContract(kalshi), { polymarket, kalshi });
}

/** Codes of the reasons that end a pair. */
export function vetoes({ reasons }: PairVerdict): readonly string[] {
  return reasons.filter(({ effect }) => effect === 'reject').map(({ code }) => code);
}
