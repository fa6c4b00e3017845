import type { IntegrityFault } from '../../domain/account-event.ts';
import { contentId, isLive } from '../../domain/ids.ts';
import type { Turn } from '../turn.ts';
import { kill } from './kill.ts';
import type { TradeState } from './state.ts';

/** What a kill by itself says, before what was seen. */
export const FAULT_WORDS: Record<IntegrityFault, string> = {
  journal: 'the journal of orders cannot be written',
  clockSkew: 'the clock of this host differs from the venue',
  userFeedStale: "the account's own channel is silent",
  unauthorized: 'the venue refuses the credentials',
  signer: 'the signer has ended',
  reconciliation: 'the venue and our books disagree',
  inDoubt: 'too many orders are in doubt',
  rejects: 'the venue refuses too many orders',
  executor: 'the part that sends orders made a mistake',
};

/**
 * A fault of integrity kills by itself, where real money can move: in live mode, or with a live
 * order on its way. On paper it only keeps live from being switched on.
 */
export function onFault(
  state: TradeState,
  { fault, detail }: { readonly fault: IntegrityFault; readonly detail: string },
  turn: Turn,
): void {
  if (state.control.killed !== null || !isMoneyAtStake(state)) return;
  const reason = `${FAULT_WORDS[fault]}: ${detail}`;
  const commandId = contentId('fault', [fault, detail, turn.atMs]);
  turn.record({
    kind: 'audit',
    entry: {
      ...{ commandId, actor: 'safety', action: 'kill', outcome: 'done', atMs: turn.atMs },
      detail: { fault, detail },
    },
  });
  kill(state, reason, turn);
}

function isMoneyAtStake(state: TradeState): boolean {
  if (state.control.live !== null) return true;
  for (const id of state.open) {
    const order = state.orders.get(id);
    if (order !== undefined && isLive(order.intent.ledger)) return true;
  }
  return false;
}
