import type { TradeState } from '../../../engine/core/trade/state.ts';
import { isLive } from '../../../engine/domain/ids.ts';
import type { Ledger } from '../../../engine/domain/ledger.ts';

/** All ledgers, the one that entries go to first. */
export function ledgersInOrder({ ledgers, control }: TradeState): readonly Ledger[] {
  const isFirst = (ledger: Ledger): boolean => isLive(ledger.id) === (control.live !== null);
  return [...ledgers.values()].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}
