import type { CopyTrip, Shortfall } from '../../domain/copy-result.ts';
import { addMoney, ZERO_MONEY } from '../../domain/values/money.ts';
import { type Marks, NO_MARKS, tripResult } from './trip-result.ts';

const NOTHING: Shortfall = {
  copies: 0,
  latency: ZERO_MONEY,
  slippage: ZERO_MONEY,
  fees: ZERO_MONEY,
  rounding: ZERO_MONEY,
  missedExit: ZERO_MONEY,
};

/**
 * Where the money between the leader's trades and ours went; the parts add up to the micro-dollar
 * ({@link tripResult}).
 */
export function shortfallOf(trips: readonly CopyTrip[], marks: Marks = NO_MARKS): Shortfall {
  return trips.reduce((sum, trip) => {
    const { parts } = tripResult(trip, marks);
    return {
      copies: sum.copies + 1,
      latency: addMoney(sum.latency, parts.latency),
      slippage: addMoney(sum.slippage, parts.slippage),
      fees: addMoney(sum.fees, parts.fees),
      rounding: addMoney(sum.rounding, parts.rounding),
      missedExit: addMoney(sum.missedExit, parts.missedExit),
    };
  }, NOTHING);
}
