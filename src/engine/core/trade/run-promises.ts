import type { MarketId, TokenId } from '../../domain/ids.ts';
import { cost, type Money } from '../../domain/values/money.ts';
import { tokenOf } from '../../intelligence/arbitrage/plan.ts';
import type { TradeState } from './state.ts';

/** What a run has still to buy, as the caps count it. */
export interface RunPromise {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly wallet: null;
  readonly amount: Money;
}

/**
 * Second legs of the runs that go on: what they cost at their limits, less what they have bought and
 * what their open orders may still spend. Nobody else may take the room that a hedge needs.
 */
export function runPromises(state: TradeState): readonly RunPromise[] {
  const promises: RunPromise[] = [];
  for (const { run, orders, isOver } of state.runs.values()) {
    if (isOver) continue;
    const leg = run.plan.legs[1];
    let left: number = cost(leg.limit, run.plan.quantity, 'ceil');
    for (const id of orders.keys()) {
      const order = state.orders.get(id);
      if (order?.intent.leg !== 'second') continue;
      left -= state.open.has(id) ? order.intent.spend : order.filledNotional;
    }
    if (left <= 0) continue;
    const { marketId } = leg.market;
    promises.push({ marketId, tokenId: tokenOf(leg), wallet: null, amount: left as Money });
  }
  return promises;
}
