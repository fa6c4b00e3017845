import { PriceOdds } from '../../spot/price-odds.ts';
import type { CoinIndex, SettlementIndex } from './settlement-index.ts';

/** Probability that the settlement's mean lies above a strike, as the world's makers see it. */
export class CoinOdds {
  readonly index: SettlementIndex;
  readonly #odds = new PriceOdds();

  constructor(index: SettlementIndex) {
    this.index = index;
  }

  above(
    coin: CoinIndex,
    of: { readonly strike: number; readonly closeAtMs: number; readonly nowMs: number },
  ): number {
    const valueAt = (atMs: number): number => this.index.valueAt(coin, atMs);
    return this.#odds.above({ id: coin.id, valueAt }, of);
  }
}
