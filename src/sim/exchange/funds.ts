import { averagePrice, type PlannedFill, takerFee } from '../venue/matching.ts';
import { Accounts, type Movement, USDCE } from './accounts.ts';
import type { AllowedToken } from './allowances.ts';
import type { Funding, OrderSubmission, SubmitAnswer } from './exchange.ts';
import { type ExchangeRules, spendersOf } from './exchange-rules.ts';
import type { OrderRecord } from './order-record.ts';
import { Orders } from './orders.ts';
import { REFUSALS } from './refusals.ts';

/** What accounts have, less what their open orders hold. */
export class Funds {
  readonly accounts: Accounts;
  readonly orders = new Orders();

  readonly #rules: ExchangeRules;

  constructor(rules: ExchangeRules) {
    this.#rules = rules;
    this.accounts = new Accounts(rules.balanceLagMs);
  }

  fund(address: string, of: Funding): void {
    if ('dollars' in of) this.accounts.fund(address, null, of.dollars);
    else if ('usdce' in of) this.accounts.fund(address, USDCE, of.usdce);
    else this.accounts.fund(address, of.tokenId, of.shares);
  }

  /** Why the account cannot afford an order that would be filled so; `null` when it can. */
  lacking(record: OrderRecord, plan: readonly PlannedFill[], nowMs: number): SubmitAnswer | null {
    const { maker, makerAmount, side, market } = record.submission;
    const needed = side === 'BUY' ? makerAmount + feeOf(record, plan) : makerAmount;
    const balance = this.accounts.usable(maker, record.asset, nowMs);
    const active = this.orders.reserved(maker, record.asset, record);
    if (balance - active < needed) return REFUSALS.balance(balance, active, needed);
    for (const spender of spendersOf(market, this.#rules)) {
      const allowance = this.accounts.allowance(maker, spender, givenToken(record.submission));
      if (allowance < needed) return REFUSALS.allowance(spender, allowance);
    }
    return null;
  }

  /** Takes movements back; `false`, and nothing is, when what came in is used or held. */
  reverse(movements: readonly Movement[], nowMs: number): boolean {
    const back = movements.map((movement) => ({ ...movement, amount: -movement.amount }));
    const isCovered = back.every(({ address, asset }) => {
      const all = back.filter((other) => other.address === address && other.asset === asset);
      const change = all.reduce((sum, { amount }) => sum + amount, 0);
      const left = this.accounts.balance(address, asset) + change;
      return left >= this.orders.reserved(address, asset);
    });
    if (isCovered) this.accounts.move(back, nowMs);
    return isCovered;
  }
}

function givenToken({ side, market }: OrderSubmission): AllowedToken {
  if (side === 'BUY') return 'pusd';
  return market.version === 'v2' ? 'positions' : 'shares';
}

/** What the order would pay besides, were it filled so. */
export function feeOf({ submission }: OrderRecord, plan: readonly PlannedFill[]): number {
  if (plan.length === 0) return 0;
  const size = plan.reduce((sum, fill) => sum + fill.size, 0);
  return takerFee({ price: averagePrice(plan), size }, submission.market.feeRate);
}
