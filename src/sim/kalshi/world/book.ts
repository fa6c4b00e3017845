import { invariant } from '../../../engine/domain/values/invariant.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';

export type Side = 'yes' | 'no';
export const SIDES: readonly Side[] = ['yes', 'no'];

export function otherSide(side: Side): Side {
  return side === 'yes' ? 'no' : 'yes';
}

/** A bid: price in micro-dollars, size in hundredths of a contract. */
export interface Level {
  readonly price: number;
  readonly size: number;
}

/** How much a level grew or shrank. */
export interface LevelChange {
  readonly side: Side;
  readonly price: number;
  readonly delta: number;
}

/** Both sides as the venue shows them: bids alone, ascending, best last. */
export interface BookView {
  readonly yes: readonly Level[];
  readonly no: readonly Level[];
}

/**
 * Bids for YES and bids for NO. A bid for NO at `p` is an offer of YES at `1 - p`, so the book is
 * crossed when the best of both add up to a dollar.
 */
export class KalshiBook {
  readonly #sides: Readonly<Record<Side, Map<number, number>>> = {
    yes: new Map(),
    no: new Map(),
  };

  view(): BookView {
    return { yes: this.levels('yes'), no: this.levels('no') };
  }

  levels(side: Side): readonly Level[] {
    return [...this.#sides[side]]
      .map(([price, size]) => ({ price, size }))
      .sort((a, b) => a.price - b.price);
  }

  best(side: Side): Level | null {
    let best: Level | null = null;
    for (const [price, size] of this.#sides[side]) {
      if (best === null || price > best.price) best = { price, size };
    }
    return best;
  }

  sizeAt(side: Side, price: number): number {
    return this.#sides[side].get(price) ?? 0;
  }

  /** Makes the levels of both sides those of `target`, in an order that never crosses. */
  become(target: BookView): readonly LevelChange[] {
    const removed = SIDES.flatMap((side) => {
      const kept = new Set(target[side].map(({ price }) => price));
      const gone = this.levels(side).filter(({ price }) => !kept.has(price));
      return gone.map(({ price }) => this.#set(side, price, 0));
    });
    const set = SIDES.flatMap((side) =>
      target[side].map(({ price, size }) => this.#set(side, price, size)),
    );
    this.#check();
    return [...removed, ...set].filter(({ delta }) => delta !== 0);
  }

  /** Takes `size` from a level that has it. */
  take(side: Side, price: number, size: number): LevelChange {
    const there = this.sizeAt(side, price);
    invariant(size > 0 && size <= there, 'a taker gets what a level has');
    return this.#set(side, price, there - size);
  }

  #set(side: Side, price: number, size: number): LevelChange {
    const delta = size - this.sizeAt(side, price);
    if (size === 0) this.#sides[side].delete(price);
    else this.#sides[side].set(price, size);
    return { side, price, delta };
  }

  #check(): void {
    const sum = (this.best('yes')?.price ?? 0) + (this.best('no')?.price ?? 0);
    invariant(sum < MICRO, 'best bids of both sides add up to less than a dollar');
  }
}
