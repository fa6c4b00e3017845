import type { DollarEstimate } from '../../domain/brain-result.ts';
import type { Money } from '../../domain/values/money.ts';
import { t90 } from './clustered-edge.ts';

/**
 * The 90 % interval of a sum over markets; `null` below two of them. What happens in one market is
 * one observation, however often it was traded: with m sums x around their mean, the variance of the
 * total is m/(m−1)·Σ(x − x̄)², and the interval is Student's with m−1 degrees of freedom.
 */
export function clusteredSum(markets: readonly Money[]): DollarEstimate | null {
  const count = markets.length;
  if (count < 2) return null;
  const total = markets.reduce((sum: number, one) => sum + one, 0);
  const mean = total / count;
  const squares = markets.reduce((sum: number, one) => sum + (one - mean) ** 2, 0);
  const half = t90(count - 1) * Math.sqrt((count / (count - 1)) * squares);
  return { low: Math.floor(total - half) as Money, high: Math.ceil(total + half) as Money };
}
