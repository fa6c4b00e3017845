import { averagedSeconds, type CryptoRule } from '../../domain/crypto-rule.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { usualVariance } from './volatility.ts';

/**
 * How far the worth of a claim goes with a coin's price, in dollars a share for each move of the price by
 * its whole self (its logarithm by one), by the coin's usual moves: large where the price is near a
 * strike and little time is left. `null` for the price is one at the strike, where a claim of two sides
 * begins; other claims need one.
 */
export function swayOf(rule: CryptoRule, price: number | null, atMs: AtMs): number | null {
  const fromMs = 'opensAtMs' in rule ? Math.max(atMs, rule.opensAtMs) : atMs;
  // The mean over the last seconds moves less than one price at the end (docs/price-lag.md).
  const leftS = (rule.closesAtMs - fromMs) / SECOND_MS - (averagedSeconds(rule.source) * 2) / 3;
  const deviation = Math.sqrt(usualVariance(rule.symbol) * Math.max(leftS, 1));
  const at = (strike: number | null): number => {
    if (price === null || strike === null) return bell(0) / deviation;
    return bell(Math.log(price / strike) / deviation) / deviation;
  };
  switch (rule.kind) {
    case 'upDown':
      return at(rule.strike);
    case 'threshold':
      return price === null ? null : at(rule.strike);
    case 'oneTouch':
      return price === null ? null : 2 * at(rule.strike);
    case 'range':
      return price === null ? null : Math.abs(at(rule.floor) - at(rule.cap));
  }
}

/** The normal density. */
function bell(deviations: number): number {
  return Math.exp((-deviations * deviations) / 2) / Math.sqrt(2 * Math.PI);
}
