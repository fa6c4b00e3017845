import type { PriceLagEvent, SpotFeed } from '../../../../src/engine/domain/price-lag.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { PriceLagDetector } from '../../../../src/engine/intelligence/price-lag/detector.ts';
import type { LagMarket } from '../../../../src/engine/intelligence/price-lag/lag-watch.ts';
import type { BookTop } from '../../../../src/engine/intelligence/price-lag/quote-watch.ts';
import { book, MARKET, START_MS, tick } from './examples.ts';

export const WARM_S = 420;
const STEP_MS = 250;

/** A detector with a warm price of 60,000 and a book that follows its fair value. */
export class Desk {
  readonly detector: PriceLagDetector;
  readonly events: PriceLagEvent[] = [];
  atMs = START_MS;
  price = 60_000;
  feed: SpotFeed | null = 'binance';
  /** What the book says: the fair value, or a middle in cents; `null` sends none. */
  quote: 'fair' | number | null = 'fair';
  trusted = true;
  /** The book moves a tick to and fro: it is alive. */
  isAlive = true;
  #odd = 0;
  #last = 50;

  constructor(market: LagMarket = MARKET, reactionMs = 1_000) {
    this.detector = new PriceLagDetector({ reactionMs, edgeMin: cents(1) });
    this.detector.list(market);
    for (let second = 0; second < WARM_S; second += 1) this.step(1_000);
    this.events.length = 0;
  }

  /** Price, then book, then time. */
  step(ms = STEP_MS): void {
    this.atMs += ms;
    // A little noise, so that there is a volatility.
    this.#odd = this.#odd === 0 ? 1 : 0;
    const price = this.price * (1 + (this.#odd - 0.5) * 2e-5);
    if (this.feed !== null) {
      this.events.push(...this.detector.onSpot(tick(price, this.atMs, this.feed), this.atMs));
    }
    if (this.quote !== null) {
      const top: BookTop = { ...book(this.#middle()), trusted: this.trusted };
      this.events.push(...this.detector.onBook(MARKET.marketId, top, this.atMs));
    }
    this.events.push(...this.detector.onTime(this.atMs));
  }

  run(ms: number): this {
    for (let done = 0; done < ms; done += STEP_MS) this.step();
    return this;
  }

  found(): readonly PriceLagEvent[] {
    return this.events.filter(({ kind }) => kind === 'priceLagFound');
  }

  ended(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'priceLagEnded' ? [event.why] : []));
  }

  /** The book stays where it is while the price goes on. */
  freeze(): this {
    this.quote = this.#last;
    return this;
  }

  #middle(): number {
    if (this.quote === 'fair') {
      const fair = this.detector.fair(MARKET.marketId, this.atMs);
      this.#last = fair.ok ? Math.round(fair.probability * 100) : 50;
      this.#last = Math.min(95, Math.max(5, this.#last));
    }
    const middle = typeof this.quote === 'number' ? this.quote : this.#last;
    return middle + (this.isAlive ? this.#odd / 10 : 0);
  }
}
