import type { MarketId } from '../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';

/** A book that is of no use for so long is asked for again: what was asked for first has failed. */
export const BOOK_DOUBT_MS = 5 * SECOND_MS;
/** Each time it is waited for twice as long, up to this. */
export const BOOK_DOUBT_MS_MAX = 2 * MINUTE_MS;

interface Doubt {
  readonly askAtMs: AtMs;
  readonly waitMs: number;
}

/**
 * Finds the books that are needed and do not come: a first book that the venue never sent, a fresh
 * one that was wrong as well. Nothing else would notice, as the socket brings other markets.
 */
export class BookWatch {
  #doubts = new Map<MarketId, Doubt>();

  /** Which of the needed books without a usable one are to be asked for again now. */
  look(unusable: Iterable<MarketId>, nowMs: AtMs): readonly MarketId[] {
    const doubts = new Map<MarketId, Doubt>();
    const asked: MarketId[] = [];
    for (const marketId of unusable) {
      const doubt = this.#doubts.get(marketId) ?? newDoubt(nowMs, BOOK_DOUBT_MS);
      if (doubt.askAtMs > nowMs) {
        doubts.set(marketId, doubt);
        continue;
      }
      asked.push(marketId);
      doubts.set(marketId, newDoubt(nowMs, Math.min(BOOK_DOUBT_MS_MAX, 2 * doubt.waitMs)));
    }
    this.#doubts = doubts;
    return asked;
  }
}

function newDoubt(nowMs: AtMs, waitMs: number): Doubt {
  return { askAtMs: nowMs + waitMs, waitMs };
}
