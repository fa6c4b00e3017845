import type { Level } from '../../domain/book/depth.ts';
import type { LedgerId, MarketId } from '../../domain/ids.ts';
import { type Market, outcomeIndex } from '../../domain/market.ts';
import type { OrderIntent } from '../../domain/order.ts';
import { complement, type Quantity, quantity } from '../../domain/values/money.ts';

/** Levels remembered at most; the oldest are forgotten first. */
const LEVELS_MAX = 20_000;

interface Taken {
  readonly shown: Quantity;
  readonly taken: Quantity;
}

/**
 * What our paper fills took from the real book. A level stays taken until the book shows another
 * quantity there; without this record a paper account would buy the same shares again and again.
 */
export class DepthTaken {
  readonly #levels = new Map<string, Taken>();

  /** What is really left of `level` for an order of `intent`. */
  left(intent: OrderIntent, market: Market, level: Level): Quantity {
    const taken = this.#levels.get(levelKey(intent, market, level));
    if (taken === undefined || taken.shown !== level.quantity) return level.quantity;
    return quantity(Math.max(0, level.quantity - taken.taken));
  }

  take(
    intent: OrderIntent,
    market: Market,
    { level, amount }: { readonly level: Level; readonly amount: Quantity },
  ): void {
    const key = levelKey(intent, market, level);
    const before = this.#levels.get(key);
    const base = before !== undefined && before.shown === level.quantity ? before.taken : 0;
    this.#levels.delete(key);
    this.#levels.set(key, { shown: level.quantity, taken: quantity(base + amount) });
    if (this.#levels.size > LEVELS_MAX) {
      for (const oldest of this.#levels.keys()) {
        this.#levels.delete(oldest);
        break;
      }
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
function levelKey(intent: OrderIntent, market: Market, level: Level): string {
  const { ledger, tokenId, side } = intent;
  const mirrored = market.outcomes.length === 2 && outcomeIndex(market, tokenId) === 1;
  const at = mirrored ? complement(level.price) : level.price;
  const rests = (side === 'buy') === mirrored ? 'bid' : 'ask';
  const token = market.outcomes.length === 2 ? '' : tokenId;
  return key(ledger, market.id, `${token}${rests}${at}`);
}

function key(ledger: LedgerId, marketId: MarketId, level: string): string {
  return `${ledger}|${marketId}|${level}`;
}
