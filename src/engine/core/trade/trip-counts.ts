import type { LedgerId } from '../../domain/ids.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import type { TradeState } from './state.ts';

/** Orders in doubt at a time that are one too many: the venue, or our way to it, is broken. */
export const IN_DOUBT_MAX = 3;
/** Orders refused by the venue within a minute that are one too many. */
export const REJECTS_PER_MINUTE_MAX = 5;

/** An order went into doubt: a few may, many may not. */
export function countDoubts(state: TradeState, turn: Turn): void {
  let doubts = 0;
  for (const id of state.open) if (state.orders.get(id)?.status === 'inDoubt') doubts += 1;
  if (doubts > IN_DOUBT_MAX)
    turn.tell({ kind: 'fault', fault: 'inDoubt', detail: `${doubts} orders` });
}

/** The venue refused a live order. */
export function countReject(state: TradeState, ledger: LedgerId, turn: Turn): void {
  const account = state.accounts.get(ledger);
  if (account === undefined) return;
  account.rejectsAtMs = account.rejectsAtMs.filter((atMs) => atMs > turn.atMs - MINUTE_MS);
  account.rejectsAtMs.push(turn.atMs);
  const { length } = account.rejectsAtMs;
  if (length > REJECTS_PER_MINUTE_MAX) {
    turn.tell({ kind: 'fault', fault: 'rejects', detail: `${length} within a minute` });
  }
}
