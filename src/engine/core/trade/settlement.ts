import type { ExecutionReport } from '../../domain/execution-report.ts';
import type { Fill } from '../../domain/fill.ts';
import { positionKey } from '../../domain/position.ts';
import { reversalId } from '../../domain/realisation.ts';
import { isSettled, nextSettlementStatus } from '../../domain/settlement-state.ts';
import type { Turn } from '../turn.ts';
import { wakeExits } from './exit-work.ts';
import { ledgerOf, type TradeState } from './state.ts';

/** What the chain says of a fill: it becomes final, or is undone. */
export function onSettlement(
  state: TradeState,
  { fillId, event, transaction }: ExecutionReport & { kind: 'settled' },
  turn: Turn,
): void {
  const fill = state.unsettled.get(fillId);
  if (fill === undefined) return;
  const settlement = nextSettlementStatus(fill.settlement, event);
  if (settlement === null || settlement === fill.settlement) return;
  const moved: Fill = { ...fill, settlement, transaction: transaction ?? fill.transaction };
  turn.record({ kind: 'fill', fill: moved });
  if (settlement === 'failed') undo(state, moved, turn);
  if (isSettled(settlement) || settlement === 'failed') {
    state.unsettled.delete(fillId);
    wakeExits(state, positionKey(moved), turn);
  } else state.unsettled.set(fillId, moved);
}

/** The trade did not happen after all: position and cash go back, and a person hears of it. */
function undo(state: TradeState, fill: Fill, turn: Turn): void {
  const booked = ledgerOf(state, fill.ledger).reverseFill(fill);
  if (booked === null) {
    const detail = `the shares of trade ${fill.id} were sold before its settlement failed`;
    turn.tell({ kind: 'fault', fault: 'reconciliation', detail });
  } else {
    const { id, ledger, wallet, marketId, tokenId } = fill;
    turn.record({ kind: 'position', position: booked.position });
    const realisation = {
      ...{ id: reversalId(id), ledger, wallet, marketId, tokenId },
      ...{ cause: 'reversal' as const, amount: booked.realised, fillId: id },
      ...{ change: booked.change, cash: booked.cash, transaction: null, atMs: turn.atMs },
    };
    // Also where nothing is realised: without a row nobody could tell that it was taken back.
    turn.record({ kind: 'realisation', realisation });
  }
  const { ledger, intentId: subject, wallet, marketId, tokenId, side, quantity, notional } = fill;
  turn.notice(
    'settlementFailed',
    { ledger, subject },
    {
      wallet,
      market: marketId,
      token: tokenId,
      side,
      quantity,
      notional,
      reason: null,
      undone: booked === null ? 0 : 1,
    },
  );
}
