import { invariant } from '../../engine/domain/values/invariant.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { VenueBook, VenueLevel, VenueLevelChange, VenueSide } from './venue.ts';

/** Sizes are whole hundredths of a share. In micro-shares. */
export const LOT = 10_000;

export const SIDES: readonly VenueSide[] = ['BUY', 'SELL'];

/** The resting levels of outcome 0. It cannot be crossed: a level that would meet the other side throws. */
export class Ladder {
  /** Best level last on both sides. */
  readonly #levels: Readonly<Record<VenueSide, VenueLevel[]>> = { BUY: [], SELL: [] };

  levels(side: VenueSide): readonly VenueLevel[] {
    return this.#levels[side];
  }

  best(side: VenueSide): VenueLevel | null {
    return this.#levels[side].at(-1) ?? null;
  }

  /** Zero where nothing rests. */
  sizeAt(side: VenueSide, price: number): number {
    return this.#levels[side].find((level) => level.price === price)?.size ?? 0;
  }

  /** Whether an order at this price would trade instead of resting. */
  crosses(side: VenueSide, price: number): boolean {
    const other = this.best(opposite(side));
    return other !== null && (side === 'BUY' ? price >= other.price : price <= other.price);
  }

  /** Makes a level `size`, zero removes it. @throws InvariantError when the book would be crossed. */
  set(side: VenueSide, price: number, size: number): VenueLevelChange {
    invariant(size >= 0 && size % LOT === 0, 'a level is a whole number of lots');
    invariant(size === 0 || !this.crosses(side, price), 'a resting level does not cross the book');
    const levels = this.#levels[side];
    let at = levels.length;
    while (at > 0 && isBetter(side, levels[at - 1]?.price ?? price, price)) at -= 1;
    const there = levels[at - 1]?.price === price;
    if (size === 0) {
      if (there) levels.splice(at - 1, 1);
    } else {
      levels.splice(there ? at - 1 : at, there ? 1 : 0, { price, size });
    }
    return { side, price, size };
  }

  /** Takes everything away and tells which levels those were. */
  clear(side: VenueSide): readonly VenueLevelChange[] {
    const levels = this.#levels[side].splice(0);
    return levels.map(({ price }) => ({ side, price, size: 0 }));
  }

  /** A copy of what an outcome's book shows. */
  view(outcome: 0 | 1): VenueBook {
    const { BUY, SELL } = this.#levels;
    if (outcome === 0) return { bids: [...BUY], asks: [...SELL] };
    return { bids: SELL.map(mirror), asks: BUY.map(mirror) };
  }
}

/** What is bid for one outcome is asked for the other. */
export function opposite(side: VenueSide): VenueSide {
  return side === 'BUY' ? 'SELL' : 'BUY';
}

function isBetter(side: VenueSide, price: number, than: number): boolean {
  return side === 'BUY' ? price > than : price < than;
}

function mirror({ price, size }: VenueLevel): VenueLevel {
  return { price: MICRO - price, size };
}
