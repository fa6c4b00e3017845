import { beginWorld } from '../../../src/sim/joint/joint-world.ts';
import type { ArbitrageRules } from '../../../src/sim/kalshi/world/arbitrage-windows.ts';
import { KalshiWorld } from '../../../src/sim/kalshi/world/kalshi-world.ts';
import type { KalshiMarket } from '../../../src/sim/kalshi/world/market.ts';
import type { TruePair } from '../../../src/sim/kalshi/world/pairs.ts';
import type { Venue, VenueMarket } from '../../../src/sim/venue/venue.ts';

export const STARTS_AT_MS = Date.UTC(2026, 10, 23, 22, 0, 0);
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;

/** Both venues of one world, stepped together by wall time from its start. */
export class PairWorld {
  readonly venue: Venue;
  readonly kalshi: KalshiWorld;
  readonly #speed: number;
  #nowMs = 0;

  constructor(of: {
    readonly seed: string;
    readonly speed?: number;
    readonly arbitrage?: Partial<ArbitrageRules>;
  }) {
    const { seed, speed = 1, arbitrage = {} } = of;
    this.#speed = speed;
    const { venue, spot, time, pairs } = beginWorld({ seed, speed }, STARTS_AT_MS);
    this.venue = venue;
    const twins = { venue, time, pairs };
    this.kalshi = new KalshiWorld({
      ...{ seed, startsAtMs: STARTS_AT_MS, spot, coins: [], twins, arbitrage },
      hasWeeklyPause: false,
    });
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  passMs(spanMs: number): void {
    const untilMs = this.#nowMs + spanMs;
    for (; this.#nowMs < untilMs; this.#nowMs += 100) {
      while (this.venue.nextAtMs <= this.#nowMs * this.#speed) this.venue.step();
      while (this.kalshi.nextAtMs <= STARTS_AT_MS + this.#nowMs) this.kalshi.step();
    }
  }

  here(pair: TruePair): KalshiMarket {
    const market = this.kalshi.catalogue.market(pair.ticker);
    if (market === null) throw new Error(`${pair.ticker} is not listed`);
    return market;
  }

  there({ conditionId }: Pick<TruePair, 'conditionId'>): VenueMarket {
    const market = this.venue.markets.find((each) => each.conditionId === conditionId);
    if (market === undefined) throw new Error(`${conditionId} is not listed`);
    return market;
  }

  /** Those that both venues have words of their own for. */
  get worded(): readonly TruePair[] {
    return this.kalshi.pairs.filter(({ template }) => template !== 'catalogue');
  }

  /** What a share of both sides leaves at the best prices after both fees, in dollars. */
  leftOf(pair: TruePair): number {
    const [here, there] = [this.here(pair), this.there(pair)];
    const { bids, asks } = there.book(0);
    const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
    const isOpen = here.status === 'active' && there.status === 'open';
    if (!isOpen || bid === undefined || ask === undefined) return Number.NEGATIVE_INFINITY;
    const isInverse = pair.relation === 'complement';
    const [yesThere, noThere] = isInverse ? [MICRO - bid, ask] : [ask, MICRO - bid];
    const left = (a: number, b: number): number =>
      1 - (a + b) / MICRO - feeOf(a, there.feeRate) - feeOf(b, 0.07);
    return Math.max(left(yesThere, MICRO - here.yesBid), left(noThere, here.yesAsk));
  }
}

const MICRO = 1_000_000;

function feeOf(price: number, rate: number): number {
  return rate * (price / MICRO) * (1 - price / MICRO);
}
