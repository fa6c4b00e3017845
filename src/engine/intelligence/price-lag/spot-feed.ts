import type { SpotFeed } from '../../domain/price-lag.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { SecondRing } from './second-ring.ts';
import { SPAN_S, VolatilityEstimator } from './volatility.ts';

/** A price further from the last one than this (as a share) waits until a second one confirms it. */
export const SUSPECT_MOVE = 0.02;
/** After a longer silence any price may be true. */
const SUSPECT_WITHIN_MS = 10 * SECOND_MS;
/** Venue times further ahead of ours are somebody's wrong clock. */
const AHEAD_MS_MAX = 5 * SECOND_MS;

/** One feed of one coin: its last price, its last seconds and how much it moves. */
export class FeedTrack {
  readonly feed: SpotFeed;
  readonly ring = new SecondRing();
  readonly volatility: VolatilityEstimator;
  price = 0;
  venueAtMs: AtMs = 0;
  receivedAtMs: AtMs = 0;
  /** At the last look at the markets, and the extremes since then. */
  sweptPrice = 0;
  high = 0;
  low = 0;
  #suspect = 0;

  constructor(symbol: string, feed: SpotFeed) {
    this.feed = feed;
    this.volatility = new VolatilityEstimator(symbol);
  }

  /** Takes a price; `false` when it says nothing, is out of order or cannot be believed yet. */
  take(price: number, venueAtMs: AtMs, atMs: AtMs): boolean {
    if (!(price > 0) || !Number.isFinite(price)) return false;
    if (venueAtMs < this.venueAtMs || venueAtMs > atMs + AHEAD_MS_MAX) return false;
    if (!this.#isBelieved(price, atMs)) return false;
    this.price = price;
    this.venueAtMs = venueAtMs;
    this.receivedAtMs = atMs;
    if (price > this.high) this.high = price;
    if (price < this.low || this.low === 0) this.low = price;
    const completed = this.ring.push(price, venueAtMs);
    for (let second = this.ring.newest - completed; second < this.ring.newest; second += 1) {
      this.#measure(second);
    }
    return true;
  }

  /** The markets were looked at: extremes begin anew with the price of now. */
  sweep(): void {
    this.sweptPrice = this.price;
    this.high = this.price;
    this.low = this.price;
  }

  #measure(second: number): void {
    const close = this.ring.closeOf(second);
    const before = this.ring.closeOf(second - SPAN_S);
    if (close !== null && before !== null) this.volatility.add(close, before);
  }

  #isBelieved(price: number, atMs: AtMs): boolean {
    const isNear = (to: number): boolean => Math.abs(price / to - 1) <= SUSPECT_MOVE;
    const isQuiet = atMs - this.receivedAtMs > SUSPECT_WITHIN_MS;
    if (this.price === 0 || isQuiet || isNear(this.price)) {
      this.#suspect = 0;
      return true;
    }
    const confirmed = this.#suspect > 0 && isNear(this.#suspect);
    this.#suspect = confirmed ? 0 : price;
    return confirmed;
  }
}
