import { SECOND_MS } from '../../../engine/domain/time.ts';
import { MEAN_VALUES } from '../../spot/price-odds.ts';
import type { SpotPath, SpotSymbol } from '../../spot/spot-path.ts';

/** The price index that settles a coin's markets. */
export interface CoinIndex {
  readonly coin: SpotSymbol;
  readonly id: string;
  /** Digits to which values and means are rounded. */
  readonly digits: number;
  /** How far the index stands from the exchange's price in dollars' stand-in: its basis. */
  readonly basis: number;
}

export const COIN_INDICES: readonly CoinIndex[] = [
  { coin: 'BTC', id: 'BRTI', digits: 2, basis: 1.00012 },
  { coin: 'ETH', id: 'ETHUSD_RTI', digits: 2, basis: 1.0001 },
  { coin: 'SOL', id: 'SOLUSD_RTI', digits: 4, basis: 1.00015 },
  { coin: 'XRP', id: 'XRPUSD_RTI', digits: 4, basis: 1.00008 },
  { coin: 'DOGE', id: 'DOGEUSD_RTI', digits: 5, basis: 1.0002 },
];

/** The index is made of what exchanges traded this long before. */
const INDEX_LAG_MS = 250;
/** Values of whole seconds that are kept: means ask for the same ones again and again. */
const KEPT_MAX = 4_096;

/** Values of the settlement indices, which follow the spot path. */
export class SettlementIndex {
  readonly #spot: SpotPath;
  readonly #kept = new Map<string, Map<number, number>>();

  constructor(spot: SpotPath) {
    this.#spot = spot;
  }

  valueAt(index: CoinIndex, atMs: number): number {
    if (atMs % SECOND_MS !== 0) return this.#made(index, atMs);
    let kept = this.#kept.get(index.id);
    if (kept === undefined || kept.size >= KEPT_MAX) {
      kept = new Map();
      this.#kept.set(index.id, kept);
    }
    const known = kept.get(atMs);
    if (known !== undefined) return known;
    const value = this.#made(index, atMs);
    kept.set(atMs, value);
    return value;
  }

  #made({ coin, digits, basis }: CoinIndex, atMs: number): number {
    return rounded(this.#spot.priceAt(coin, atMs - INDEX_LAG_MS) * basis, digits);
  }

  /** Mean of `count` values, one a second, the last of them at `endAtMs`. */
  meanAt(index: CoinIndex, endAtMs: number, count = MEAN_VALUES): number {
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += this.valueAt(index, endAtMs - at * SECOND_MS);
    return sum / count;
  }

  /** What a market that closes then is settled by. */
  settlementAt(index: CoinIndex, closeAtMs: number): number {
    return rounded(this.meanAt(index, closeAtMs), index.digits);
  }
}

export function indexOf(coin: SpotSymbol): CoinIndex {
  const found = COIN_INDICES.find((index) => index.coin === coin);
  if (found === undefined) throw new RangeError(`there is no index for ${coin}`);
  return found;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
