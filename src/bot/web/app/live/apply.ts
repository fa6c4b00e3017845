import type { Changed, Delta, Snapshot } from '../../contract/live.ts';

/** Decisions that are kept for the screen; older ones are asked for. */
const DECISIONS_MAX = 200;

interface Row {
  readonly id: string;
}

/** `rows` with a change: known ones stay where they are, new ones go `to` the front or the end. */
export function changedRows<Of extends Row>(
  rows: readonly Of[],
  change: Changed<Of> | null,
  to: 'front' | 'end',
): readonly Of[] {
  if (change === null || (change.put.length === 0 && change.gone.length === 0)) return rows;
  const gone = new Set(change.gone);
  const put = new Map(change.put.map((row) => [row.id, row]));
  const kept = rows
    .filter((row) => !gone.has(row.id) || put.has(row.id))
    .map((row) => {
      const now = put.get(row.id);
      if (now !== undefined) put.delete(row.id);
      return now ?? row;
    });
  const added = [...put.values()];
  return to === 'front' ? [...added, ...kept] : [...kept, ...added];
}

/**
 * What holds after a delta. What did not change stays the same object, so that nothing of it is
 * drawn again.
 */
export function applyDelta(state: Snapshot, delta: Delta): Snapshot {
  return {
    seq: delta.seq,
    overview: delta.overview === null ? state.overview : withFields(state.overview, delta.overview),
    positions: changedRows(state.positions, delta.positions, 'end'),
    orders: changedRows(state.orders, delta.orders, 'front'),
    decisions: changedRows(state.decisions, delta.decisions, 'front').slice(0, DECISIONS_MAX),
    opportunities: changedRows(state.opportunities, delta.opportunities, 'end'),
  };
}

function withFields(
  overview: Snapshot['overview'],
  changed: NonNullable<Delta['overview']>,
): Snapshot['overview'] {
  const known = Object.entries(changed).filter(([, value]) => value !== undefined);
  return { ...overview, ...Object.fromEntries(known) };
}

/** Whether `delta` is the next after `state`; else something between is missing. */
export function isNext(state: Snapshot, delta: Delta): boolean {
  return delta.seq === state.seq + 1;
}
