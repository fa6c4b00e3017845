import type { Decision } from '../../../engine/domain/decision.ts';
import type { Ppm, Price } from '../../../engine/domain/values/money.ts';
import { leaderPrice } from './recent-copies.ts';

/** The allowed drift is the smaller of the cents and the share of what the leader paid. */
export function driftAllows({ most, ratio }: { readonly most: Price; readonly ratio: Ppm }) {
  return (actual: number, decision: Decision): boolean => {
    const paid = leaderPrice(decision);
    const byShare = paid === null ? most : (paid * ratio) / 1_000_000;
    return actual <= Math.min(most, byShare);
  };
}
