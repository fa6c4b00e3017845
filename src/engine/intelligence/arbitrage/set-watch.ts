import { MICRO } from '../../domain/values/micro.ts';
import { money } from '../../domain/values/money.ts';
import type { TradedMarket } from './traded-market.ts';
import type { ArbitrageWatch, Bundle } from './watch.ts';

/** Most outcomes of one event that are looked at together. */
export const SET_MARKETS_MAX = 40;

/** What is known of the outcomes of one event. */
export interface OutcomeSet {
  readonly id: string;
  readonly family: string | null;
  /** One market for each outcome. */
  readonly markets: readonly TradedMarket[];
  /** At most one of them ends yes. */
  readonly isMutuallyExclusive: boolean;
  /**
   * That one of them must end yes was proven by whoever lists the set. Kalshi's
   * `mutually_exclusive` says no such thing.
   */
  readonly isExhaustive: boolean;
  /** An outcome such as "Other" that may still become outcomes of its own. */
  readonly hasOpenOther: boolean;
  /** A set of Polymarket to which outcomes may be added. */
  readonly isAugmented: boolean;
}

/**
 * Outcomes of one event under watch: the other side of each, where at most one can win, and all of
 * them, where one must. `null` when nothing is certain. Never automatic: so many orders are not one trade.
 */
export function setWatch(set: OutcomeSet): ArbitrageWatch | null {
  const { markets } = set;
  const isFit = markets.length >= 2 && markets.length <= SET_MARKETS_MAX && isDistinct(markets);
  if (!isFit || !set.isMutuallyExclusive) return null;
  const bundles: Bundle[] = [bundle(markets, 'no')];
  if (set.isExhaustive && !set.hasOpenOther && !set.isAugmented)
    bundles.push(bundle(markets, 'yes'));
  return {
    ...{ id: `set:${set.id}`, structure: 'set', pair: null, family: set.family, basis: [] },
    ...{ isVerified: true, isArbitrage: true, isAutomatic: false, likeness: null },
    ...{ markets, bundles },
  };
}

/** All other sides pay for all outcomes but one; all outcomes pay for one. */
function bundle(markets: readonly TradedMarket[], side: 'yes' | 'no'): Bundle {
  const legs = markets.map((_, market) => ({ market, side }));
  return { legs, payout: money((side === 'no' ? markets.length - 1 : 1) * MICRO) };
}

function isDistinct(markets: readonly TradedMarket[]): boolean {
  return new Set(markets.map(({ marketId }) => marketId)).size === markets.length;
}
