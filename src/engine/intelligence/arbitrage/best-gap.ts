import type { ArbitrageStructure } from '../../domain/arbitrage.ts';
import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { Venue } from '../../domain/market.ts';
import type { PairBasis } from '../../domain/market-pair.ts';
import type { AtMs } from '../../domain/time.ts';
import {
  type Money,
  type Ppm,
  type Price,
  ppm,
  price,
  ratioOf,
  shares,
  subtractMoney,
} from '../../domain/values/money.ts';
import type { BundleAt } from './found-event.ts';
import { legMarkets } from './found-event.ts';
import { returnsOf } from './returns.ts';
import { type SizedBundle, sizeBundle } from './sizing.ts';
import {
  type LookTerms,
  offeredLegs,
  paysAtOf,
  unitCostOf,
  type WatchSight,
} from './watch-sight.ts';

const ONE_SHARE = shares(1);

/** What the best bundle of a watch costs now, whether it is worth anything or not. */
export interface ArbitrageGap {
  readonly watchId: string;
  readonly structure: ArbitrageStructure;
  readonly pair: number | null;
  readonly basis: readonly PairBasis[];
  readonly isArbitrage: boolean;
  readonly legs: readonly {
    readonly venue: Venue;
    readonly marketId: MarketId;
    readonly tokenId: TokenId;
    readonly ask: Price;
    readonly bookAtMs: AtMs;
  }[];
  /** One share of each with its fees, and what that is certain to leave; below zero it loses. */
  readonly unitCost: Money;
  readonly unitProfit: Money;
  readonly roi: Ppm;
  readonly paysAtMs: AtMs | null;
  readonly yearly: Ppm | null;
  /** All that can be bought without a loss; `null` when there is nothing. */
  readonly sized: SizedBundle | null;
}

/** The best of one watch whose prices do not speak against it; `null` when no book can be used. */
export function gapOf(sight: WatchSight, terms: LookTerms, atMs: AtMs): ArbitrageGap | null {
  if (sight.isDoubted) return null;
  let best: ArbitrageGap | null = null;
  for (const bundle of sight.bundles) {
    const gap = bundleGap(bundle, terms, atMs);
    if (gap !== null && (best === null || gap.roi > best.roi)) best = gap;
  }
  return best;
}

function bundleGap(at: BundleAt, { options, cash }: LookTerms, atMs: AtMs): ArbitrageGap | null {
  const { watch, bundle, sights } = at;
  const markets = legMarkets(bundle, sights);
  const isUsable = markets.every(
    (market) => market.isUsable(atMs, options.ageMsMax) && !market.isOver(atMs),
  );
  const legs = offeredLegs(at);
  const unitCost = isUsable ? unitCostOf(legs, atMs) : null;
  if (unitCost === null || unitCost === 0) return null;
  const unitProfit = subtractMoney(bundle.payout, unitCost);
  const paysAtMs = paysAtOf(markets);
  const rules = { atMs, hurdle: ppm(0), costMax: options.sizeMax, cash };
  const one = { payout: bundle.payout, quantity: ONE_SHARE, cost: unitCost };
  return {
    ...{ watchId: watch.id, structure: watch.structure, pair: watch.pair, basis: watch.basis },
    isArbitrage: watch.isArbitrage,
    legs: legs.map(({ market, side, levels }, index) => ({
      ...{ venue: market.venue, marketId: market.marketId, tokenId: market[side] },
      ask: levels[0]?.price ?? price(0),
      bookAtMs: markets[index]?.receivedAtMs ?? atMs,
    })),
    ...{ unitCost, unitProfit, roi: ratioOf(unitProfit, unitCost), paysAtMs },
    yearly: returnsOf(one, paysAtMs, atMs).yearly,
    sized: unitProfit < 0 ? null : sizeBundle(legs, bundle.payout, rules),
  };
}
