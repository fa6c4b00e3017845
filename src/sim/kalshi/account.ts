import { MICRO } from '../../engine/domain/values/micro.ts';
import { TokenBucket } from '../wire/trading/token-bucket.ts';
import { CENTI } from './fixed-point.ts';
import { SHARDS } from './world/exchange-state.ts';
import type { KalshiMarket } from './world/market.ts';

/** Tokens a second and at once. */
export interface BucketRule {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateRules {
  readonly read: BucketRule;
  readonly write: BucketRule;
  /** Of requests without a key. */
  readonly anonymous: BucketRule;
}

/** The tier that everybody starts with, with the fifth that it was raised by. */
export const USUAL_RATES: RateRules = {
  read: { perSecond: 240, burst: 480 },
  write: { perSecond: 120, burst: 120 },
  anonymous: { perSecond: 400, burst: 800 },
};
export const DEFAULT_COST = 10;
/** Tokens of what does not cost the default. */
export const ENDPOINT_COSTS = [
  { method: 'GET', path: '/markets/candlesticks', cost: 20 },
  { method: 'DELETE', path: '/portfolio/events/orders/batched', cost: 2 },
] as const;

/** What an account begins with on each shard, in micro-dollars. */
const CASH: Readonly<Record<number, number>> = {
  0: 1_250 * MICRO,
  2: 400 * MICRO,
  3: 25 * MICRO,
};
const PRICE_PAID = 400_000;

export interface Holding {
  readonly market: KalshiMarket;
  /** Hundredths of a contract; YES above zero, NO below. */
  readonly position: number;
  /** Micro-dollars. */
  readonly cost: number;
  readonly fees: number;
  readonly realized: number;
  readonly atMs: number;
}

/** The one account of the simulator: its cash on each shard, what it holds, what it may ask. */
export class Account {
  readonly rates: RateRules;
  readonly read: TokenBucket;
  readonly write: TokenBucket;
  readonly anonymous: TokenBucket;
  readonly #cash = new Map<number, number>(SHARDS.map(({ index }) => [index, CASH[index] ?? 0]));
  readonly #holdings = new Map<string, Holding>();
  updatedAtMs: number;

  constructor(rates: RateRules, atMs: number) {
    this.rates = rates;
    this.read = new TokenBucket(rates.read);
    this.write = new TokenBucket(rates.write);
    this.anonymous = new TokenBucket(rates.anonymous);
    this.updatedAtMs = atMs;
  }

  /** Micro-dollars on a shard. */
  cash(shard: number): number {
    return this.#cash.get(shard) ?? 0;
  }

  get holdings(): readonly Holding[] {
    return [...this.#holdings.values()];
  }

  /** Gives the account a position, as if it had bought it. */
  hold(market: KalshiMarket, position: number, atMs: number): void {
    const cost = Math.round((Math.abs(position) / CENTI) * PRICE_PAID);
    this.#holdings.set(market.ticker, { market, position, cost, fees: 0, realized: 0, atMs });
    this.#book(market.shard, -cost, atMs);
  }

  /** Pays what a market is worth, where something of it is held. */
  settle(market: KalshiMarket): void {
    const held = this.#holdings.get(market.ticker);
    if (held === undefined || market.outcome === null) return;
    const { position, cost } = held;
    const each = position > 0 ? market.outcome.value : MICRO - market.outcome.value;
    const payout = Math.round((Math.abs(position) / CENTI) * each);
    const atMs = market.settledAtMs ?? held.atMs;
    const settled = {
      ...held,
      position: 0,
      cost: 0,
      realized: held.realized + payout - cost,
      atMs,
    };
    this.#holdings.set(market.ticker, settled);
    this.#book(market.shard, payout, atMs);
  }

  /** What everything held on a shard, or on all, is worth at what is bid for it. */
  worth(shard: number | null): number {
    let sum = 0;
    for (const { market, position } of this.#holdings.values()) {
      if (shard !== null && market.shard !== shard) continue;
      const each = position > 0 ? market.yesBid : MICRO - market.yesAsk;
      sum += (Math.abs(position) / CENTI) * each;
    }
    return Math.round(sum);
  }

  #book(shard: number, change: number, atMs: number): void {
    this.#cash.set(shard, this.cash(shard) + change);
    this.updatedAtMs = atMs;
  }
}
