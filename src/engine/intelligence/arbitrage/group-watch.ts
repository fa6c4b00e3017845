import type { MarketId } from '../../domain/ids.ts';
import type { MarketGroup } from '../../domain/market-group.ts';
import { ladderWatch } from './ladder-watch.ts';
import { setWatch } from './set-watch.ts';
import type { TradedMarket } from './traded-market.ts';
import type { ArbitrageWatch } from './watch.ts';

/** A group under watch; `null` while one of its markets is not traded, or where nothing is certain. */
export function groupWatch(
  group: MarketGroup,
  traded: (id: MarketId) => TradedMarket | null,
): ArbitrageWatch | null {
  switch (group.kind) {
    case 'none':
      return null;
    case 'set': {
      const markets = group.marketIds.flatMap((id) => traded(id) ?? []);
      // Without one of its outcomes it is another set.
      if (markets.length < group.marketIds.length) return null;
      const { id, family, isExhaustive } = group;
      const open = { hasOpenOther: false, isAugmented: false };
      return setWatch({ id, family, markets, isMutuallyExclusive: true, isExhaustive, ...open });
    }
    case 'ladder': {
      // A bar that is gone takes nothing from what the others imply.
      const rungs = group.rungs.flatMap(({ marketId, ...rung }) => {
        const market = traded(marketId);
        return market === null ? [] : [{ ...rung, market }];
      });
      const { id, family, direction, isProven: areTextsRead } = group;
      return ladderWatch({ id, family, direction, rungs, areTextsRead });
    }
  }
}
