import type { Side } from '../../engine/domain/order.ts';
import { mulDiv } from '../../engine/domain/values/micro.ts';
import { LOT } from '../../engine/domain/venue-rules/polymarket.ts';
import type { SimLevel } from '../sim-market.ts';
import type { World } from '../world.ts';

const MICRO = 1_000_000;

/** What an order wants of the book. Micro-units. */
export interface Wanted {
  readonly tokenId: string;
  readonly side: Side;
  readonly limitPrice: number;
  /** Dollars left to a buy, shares left to a sale. */
  readonly left: number;
}

export interface Met {
  readonly price: number;
  readonly quantity: number;
  readonly notional: number;
}

/** The world's books, less what orders of the account took of a level since it last changed. */
export class LiveDepth {
  readonly #world: World;
  readonly #taken = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Takes what is there at or within the limit, best first. */
  take(wanted: Wanted, atMs: number): readonly Met[] {
    const { tokenId, side, limitPrice } = wanted;
    const met: Met[] = [];
    let { left } = wanted;
    for (const level of this.#levels(wanted, atMs)) {
      if (side === 'buy' ? level.price > limitPrice : level.price < limitPrice) break;
      const key = `${tokenId}|${side}|${level.price}|${level.size}`;
      const there = level.size - (this.#taken.get(key) ?? 0);
      const quantity = lots(Math.min(there, affordable(side, left, level.price)));
      if (quantity <= 0) continue;
      const rounding = side === 'buy' ? 'ceil' : 'floor';
      const notional = mulDiv(level.price, quantity, { by: MICRO, rounding });
      this.#taken.set(key, level.size - there + quantity);
      left -= side === 'buy' ? notional : quantity;
      met.push({ price: level.price, quantity, notional });
    }
    return met;
  }

  /** Best first. */
  #levels({ tokenId, side }: Wanted, atMs: number): readonly SimLevel[] {
    const book = this.#world.bookAt(tokenId, atMs);
    return (side === 'buy' ? book.asks : book.bids).toReversed();
  }
}

/** Shares that what is left pays for, or all that is left to sell. */
export function affordable(side: Side, left: number, price: number): number {
  return side === 'sell' ? left : mulDiv(left, MICRO, { by: price, rounding: 'floor' });
}

export function lots(quantity: number): number {
  return Math.floor(quantity / LOT) * LOT;
}
