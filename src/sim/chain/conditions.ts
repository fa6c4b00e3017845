import { MICRO } from '../../engine/domain/values/micro.ts';
import type { VenueMarket } from '../venue/venue.ts';

/** Finds markets; in wire servers it is the board. */
export interface MarketIndex {
  byToken(tokenId: string): { readonly entry: { readonly market: VenueMarket } } | null;
  byCondition(conditionId: string): { readonly market: VenueMarket } | null;
}

/** A question as the chain has it. */
export interface Condition {
  readonly market: VenueMarket;
  /** What a share of each outcome pays, in parts of {@link denominator}. */
  readonly numerators: readonly [bigint, bigint];
  /** Zero before there is a result. */
  readonly denominator: bigint;
}

export class Conditions {
  readonly #index: MarketIndex;

  constructor(index: MarketIndex) {
    this.#index = index;
  }

  /** Of the first protocol. */
  byId(conditionId: string): Condition | null {
    const market = this.#index.byCondition(conditionId)?.market ?? null;
    return market === null || market.version !== 'v1' ? null : conditionOf(market);
  }

  /** Of Protocol V2, by its 31 bytes: with an outcome behind them they are a token. */
  byId31(conditionId: string): Condition | null {
    const token = this.#index.byToken(BigInt(`${conditionId}00`).toString());
    const market = token?.entry.market ?? null;
    return market === null || market.version !== 'v2' ? null : conditionOf(market);
  }
}

function conditionOf(market: VenueMarket): Condition {
  const { status, payouts } = market;
  if (status !== 'resolved' || payouts === null) {
    return { market, numerators: [0n, 0n], denominator: 0n };
  }
  const [zero, one] = payouts.map((payout) => BigInt(Math.round(payout * MICRO)));
  const [first, second] = [zero ?? 0n, one ?? 0n];
  const divisor = greatestDivisor(first, second);
  const numerators = [first / divisor, second / divisor] as const;
  return { market, numerators, denominator: numerators[0] + numerators[1] };
}

function greatestDivisor(first: bigint, second: bigint): bigint {
  let [larger, smaller] = [first, second];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger > 0n ? larger : 1n;
}

/** What so many shares of an outcome pay, rounded down. */
export function payoutOf({ numerators, denominator }: Condition, outcome: 0 | 1, shares: bigint) {
  return (shares * numerators[outcome]) / denominator;
}
