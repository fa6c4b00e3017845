import type { SpotSymbol } from '../spot/spot-path.ts';

/** One pair that the simulated exchange trades. */
export interface SimPair {
  /** `BTCUSDT`. */
  readonly symbol: string;
  readonly coin: SpotSymbol;
  /** Decimals of its price. */
  readonly decimals: number;
  /** Orders of takers, on average. */
  readonly tradesPerSecond: number;
}

const COINS: readonly Omit<SimPair, 'symbol'>[] = [
  { coin: 'BTC', decimals: 2, tradesPerSecond: 8 },
  { coin: 'ETH', decimals: 2, tradesPerSecond: 5 },
  { coin: 'SOL', decimals: 2, tradesPerSecond: 3 },
  { coin: 'XRP', decimals: 4, tradesPerSecond: 3 },
  { coin: 'DOGE', decimals: 5, tradesPerSecond: 2 },
];
/** How much quieter the USDC books are. */
const USDC_SHARE = 0.25;

export const SIM_PAIRS: readonly SimPair[] = COINS.flatMap((pair) => [
  { ...pair, symbol: `${pair.coin}USDT` },
  {
    ...pair,
    symbol: `${pair.coin}USDC`,
    tradesPerSecond: pair.tradesPerSecond * USDC_SHARE,
  },
]);
