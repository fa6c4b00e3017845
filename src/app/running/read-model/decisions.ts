import type { DecisionView } from '../../../engine/contract/views.ts';
import type { Decision } from '../../../engine/domain/decision.ts';
import { shortId } from '../../../engine/domain/ids.ts';
import { outcomeRef, walletRef } from './names.ts';
import { orderViews } from './portfolio.ts';
import type { Sources } from './sources.ts';

/** A decision with what led to it and what came of it. */
export async function decisionView(sources: Sources, id: string): Promise<DecisionView | null> {
  const decision = await sources.reports.decisionByPrefix(id);
  return decision === null ? null : describe(sources, decision);
}

async function describe(sources: Sources, decision: Decision): Promise<DecisionView> {
  const { signalId, ledger } = decision;
  const signal = await sources.reports.signal(signalId);
  const orders = await sources.reports.ordersOf(signalId, ledger);
  return {
    shortId: shortId(decision.id),
    decision,
    signal,
    outcome: outcomeRef(sources, decision),
    wallet: walletRef(sources, decision.wallet),
    orders: await orderViews(sources, orders),
  };
}
