import type { EntryContext } from '../../brain/entry-context.ts';
import { entryLimit } from '../../brain/entry-limit.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import type { Decision, Gate, GateResult, Verdict } from '../../domain/decision.ts';
import type { EntryRecord } from '../../domain/decision-record.ts';
import { contentId, isShadow, type LedgerId } from '../../domain/ids.ts';
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
  if (!isShadow(ledger)) rememberOutcome(state, { signal, decision });
  return decision;
}

/** Writes down what a decision was made from, so that it can be made again. */
export function recordInputs(
  state: TradeState,
  of: {
    readonly decision: Decision;
    readonly context: EntryContext;
    readonly model: EntryRecord['model'];
  },
  turn: Turn,
): void {
  const { id, signalId, ledger, settingsVersion } = of.decision;
  if (isShadow(ledger)) return; // What is measured is the sum of many.
  const { settings: _, ...inputs } = of.context;
  const record: EntryRecord = {
    kind: 'entry',
    ...{ id, signalId, ledger, settingsVersion },
    version: state.version,
    settings: state.settingTexts,
    inputs: { ...inputs, depth: depthNeeded(of.context) },
    model: of.model,
    atMs: turn.atMs,
  };
  turn.record({ kind: 'decisionRecord', record });
}

/** The book as far as an entry looks into it: what it may buy, and the best that buys. */
function depthNeeded({ signal, settings, wallet, market, depth }: EntryContext): DepthView | null {
  if (depth === null) return null;
  const most = market === null ? 0 : entryLimit({ signal, settings, wallet }, market);
  const beyond = depth.asks.findIndex((level) => level.price > most);
  const asks = beyond === -1 ? depth.asks : depth.asks.slice(0, beyond + 1);
  return { ...depth, asks, bids: depth.bids.slice(0, 1) };
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
