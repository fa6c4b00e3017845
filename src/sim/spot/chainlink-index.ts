import { SECOND_MS } from '../../engine/domain/time.ts';
import { MEAN_VALUES, meanOf, type PriceIndex } from './price-odds.ts';
import type { SpotPath, SpotSymbol } from './spot-path.ts';

/** Prices of whole seconds that are kept: means ask for the same ones again and again. */
const KEPT_MAX = 4_096;

/** Chainlink's price of a coin: the path as it is. */
export class ChainlinkIndex implements PriceIndex {
  readonly id: SpotSymbol;
  readonly #path: SpotPath;
  #kept = new Map<number, number>();

  constructor(path: SpotPath, symbol: SpotSymbol) {
    this.#path = path;
    this.id = symbol;
  }

  valueAt(atMs: number): number {
    if (atMs % SECOND_MS !== 0) return this.#path.priceAt(this.id, atMs);
    const known = this.#kept.get(atMs);
    if (known !== undefined) return known;
    if (this.#kept.size >= KEPT_MAX) this.#kept = new Map();
    const value = this.#path.priceAt(this.id, atMs);
    this.#kept.set(atMs, value);
    return value;
  }
}

/** The mean of the 60 seconds until a moment, which is what windows settle on. */
export function chainlinkMean(path: SpotPath, symbol: SpotSymbol, atMs: number): number {
  const index = { id: symbol, valueAt: (at: number) => path.priceAt(symbol, at) };
  return meanOf(index, atMs, MEAN_VALUES);
}
