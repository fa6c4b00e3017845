import type { ArbitrageStructure } from '../../domain/arbitrage.ts';
import {
  isArbitragePair,
  isAutomaticPair,
  type MarketPair,
  type PairBasis,
  type PairRelation,
  stateOf,
} from '../../domain/market-pair.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { TradedMarket } from './traded-market.ts';

/** One side of one market of a watch. */
export interface BundleLeg {
  /** Position in {@link ArbitrageWatch.markets}. */
  readonly market: number;
  readonly side: 'yes' | 'no';
}

/** Sides that are bought together in equal numbers, and what one of each pays at the very least. */
export interface Bundle {
  readonly legs: readonly BundleLeg[];
  readonly payout: Money;
}

/** Markets whose outcomes bind each other. */
export interface ArbitrageWatch {
  readonly id: string;
  readonly structure: ArbitrageStructure;
  /** Number of the pair; `null` for sets and implications on one venue. */
  readonly pair: number | null;
  readonly family: string | null;
  readonly basis: readonly PairBasis[];
  readonly isVerified: boolean;
  readonly isArbitrage: boolean;
  readonly isAutomatic: boolean;
  /** Two that should cost the same, or add up to one; `null` where neither is so. */
  readonly likeness: 'same' | 'opposite' | null;
  readonly markets: readonly TradedMarket[];
  readonly bundles: readonly Bundle[];
}

/** One way in which all markets can end together: which of them end yes. */
export type World = readonly boolean[];

/** Ways in which Polymarket's and Kalshi's market can end together. What is missing binds nothing. */
const WORLDS: Partial<Record<PairRelation, readonly World[]>> = {
  identity: [
    [true, true],
    [false, false],
  ],
  complement: [
    [true, false],
    [false, true],
  ],
  subset: [
    [true, true],
    [false, true],
    [false, false],
  ],
  superset: [
    [true, true],
    [true, false],
    [false, false],
  ],
};

const SIDES = ['yes', 'no'] as const;

/** What one share of each side pays in the worst of all worlds. */
export function certainPayout(legs: readonly BundleLeg[], worlds: readonly World[]): Money {
  let least = worlds.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const world of worlds) {
    const paying = legs.filter(({ market, side }) => world[market] === (side === 'yes'));
    least = Math.min(least, paying.length);
  }
  return money(least * MICRO);
}

/** Every choice of one side in both of two markets that is certain to pay. */
export function bundlesOfTwo(worlds: readonly World[]): readonly Bundle[] {
  return SIDES.flatMap((first) =>
    SIDES.map((second): Bundle => {
      const legs: readonly BundleLeg[] = [
        { market: 0, side: first },
        { market: 1, side: second },
      ];
      return { legs, payout: certainPayout(legs, worlds) };
    }),
  ).filter(({ payout }) => payout > 0);
}

/**
 * A pair under watch; `null` for a rejected one, and for a relation that makes nothing certain. What
 * is not verified is watched too, and never called arbitrage.
 */
export function pairWatch(
  pair: MarketPair,
  { polymarket, kalshi }: { readonly polymarket: TradedMarket; readonly kalshi: TradedMarket },
): ArbitrageWatch | null {
  const worlds = WORLDS[pair.relation];
  const state = stateOf(pair);
  if (worlds === undefined || state === 'rejected') return null;
  const isImplied = pair.relation === 'subset' || pair.relation === 'superset';
  return {
    id: pairWatchId(pair.number),
    structure: isImplied ? 'implied' : 'pair',
    pair: pair.number,
    family: pair.family,
    basis: pair.basis,
    isVerified: state === 'verified',
    isArbitrage: isArbitragePair(pair),
    isAutomatic: isAutomaticPair(pair),
    likeness: isImplied ? null : pair.relation === 'identity' ? 'same' : 'opposite',
    markets: [polymarket, kalshi],
    bundles: bundlesOfTwo(worlds),
  };
}

/** What the watch of a pair is called. */
export function pairWatchId(number: number): string {
  return `pair:${number}`;
}
