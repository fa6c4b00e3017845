import { flag, GateLog } from '../../brain/gates.ts';
import type { Turn } from '../turn.ts';
import { moveOrder } from './orders.ts';
import { afterOrder } from './reports.ts';
import { restateDecision } from './sending.ts';
import type { TradeState } from './state.ts';

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
  for (const id of [...state.open]) {
    const order = state.orders.get(id);
    if (order?.status !== 'initialized') {
      turn.tell({ kind: 'cancelOrder', intentId: id });
      canceled += 1;
      continue;
    }
    const denied = moveOrder(state, order, { event: 'denied', reason: 'killed', turn });
    if (denied.intent.leg === 'entry')
      restateDecision(state, { order: denied, log: stopped }, turn);
    afterOrder(state, denied, turn);
    canceled += 1;
  }
  turn.notice('killed', { ledger: null, subject: 'kill' }, { reason, canceled });
}
