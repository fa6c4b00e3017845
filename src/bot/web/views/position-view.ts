import type { PositionView } from '../../../engine/contract/views.ts';
import { positionKey } from '../../../engine/domain/position.ts';
import type { Position, Positions, PositionsQuery } from '../contract/positions.ts';
import { ledgerRef, outcomeRef, walletRef } from './refs.ts';
import type { PageSources } from './sources.ts';

export function positionRow(view: PositionView): Position {
  const { position, shortId, average, bid, payout, value, unrealised, unsettled } = view;
  return {
    id: positionKey(position),
    shortId,
    ledger: ledgerRef(position.ledger),
    outcome: outcomeRef(view.outcome),
    wallet: walletRef(view.wallet),
    quantity: position.quantity,
    cost: position.cost,
    average,
    bid,
    payout,
    value,
    unrealised,
    unsettled,
    realised: position.realised,
    fees: position.fees,
    openedAtMs: position.openedAtMs,
  };
}

/** Open positions, largest first. */
export function positionsPage({ queries }: PageSources, { ledger }: PositionsQuery): Positions {
  const rows = queries.positions().map(positionRow);
  const wanted = ledger === undefined ? rows : rows.filter((row) => row.ledger.id === ledger);
  return { atMs: queries.nowMs(), positions: wanted };
}
