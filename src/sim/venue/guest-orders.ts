import { invariant } from '../../engine/domain/values/invariant.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Wallet } from './crowd.ts';
import type { VenueLevel, VenueSide } from './venue.ts';

/** A resting order from outside of the world, in its own outcome and side. */
export interface GuestOrder {
  readonly id: string;
  readonly wallet: Wallet;
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  /** Of `outcome`. */
  readonly price: number;
}

/** What a guest gave to a taker. */
export interface GuestPart {
  readonly order: GuestOrder;
  readonly size: number;
}

interface Waiting {
  readonly order: GuestOrder;
  left: number;
}

/** Where an order rests in outcome 0's ladder. */
export function placeOf({ outcome, side, price }: Omit<GuestOrder, 'id' | 'wallet'>): {
  readonly side: VenueSide;
  readonly price: number;
} {
  if (outcome === 0) return { side, price };
  return { side: side === 'BUY' ? 'SELL' : 'BUY', price: MICRO - price };
}

/** The guests' orders of one market, first come, first served at each price. */
export class GuestOrders {
  readonly #queues: Readonly<Record<VenueSide, Map<number, Waiting[]>>> = {
    BUY: new Map(),
    SELL: new Map(),
  };

  get isEmpty(): boolean {
    return this.#queues.BUY.size + this.#queues.SELL.size === 0;
  }

  sizeAt(side: VenueSide, price: number): number {
    const queue = this.#queues[side].get(price) ?? [];
    return queue.reduce((sum, { left }) => sum + left, 0);
  }

  /** In no special order. */
  levels(side: VenueSide): readonly VenueLevel[] {
    return [...this.#queues[side].keys()].map((price) => ({
      price,
      size: this.sizeAt(side, price),
    }));
  }

  add(order: GuestOrder, size: number): void {
    const { side, price } = placeOf(order);
    const queue = this.#queues[side].get(price);
    if (queue === undefined) this.#queues[side].set(price, [{ order, left: size }]);
    else queue.push({ order, left: size });
  }

  remove(order: GuestOrder): void {
    const { side, price } = placeOf(order);
    const queue = this.#queues[side].get(price) ?? [];
    this.#keep(
      { side, price },
      queue.filter(({ order: { id } }) => id !== order.id),
    );
  }

  /** Takes all of them out. */
  clear(): readonly GuestOrder[] {
    const { BUY, SELL } = this.#queues;
    const waiting = [...BUY.values(), ...SELL.values()].flat();
    BUY.clear();
    SELL.clear();
    return waiting.map(({ order }) => order);
  }

  /** Takes from those who came first. */
  take(side: VenueSide, price: number, size: number): readonly GuestPart[] {
    const queue = this.#queues[side].get(price) ?? [];
    const parts: GuestPart[] = [];
    let wanted = size;
    for (const waiting of queue) {
      const taken = Math.min(wanted, waiting.left);
      if (taken === 0) break;
      waiting.left -= taken;
      wanted -= taken;
      parts.push({ order: waiting.order, size: taken });
    }
    invariant(wanted === 0, 'guests give only what they have');
    this.#keep(
      { side, price },
      queue.filter(({ left }) => left > 0),
    );
    return parts;
  }

  #keep(at: { readonly side: VenueSide; readonly price: number }, queue: Waiting[]): void {
    if (queue.length === 0) this.#queues[at.side].delete(at.price);
    else this.#queues[at.side].set(at.price, queue);
  }
}
