import { flag, GateLog } from '../../brain/gates.ts';
import {
  contentId,
  isShadow,
  type LedgerId,
  SHADOW_MODEL,
  SHADOW_NAIVE,
  SHADOW_RULES,
} from '../../domain/ids.ts';
import type { CopySignal, ExitSignal } from '../../domain/signal.ts';
import type { Turn } from '../turn.ts';
import { decide } from './decisions.ts';
import { askDepth } from './entry-depth.ts';
import { budgetKey, ledgerOf, type TradeState } from './state.ts';

/**
 * Has every brain judge a copy in a ledger of its own, beside whatever is done with it. What happens
 * there is paper that nobody is told of: the same books, delays and fees, and its own money.
 */
export function shadowCopy(state: TradeState, signal: CopySignal, turn: Turn): void {
  if (!state.settings['brains.shadow']) return;
  for (const ledger of shadowsOf(state)) {
    fund(state, ledger, turn);
    state.shadowing.set(budgetKey({ signalId: signal.id, leg: 'entry', ledger }), signal);
    askDepth(signal, ledger, turn);
  }
}

function shadowsOf({ model }: TradeState): readonly LedgerId[] {
  const always = [SHADOW_NAIVE, SHADOW_RULES];
  return model.terms === null ? always : [...always, SHADOW_MODEL];
}

/** Each begins with the bankroll. */
function fund(state: TradeState, ledger: LedgerId, turn: Turn): void {
  if (state.ledgers.has(ledger)) return;
  const id = contentId('flow', ['first deposit', ledger]);
  const what = { kind: 'deposit', note: 'first deposit', atMs: turn.atMs } as const;
  const flow = { id, ledger, amount: state.settings.bankroll, ...what };
  ledgerOf(state, ledger).bookFlow(flow);
  turn.record({ kind: 'flow', flow });
}

/** The leader left while books were on their way. */
export function denyWaitingShadows(state: TradeState, left: ExitSignal, turn: Turn): void {
  for (const [key, signal] of state.shadowing) {
    if (signal.wallet !== left.wallet || signal.tokenId !== left.tokenId) continue;
    state.shadowing.delete(key);
    const log = new GateLog();
    log.entry('leaderLeft', false, flag(true, false));
    const outcome = { verdict: 'denied', reason: log.reason, gates: log.results } as const;
    decide(state, { signal, ledger: ledgerOfKey(key), outcome }, turn);
  }
}

/** The ledger that ends a key of a budget. */
export function ledgerOfKey(key: string): LedgerId {
  return key.split('|').slice(2).join('|') as LedgerId;
}

/** Whether anything but shadows is among them. */
export function hasReal(ledgers: Iterable<LedgerId>): boolean {
  for (const ledger of ledgers) if (!isShadow(ledger)) return true;
  return false;
}
