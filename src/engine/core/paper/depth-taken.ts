import type { Level } from '../../domain/book/depth.ts';
import type { Fill } from '../../domain/fill.ts';
import type { LedgerId, MarketId } from '../../domain/ids.ts';
import { type Market, outcomeIndex } from '../../domain/market.ts';
import type { OrderIntent } from '../../domain/order.ts';
import {
  addQuantity,
  complement,
  type Quantity,
  quantity,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';

/** Levels remembered at most; the oldest are forgotten first. */
const LEVELS_MAX = 20_000;

/** Whose order it is and what it trades: all that says which resting orders it takes. */
type Taker = Pick<OrderIntent, 'ledger' | 'tokenId' | 'side'>;

interface Taken {
  /** What the book showed there; `null` after a restart, until it is first looked at. */
  readonly shown: Quantity | null;
  readonly taken: Quantity;
}

/**
 * What our paper fills took from the real book. A level stays taken until the book shows another
 * quantity there; without this record a paper account would buy the same shares again and again.
 */
export class DepthTaken {
  readonly #levels = new Map<string, Taken>();

  /** What is really left of `level` for an order of `intent`. */
  left(intent: Taker, market: Market, level: Level): Quantity {
    const taken = this.#takenOf(levelKey(intent, market, level), level);
    return quantity(Math.max(0, level.quantity - taken));
  }

  take(
    intent: Taker,
    market: Market,
    { level, amount }: { readonly level: Level; readonly amount: Quantity },
  ): void {
    const key = levelKey(intent, market, level);
    const taken = addQuantity(this.#takenOf(key, level), amount);
    this.#put(key, { shown: level.quantity, taken });
  }

  /**
   * Takes over a fill from before a restart. What the book showed then is not known, so it counts
   * against whatever is shown there first: against us, where the level has changed meanwhile.
   */
  restore(fill: Fill, market: Market): void {
    const key = levelKey(fill, market, fill);
    const before = this.#levels.get(key)?.taken ?? ZERO_QUANTITY;
    this.#put(key, { shown: null, taken: addQuantity(before, fill.quantity) });
  }

  #takenOf(key: string, { quantity: shown }: Level): Quantity {
    const known = this.#levels.get(key);
    if (known === undefined) return ZERO_QUANTITY;
    if (known.shown === null) this.#levels.set(key, { ...known, shown });
    return known.shown === null || known.shown === shown ? known.taken : ZERO_QUANTITY;
  }

  #put(key: string, taken: Taken): void {
    this.#levels.delete(key);
    this.#levels.set(key, taken);
    if (this.#levels.size <= LEVELS_MAX) return;
    for (const oldest of this.#levels.keys()) {
      this.#levels.delete(oldest);
      return;
    }
  }

  forget(marketId: MarketId): void {
    for (const key of this.#levels.keys()) {
      if (key.includes(`|${marketId}|`)) this.#levels.delete(key);
    }
  }
}

/**
 * A buy of one outcome at p and a sale of the other at 1−p take the same resting order, so both
 * count against one key, written in prices of the first outcome.
 */
function levelKey(taker: Taker, market: Market, level: Pick<Level, 'price'>): string {
  const { ledger, tokenId, side } = taker;
  const mirrored = market.outcomes.length === 2 && outcomeIndex(market, tokenId) === 1;
  const at = mirrored ? complement(level.price) : level.price;
  const rests = (side === 'buy') === mirrored ? 'bid' : 'ask';
  const token = market.outcomes.length === 2 ? '' : tokenId;
  return key(ledger, market.id, `${token}${rests}${at}`);
}

function key(ledger: LedgerId, marketId: MarketId, level: string): string {
  return `${ledger}|${marketId}|${level}`;
}
