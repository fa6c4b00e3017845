import { invariant } from '../../engine/domain/values/invariant.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { type GuestOrder, GuestOrders, type GuestPart, placeOf } from './guest-orders.ts';
import type { VenueBook, VenueLevel, VenueLevelChange, VenueSide } from './venue.ts';

/** Sizes are whole hundredths of a share. In micro-shares. */
export const LOT = 10_000;

export const SIDES: readonly VenueSide[] = ['BUY', 'SELL'];

/** What a taker got from one level. */
export interface Hit {
  readonly change: VenueLevelChange;
  /** From the world's makers. */
  readonly crowd: number;
  readonly guests: readonly GuestPart[];
}

/**
 * What rests for outcome 0: the makers' levels, and orders of guests from outside of the world. It
 * cannot be crossed: a level that would meet the other side throws.
 *
 * At a price the makers are first and the guests follow in the order in which they came. Makers
 * know their own levels only; everybody else sees the sums.
 */
export class Ladder {
  /** Of the makers. Best level last on both sides. */
  readonly #levels: Readonly<Record<VenueSide, VenueLevel[]>> = { BUY: [], SELL: [] };
  readonly #guests = new GuestOrders();

  /** Whether anybody from outside rests here. */
  get hasGuests(): boolean {
    return !this.#guests.isEmpty;
  }

  /** Of the makers alone. Best level last. */
  levels(side: VenueSide): readonly VenueLevel[] {
    return this.#levels[side];
  }

  /** Of makers and guests. Best level last. */
  depth(side: VenueSide): readonly VenueLevel[] {
    const own = this.#levels[side];
    if (!this.hasGuests) return own;
    const sizes = new Map(own.map(({ price, size }) => [price, size]));
    for (const { price, size } of this.#guests.levels(side)) {
      sizes.set(price, (sizes.get(price) ?? 0) + size);
    }
    return [...sizes]
      .map(([price, size]) => ({ price, size }))
      .sort((a, b) => (side === 'BUY' ? a.price - b.price : b.price - a.price));
  }

  /** Of makers and guests. */
  best(side: VenueSide): VenueLevel | null {
    return this.depth(side).at(-1) ?? null;
  }

  /** Of the makers alone; zero where nothing rests. */
  sizeAt(side: VenueSide, price: number): number {
    return this.#levels[side].find((level) => level.price === price)?.size ?? 0;
  }

  /** What guests rest at this price or a better one. */
  guestSize(side: VenueSide, price: number): number {
    return this.#guests
      .levels(side)
      .filter((level) => !isBetter(side, price, level.price))
      .reduce((sum, { size }) => sum + size, 0);
  }

  /** Whether an order at this price would trade instead of resting. */
  crosses(side: VenueSide, price: number): boolean {
    const other = this.best(opposite(side));
    return other !== null && (side === 'BUY' ? price >= other.price : price <= other.price);
  }

  /** Makes a makers' level `size`, zero removes it. @throws InvariantError when it would cross. */
  set(side: VenueSide, price: number, size: number): VenueLevelChange {
    this.#check(side, price, size);
    const levels = this.#levels[side];
    let at = levels.length;
    while (at > 0 && isBetter(side, levels[at - 1]?.price ?? price, price)) at -= 1;
    const there = levels[at - 1]?.price === price;
    if (size === 0) {
      if (there) levels.splice(at - 1, 1);
    } else {
      levels.splice(there ? at - 1 : at, there ? 1 : 0, { price, size });
    }
    return this.#changeAt(side, price, size);
  }

  /** Takes all makers' levels away and tells which those were. */
  clear(side: VenueSide): readonly VenueLevelChange[] {
    const levels = this.#levels[side].splice(0);
    return levels.map(({ price }) => this.#changeAt(side, price, 0));
  }

  /** Lets a guest's order rest, last at its price. @throws InvariantError when it would cross. */
  rest(order: GuestOrder, size: number): VenueLevelChange {
    const { side, price } = placeOf(order);
    invariant(size > 0, 'an order that rests has a size');
    this.#check(side, price, size);
    this.#guests.add(order, size);
    return this.#changeAt(side, price, this.sizeAt(side, price));
  }

  /** Takes a guest's order out. */
  withdraw(order: GuestOrder): VenueLevelChange {
    const { side, price } = placeOf(order);
    this.#guests.remove(order);
    return this.#changeAt(side, price, this.sizeAt(side, price));
  }

  /** Takes everything away, and tells which levels and whose orders those were. */
  empty(): {
    readonly orders: readonly GuestOrder[];
    readonly changes: readonly VenueLevelChange[];
  } {
    const changes = SIDES.flatMap((side) =>
      this.depth(side).map(({ price }) => ({ side, price, size: 0 })),
    );
    for (const side of SIDES) this.#levels[side].splice(0);
    return { orders: this.#guests.clear(), changes };
  }

  /** Takes `size` from a level that has it, makers first. */
  hit(side: VenueSide, price: number, size: number): Hit {
    const own = this.sizeAt(side, price);
    const crowd = Math.min(own, size);
    if (crowd > 0) this.set(side, price, own - crowd);
    const guests = size > crowd ? this.#guests.take(side, price, size - crowd) : [];
    return { change: this.#changeAt(side, price, own - crowd), crowd, guests };
  }

  /** A copy of what an outcome's book shows. */
  view(outcome: 0 | 1): VenueBook {
    const [bids, asks] = [this.depth('BUY'), this.depth('SELL')];
    if (outcome === 0) return { bids: [...bids], asks: [...asks] };
    return { bids: asks.map(mirror), asks: bids.map(mirror) };
  }

  #check(side: VenueSide, price: number, size: number): void {
    invariant(size >= 0 && size % LOT === 0, 'a level is a whole number of lots');
    invariant(size === 0 || !this.crosses(side, price), 'a resting level does not cross the book');
  }

  #changeAt(side: VenueSide, price: number, own: number): VenueLevelChange {
    return { side, price, size: own + this.#guests.sizeAt(side, price) };
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
