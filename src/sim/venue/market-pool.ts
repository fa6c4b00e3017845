import type { Chance } from '../chance.ts';
import type { LiveMarket } from './live-market.ts';
import type { VenueMarket } from './venue.ts';

/** Random looks before markets are looked at in turn. */
const LOOKS = 8;
/** With thousands of markets nobody looks at all of them. */
const TURNS_MAX = 200;

/** The markets that are open now, in no special order. */
export class MarketPool {
  readonly #open: LiveMarket[] = [];
  readonly #places = new Map<VenueMarket, number>();

  get open(): readonly LiveMarket[] {
    return this.#open;
  }

  get size(): number {
    return this.#open.length;
  }

  add(live: LiveMarket): void {
    this.#places.set(live.market, this.#open.length);
    this.#open.push(live);
  }

  /** The last one takes its place. */
  remove(live: LiveMarket): void {
    const place = this.#places.get(live.market);
    const last = this.#open.pop();
    if (place === undefined || last === undefined) return;
    this.#places.delete(live.market);
    if (last === live) return;
    this.#open[place] = last;
    this.#places.set(last.market, place);
  }

  /** `null` when the market is not open. */
  of(market: VenueMarket): LiveMarket | null {
    return this.#open[this.#places.get(market) ?? -1] ?? null;
  }

  /** What `wanted` makes of a market chosen by chance, `null` when it wants none. */
  find<Found>(chance: Chance, wanted: (live: LiveMarket) => Found | null): Found | null {
    if (this.size === 0) return null;
    for (let look = 0; look < LOOKS; look += 1) {
      const found = wanted(chance.pick(this.#open));
      if (found !== null) return found;
    }
    const from = chance.whole(0, this.size - 1);
    for (let step = 0; step < Math.min(this.size, TURNS_MAX); step += 1) {
      const live = this.#open[(from + step) % this.size];
      const found = live === undefined ? null : wanted(live);
      if (found !== null) return found;
    }
    return null;
  }
}
