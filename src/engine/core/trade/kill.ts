import { flag, GateLog } from '../../brain/gates.ts';
import { isLive, type LedgerId } from '../../domain/ids.ts';
import type { Order } from '../../domain/order.ts';
import type { Turn } from '../turn.ts';
import { stopRuns } from './arbitrage-run.ts';
import { moveOrder } from './orders.ts';
import { afterOrder } from './reports.ts';
import { restateDecision } from './sending.ts';
import { budgetKey, type TradeState } from './state.ts';

/**
 * Kill: no automatic order from now on, and everything on its way is taken back. What the venue
 * already has is cancelled there and ends by its report; fills are booked as ever.
 */
export function kill(state: TradeState, reason: string, turn: Turn): void {
  if (state.control.killed === null) {
    state.control = { ...state.control, killed: { reason, atMs: turn.atMs } };
  }
  turn.record({ kind: 'control', control: state.control });
  const stopped = new GateLog();
  stopped.entry('killed', false, flag(true, false));
  let canceled = 0;
  let underway = 0;
  for (const id of [...state.open]) {
    const order = state.orders.get(id);
    if (order?.status !== 'initialized') {
      turn.tell({ kind: 'cancelOrder', intentId: id });
      canceled += 1;
      if (order !== undefined && isLive(order.intent.ledger)) underway += 1;
      continue;
    }
    const denied = moveOrder(state, order, { event: 'denied', reason: 'killed', turn });
    if (denied.intent.leg === 'entry')
      restateDecision(state, { order: denied, log: stopped }, turn);
    afterOrder(state, denied, turn);
    canceled += 1;
  }
  stopRuns(state, turn);
  // Also what is not ours to know of: an order in doubt may rest in the book.
  for (const ledger of state.accounts.keys()) turn.tell({ kind: 'sweep', ledger });
  // Where real money can be open, what is on its way is told apart: only the venue's lists end it.
  const live = state.accounts.size === 0 ? {} : { underway };
  turn.notice('killed', { ledger: null, subject: 'kill' }, { reason, canceled, ...live });
}

/** Read right before bytes leave: why this order may not go; `null` lets it. A person may close. */
export function stopReason(state: TradeState, { intent }: Order): string | null {
  if (state.control.killed === null) return null;
  return state.exits.get(budgetKey(intent))?.signal.cause === 'manual' ? null : 'killed';
}

/** The venue listed nothing open, twice: people who wait for the proof get it. */
export function onSwept(
  { ledger, canceled }: { readonly ledger: LedgerId; readonly canceled: number },
  turn: Turn,
): void {
  turn.notice('nothingOpen', { ledger, subject: 'kill' }, { canceled });
}
