import type { KalshiListing } from '../parse-market.ts';

interface Offered {
  readonly listing: KalshiListing;
  readonly likeness: number;
}

/** Keeps the best of many, in order. */
export class Best {
  readonly #limit: number;
  readonly #kept: Offered[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(listing: KalshiListing, likeness: number): void {
    const offered = { listing, likeness };
    const worst = this.#kept[this.#limit - 1];
    if (worst !== undefined && compare(worst, offered) <= 0) return;
    const at = this.#kept.findIndex((each) => compare(each, offered) > 0);
    this.#kept.splice(at === -1 ? this.#kept.length : at, 0, offered);
    if (this.#kept.length > this.#limit) this.#kept.pop();
  }

  listings(): readonly KalshiListing[] {
    return this.#kept.map(({ listing }) => listing);
  }
}

/** The best fitting first; of those that fit alike what is traded most, then what closes first. */
function compare(a: Offered, b: Offered): number {
  return (
    b.likeness - a.likeness ||
    (b.listing.market.volume24h ?? 0) - (a.listing.market.volume24h ?? 0) ||
    a.listing.terms.closesAtMs - b.listing.terms.closesAtMs
  );
}
