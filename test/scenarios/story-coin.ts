import type { Engine } from '../../src/engine/core/engine.ts';
import type { MarketId } from '../../src/engine/domain/ids.ts';
import { kalshiIndex, tickerOf } from './kalshi-frames.ts';
import { book, conditionOf, type StoryMarket, type VenueFrame } from './venue-frames.ts';

const STEP_MS = 250;
/** Between two values of the index that Kalshi's markets settle by. */
const INDEX_MS = 1_000;
const SIZE = '10000';
/** So much of a price is noise: without any there is no volatility. */
const NOISE = 2e-5;

/** What a coin costs at Binance, and a market about it that follows or stands still. */
export class StoryCoin {
  price = 60_000;
  readonly stepMs = STEP_MS;
  #isOdd = false;
  #middle = 50;
  #trade = 1;

  /** What both send at one moment; without `isFollowing` the book only trembles where it stood. */
  frames(
    of: { readonly market: StoryMarket; readonly isFollowing: boolean; readonly engine: Engine },
    nowMs: number,
  ): readonly VenueFrame[] {
    this.#isOdd = !this.#isOdd;
    if (of.isFollowing) this.#middle = this.#fair(of, nowMs);
    const settles = tickerOf(of.market) !== null && nowMs % INDEX_MS === 0;
    return [
      this.#spot(nowMs),
      ...(settles ? [kalshiIndex(this.price, nowMs)] : []),
      this.#book(of.market, nowMs),
    ];
  }

  #fair(
    { market, engine }: { readonly market: StoryMarket; readonly engine: Engine },
    nowMs: number,
  ): number {
    const fair = engine.market.lags.fair(conditionOf(market) as MarketId, nowMs);
    if (fair === null || !fair.fair.ok) return this.#middle;
    return Math.min(95, Math.max(5, Math.round(fair.fair.probability * 100)));
  }

  #spot(nowMs: number): VenueFrame {
    const price = this.price * (1 + (this.#isOdd ? NOISE : -NOISE));
    this.#trade += 1;
    const data = { e: 'trade', E: nowMs, s: 'BTCUSDT', t: this.#trade, p: price.toFixed(2) };
    return {
      source: 'binance.stream',
      frame: { stream: 'btcusdt@trade', data: { ...data, q: '0.01', T: nowMs, m: false } },
    };
  }

  #book(market: StoryMarket, nowMs: number): VenueFrame {
    const middle = this.#middle + (this.#isOdd ? 0 : 1);
    const level = (cents: number) => [{ price: (cents / 100).toFixed(2), size: SIZE }];
    const levels = { bids: level(middle - 1), asks: level(middle + 1) };
    return book({ market, outcome: 0, polled: false }, levels, nowMs);
  }
}
