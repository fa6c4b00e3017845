import { DAY_MS } from '../../engine/domain/time.ts';
import { ChainlinkIndex } from '../spot/chainlink-index.ts';
import { meanOf, normal, PriceOdds } from '../spot/price-odds.ts';
import { SPOT_COINS, SPOT_SYMBOLS, type SpotPath, type SpotSymbol } from '../spot/spot-path.ts';
import type { Truth } from './truth.ts';

const YEAR_MS = 365 * DAY_MS;
/** Nobody is surer than that before the end. */
const CHANCE_MIN = 0.01;

/** What a market asks of a coin's price. All moments are world time. */
export interface SpotQuestion {
  readonly symbol: SpotSymbol;
  /** The outcome that the price will decide. */
  readonly winner: 0 | 1;
  /** Probability of outcome 0 by the prices until a moment, 0 to 1. */
  chanceAt(atMs: number): number;
  /** How far the price went in the last `spanMs`, in what is usual for such a span. */
  moveAt(atMs: number, spanMs: number): number;
}

/** The coins of one world, and what people make of their prices. */
export class WorldCoins {
  readonly #path: SpotPath;
  readonly #odds = new PriceOdds();
  readonly #indices: Readonly<Record<SpotSymbol, ChainlinkIndex>>;

  constructor(path: SpotPath) {
    this.#path = path;
    this.#indices = Object.fromEntries(
      SPOT_SYMBOLS.map((symbol) => [symbol, new ChainlinkIndex(path, symbol)]),
    ) as Record<SpotSymbol, ChainlinkIndex>;
  }

  priceAt(symbol: SpotSymbol, atMs: number): number {
    return this.#path.priceAt(symbol, atMs);
  }

  /** Whether the mean of the minute before the end is at least that of the minute before the beginning. */
  window(of: {
    readonly symbol: SpotSymbol;
    readonly opensMs: number;
    readonly closesMs: number;
  }): SpotQuestion {
    const { symbol, opensMs, closesMs } = of;
    const index = this.#indices[symbol];
    const strike = meanOf(index, opensMs);
    return {
      symbol,
      winner: meanOf(index, closesMs) >= strike ? 0 : 1,
      chanceAt: (atMs) =>
        atMs < opensMs
          ? 0.5
          : this.#odds.above(index, { strike, closeAtMs: closesMs, nowMs: atMs }),
      moveAt: (atMs, spanMs) => this.#moveAt(symbol, atMs, spanMs),
    };
  }

  /** Whether the price stands above a strike at the end. */
  above(of: {
    readonly symbol: SpotSymbol;
    readonly strike: number;
    readonly closesMs: number;
  }): SpotQuestion {
    const { symbol, strike, closesMs } = of;
    const { shared, own } = SPOT_COINS[symbol];
    const chanceAt = (atMs: number): number => {
      const price = this.#path.priceAt(symbol, atMs);
      if (atMs >= closesMs) return price > strike ? 1 : 0;
      const spread = Math.hypot(shared, own) * Math.sqrt((closesMs - atMs) / YEAR_MS);
      return normal((Math.log(price / strike) - spread ** 2 / 2) / spread);
    };
    return {
      symbol,
      winner: this.#path.priceAt(symbol, closesMs) > strike ? 0 : 1,
      chanceAt,
      moveAt: (atMs, spanMs) => this.#moveAt(symbol, atMs, spanMs),
    };
  }

  #moveAt(symbol: SpotSymbol, atMs: number, spanMs: number): number {
    const index = this.#indices[symbol];
    const change = Math.log(index.valueAt(atMs) / index.valueAt(atMs - spanMs));
    return Math.abs(change) / (this.#odds.deviation(index, atMs) * Math.sqrt(spanMs / 1_000));
  }
}

/** What a market begins and ends with whose outcome a price decides. */
export function truthOf({ chanceAt, winner }: SpotQuestion, nowMs: number): Truth {
  const probability = Math.min(1 - CHANCE_MIN, Math.max(CHANCE_MIN, chanceAt(nowMs)));
  return { probability, winner };
}
