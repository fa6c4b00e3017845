import type { Position } from './position.ts';
import { addMoney, type Money, ZERO_MONEY } from './values/money.ts';

/** Sums over all of a ledger's rows. */
export interface LedgerTotals {
  readonly cash: Money;
  readonly cost: Money;
  readonly flows: Money;
  readonly realised: Money;
  readonly fees: Money;
  readonly reserved: Money;
}

/** What the positions alone say. */
export function sumOf(
  positions: Iterable<Position>,
): Pick<LedgerTotals, 'cost' | 'realised' | 'fees'> {
  let [cost, realised, fees] = [ZERO_MONEY, ZERO_MONEY, ZERO_MONEY];
  for (const position of positions) {
    cost = addMoney(cost, position.cost);
    realised = addMoney(realised, position.realised);
    fees = addMoney(fees, position.fees);
  }
  return { cost, realised, fees };
}

/** The one equation of all books, in words when it does not hold. */
export function brokenSum(ledger: string, sum: LedgerTotals): readonly string[] {
  if (sum.cash + sum.cost === sum.flows + sum.realised - sum.fees) return [];
  return [`${ledger}: cash + cost = flows + realised - fees: ${JSON.stringify(sum)}`];
}
