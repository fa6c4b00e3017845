import { type ArbitrageSizeContext, fitArbitrage } from '../../brain/arbitrage-size.ts';
import type { GateLog } from '../../brain/gates.ts';
import { PAPER } from '../../domain/ids.ts';
import { cost, type Money, type Quantity } from '../../domain/values/money.ts';
import {
  type ArbitragePlan,
  type PlanLeg,
  tokenOf,
  unitCost,
} from '../../intelligence/arbitrage/plan.ts';
import type { Turn } from '../turn.ts';
import { exposureOf } from './exposure.ts';
import type { TradeState } from './state.ts';

/** Shares of both legs that caps and cash leave; `null` where that is nothing, with its gate in the log. */
export function fittedTo(
  state: TradeState,
  { plan, log }: { readonly plan: ArbitragePlan; readonly log: GateLog },
  turn: Turn,
): Quantity | null {
  const legOf = (leg: PlanLeg): ArbitrageSizeContext['legs'][number] => {
    const { market, limit } = leg;
    const subject = {
      ledger: PAPER,
      wallet: null,
      marketId: market.marketId,
      tokenId: tokenOf(leg),
    };
    return {
      limit,
      unitCost: unitCost(leg, limit, turn.atMs),
      lot: market.lot,
      minQuantity: market.minQuantity,
      minMarketableBuy: market.minMarketableBuy,
      exposure: exposureOf(state, subject, turn.atMs),
    };
  };
  const legs = [legOf(plan.legs[0]), legOf(plan.legs[1])] as const;
  const { settings } = state;
  const fitted = fitArbitrage(log, { settings, wanted: plan.quantity, legs, atMs: turn.atMs });
  return fitted === 0 ? null : fitted;
}

/** Dollars of both legs at their limits, before fees. */
export function costOf({ legs }: ArbitragePlan, shares: Quantity): Money {
  return legs.reduce((sum, { limit }) => sum + cost(limit, shares, 'ceil'), 0) as Money;
}
