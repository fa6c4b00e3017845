import type { Ledger } from '../domain/ledger.ts';
import type { OrderIntent } from '../domain/order.ts';
import { invariant } from '../domain/values/invariant.ts';
import type { Money } from '../domain/values/money.ts';

declare const approval: unique symbol;

/** An intent that passed every limit and holds its reservation. Executors take nothing else. */
export type RiskApproved = OrderIntent & { readonly [approval]: true };

/** What an order may still use of its signal's budget, in the unit of its side. */
export interface Budget {
  /** Dollars when buying, shares when selling. */
  readonly total: number;
  /** Filled, open and in doubt of all earlier intents of the same (signal, leg, ledger). */
  readonly used: number;
}

/**
 * The only place where an intent becomes sendable: takes its reservation in the ledger.
 * @throws InvariantError when the budget or the cash would be exceeded; the rules come first, so
 * that is a bug, never a market condition.
 */
export function approve(
  intent: OrderIntent,
  reserve: Money,
  { ledger, budget }: { readonly ledger: Ledger; readonly budget: Budget },
): RiskApproved {
  const needs = intent.side === 'buy' ? intent.spend : intent.quantity;
  invariant(needs > 0, 'an order asks for something');
  invariant(
    budget.used + needs <= budget.total,
    `one signal, one budget: ${budget.used} used and ${needs} asked of ${budget.total}`,
  );
  invariant(reserve <= ledger.available(), 'a reservation is covered by cash');
  ledger.reserve(intent.id, reserve);
  return intent as RiskApproved;
}
