import type { ArbitrageFound, ArbitrageLeg } from '../../domain/arbitrage.ts';
import { contentId } from '../../domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { averagePrice } from '../../domain/values/money.ts';
import type { MarketSight } from './market-sight.ts';
import type { Returns } from './returns.ts';
import type { SizedBundle } from './sizing.ts';
import type { ArbitrageWatch, Bundle, BundleLeg } from './watch.ts';

/** How long one that was found may be acted on without another look. */
export const SIGNAL_LIFE_MS = 30 * SECOND_MS;

/** A bundle that makes everything that it must. */
export interface Worth {
  readonly sized: SizedBundle;
  readonly returns: Returns;
  readonly paysAtMs: AtMs | null;
}

/** What is told of a bundle. */
export function foundEvent(
  { watch, bundle, sights }: BundleAt,
  { sized, returns, paysAtMs }: Worth,
  { crossedAtMs, atMs }: { readonly crossedAtMs: AtMs; readonly atMs: AtMs },
): ArbitrageFound {
  const legs = bundle.legs.map((leg, index) => legOf(leg, { sights, sized, index }));
  const closes = legMarkets(bundle, sights).map(({ market }) => market.closesAtMs ?? Infinity);
  return {
    kind: 'arbitrageFound',
    id: contentId('arbitrage', [watch.id, ...legs.map((leg) => leg.tokenId), crossedAtMs]),
    ...{ watchId: watch.id, structure: watch.structure, pair: watch.pair, family: watch.family },
    // Thinner first; of equals Polymarket's, whose orders are held longer.
    legs: legs.toSorted((a, b) => a.depth - b.depth),
    ...{ quantity: sized.quantity, cost: sized.cost, fees: sized.fees },
    ...{ ...returns, paysAtMs, basis: watch.basis },
    isArbitrage: watch.isArbitrage,
    // Without a time of the payout nobody can tell what a year of it earns.
    isAutomatic: watch.isAutomatic && paysAtMs !== null,
    ...{ crossedAtMs, atMs },
    expiresAtMs: Math.min(atMs + SIGNAL_LIFE_MS, ...closes),
  };
}

/** A bundle among what is known of its markets. */
export interface BundleAt {
  readonly watch: ArbitrageWatch;
  readonly bundle: Bundle;
  readonly sights: readonly MarketSight[];
}

export function legMarkets(bundle: Bundle, sights: readonly MarketSight[]): readonly MarketSight[] {
  return bundle.legs.flatMap(({ market }) => sights[market] ?? []);
}

function legOf(
  { market, side }: BundleLeg,
  at: {
    readonly sights: readonly MarketSight[];
    readonly sized: SizedBundle;
    readonly index: number;
  },
): ArbitrageLeg {
  const sight = at.sights[market];
  const leg = at.sized.legs[at.index];
  if (sight === undefined || leg === undefined) throw new Error('a bundle has all of its markets');
  const { venue, marketId } = sight.market;
  return {
    ...{ venue, marketId, tokenId: sight.market[side] },
    price: averagePrice(leg.notional, at.sized.quantity, 'ceil'),
    ...{ limit: leg.limit, fee: leg.fee, depth: leg.depth, bookAtMs: sight.receivedAtMs },
  };
}
