import type { MarketId } from '../../domain/ids.ts';
import type { Estimate } from '../../domain/wallet-score.ts';

/** What one copy made, and the dollars it took. */
export interface Outcome {
  readonly marketId: MarketId;
  readonly net: number;
  readonly spent: number;
}

/** Two-sided 90 % points of Student's t with 1 to 10 degrees of freedom. */
const T90 = [
  6.313752, 2.919986, 2.353363, 2.131847, 2.015048, 1.94318, 1.894579, 1.859548, 1.833113, 1.812461,
] as const;
/** The same of the normal distribution. */
const Z90 = 1.644854;

/**
 * Net per dollar over all copies with its 90 % interval; `null` below two markets. Copies in one
 * market share their luck, so a market is one observation: with N and S its net and dollars, and
 * r = ΣN/ΣS, the variance of r is m/(m−1)·Σ(N − rS)²/(ΣS)² (ratio estimator over m clusters), and
 * the interval is Student's with m−1 degrees of freedom.
 */
export function clusteredEdge(outcomes: readonly Outcome[]): Estimate | null {
  const markets = new Map<MarketId, { net: number; spent: number }>();
  let net = 0;
  let spent = 0;
  for (const one of outcomes) {
    const market = markets.get(one.marketId) ?? { net: 0, spent: 0 };
    market.net += one.net;
    market.spent += one.spent;
    markets.set(one.marketId, market);
    net += one.net;
    spent += one.spent;
  }
  const count = markets.size;
  if (count < 2 || spent <= 0) return null;
  const value = net / spent;
  let squares = 0;
  for (const market of markets.values()) squares += (market.net - value * market.spent) ** 2;
  const error = Math.sqrt((count / (count - 1)) * squares) / spent;
  const half = t90(count - 1) * error;
  return { value, low: value - half, high: value + half };
}

/** Student's 90 % point; beyond the table by the expansion of Fisher and Cornish, exact to four digits there. */
export function t90(degrees: number): number {
  const tabled = T90[degrees - 1];
  if (tabled !== undefined) return tabled;
  const z = Z90;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + first / degrees + second / degrees ** 2;
}
