import type { Engine } from '../../../engine/core/engine.ts';
import type { TokenId } from '../../../engine/domain/ids.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import type { ScoreWeights } from '../../../engine/intelligence/scoring/judge/confidence.ts';

/** How much each part of a confidence counts, by the settings. */
export function weightsOf(settings: Settings): ScoreWeights {
  return {
    winRate: settings['score.weightWinRate'],
    roi: settings['score.weightRoi'],
    timing: settings['score.weightTiming'],
    consistency: settings['score.weightConsistency'],
  };
}

/** What is held would bring so much a share now; what nobody quotes is left out. */
export function bidsOf({ trade }: Engine): ReadonlyMap<TokenId, Price> {
  const bids = new Map<TokenId, Price>();
  for (const ledger of trade.state.ledgers.values()) {
    for (const { tokenId } of ledger.openPositions) {
      const bid = trade.state.quotes.get(tokenId)?.bid ?? null;
      if (bid !== null) bids.set(tokenId, bid);
    }
  }
  return bids;
}
