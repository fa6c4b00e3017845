import type { Decision, Gate, GateResult, Verdict } from '../../domain/decision.ts';
import { contentId, type LedgerId } from '../../domain/ids.ts';
import type { Signal } from '../../domain/signal.ts';
import type { Money, Price, Quantity } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { rememberOutcome } from './away.ts';
import type { TradeState } from './state.ts';

/** How a signal ended in a ledger, before it becomes a row. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason: Gate | null;
  readonly gates: readonly GateResult[];
  readonly spend?: Money;
  readonly quantity?: Quantity;
  readonly limitPrice?: Price;
}

/** Writes the decision down; one per signal and ledger, the newest word wins. */
export function decide(
  state: TradeState,
  {
    signal,
    ledger,
    outcome,
  }: {
    readonly signal: Signal;
    readonly ledger: LedgerId;
    readonly outcome: Outcome;
  },
  turn: Turn,
): Decision {
  const decision: Decision = {
    id: contentId('decision', [signal.id, ledger]),
    signalId: signal.id,
    signalKind: signal.kind,
    ledger,
    wallet: signal.wallet,
    marketId: signal.marketId,
    tokenId: signal.tokenId,
    verdict: outcome.verdict,
    reason: outcome.reason,
    gates: outcome.gates,
    spend: outcome.spend ?? null,
    quantity: outcome.quantity ?? null,
    limitPrice: outcome.limitPrice ?? null,
    settingsVersion: state.settingsVersion,
    atMs: turn.atMs,
  };
  turn.record({ kind: 'decision', decision });
  rememberOutcome(state, { signal, decision });
  return decision;
}

/** Tells people that a signal is followed. */
export function noticeAccepted(decision: Decision, turn: Turn): void {
  const { ledger, id: subject, wallet, marketId, tokenId, limitPrice, spend } = decision;
  turn.notice(
    'accepted',
    { ledger, subject },
    { wallet, market: marketId, token: tokenId, side: 'buy', limit: limitPrice, notional: spend },
  );
}

/** Tells people that a signal was not followed, with the gate's numbers. */
export function noticeDenied(decision: Decision, turn: Turn): void {
  const gate = decision.gates.find((one) => one.gate === decision.reason && one.verdict === 'stop');
  turn.notice(
    'denied',
    { ledger: decision.ledger, subject: decision.id },
    {
      gate: decision.reason,
      actual: gate?.actual ?? null,
      limit: gate?.limit ?? null,
      wallet: decision.wallet,
      market: decision.marketId,
      token: decision.tokenId,
    },
  );
}
