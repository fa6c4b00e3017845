import { type ExitPlan, planExit } from '../../brain/judge-exit.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import type { Decision } from '../../domain/decision.ts';
import type { ExitInputs, ExitRecord } from '../../domain/decision-record.ts';
import { isShadow } from '../../domain/ids.ts';
import type { Quantity } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { decide, type Outcome } from './decisions.ts';
import { type ExitScope, freeShares } from './exit-work.ts';
import type { TradeState } from './state.ts';

/** Writes down what an exit's step came to, and what it was made from. */
export function decideExit(
  state: TradeState,
  of: {
    readonly scope: ExitScope;
    readonly outcome: Outcome;
    readonly inputs: ExitInputs;
    /** Shares of the order that it leads to. */
    readonly sold?: Quantity;
  },
  turn: Turn,
): Decision {
  const { scope, outcome, inputs, sold = null } = of;
  const { signal, ledger } = scope;
  const decision = decide(state, { signal, ledger, outcome }, turn);
  if (isShadow(ledger)) return decision; // What is measured is the sum of many.
  const record: ExitRecord = {
    ...{ kind: 'exit', id: decision.id, signalId: signal.id, ledger, inputs, sold },
    version: state.version,
    settingsVersion: state.settingsVersion,
    settings: state.settingTexts,
    atMs: turn.atMs,
  };
  turn.record({ kind: 'decisionRecord', record });
  return decision;
}

/** The book as far as an exit looks into it: the best that buys. */
export function bidNeeded(depth: DepthView | null): DepthView | null {
  return depth === null ? null : { ...depth, asks: [], bids: depth.bids.slice(0, 1) };
}

/** What an exit may sell in all, and what that follows from. */
export function planFor(
  state: TradeState,
  { signal, ledger }: ExitScope,
): { readonly plan: ExitPlan; readonly inputs: ExitInputs } {
  const inputs = {
    step: 'planned',
    signal,
    wallet: signal.wallet === null ? null : (state.wallets.get(signal.wallet) ?? null),
    market: state.markets.get(signal.marketId) ?? null,
    free: freeShares(state, { signal, ledger }),
  } as const;
  return { plan: planExit({ ...inputs, settings: state.settings }), inputs };
}
