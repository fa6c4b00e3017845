import type { Booking, Reports } from '../../engine/contract/reports.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { inPages, type Placed } from './booking-order.ts';
import { inKeyOrder, inTimeOrder } from './key-order.ts';
import { BOOKING_PAGE_ROWS } from './limits.ts';
import type { MemoryTables } from './memory-snapshot.ts';

type BookingScope = Parameters<Reports['bookings']>[0];

export function bookedLedgersIn(tables: MemoryTables): readonly LedgerId[] {
  const ledgers = new Set<LedgerId>();
  for (const table of [tables.fills, tables.realisations, tables.flows]) {
    for (const { ledger } of table.values()) ledgers.add(ledger);
  }
  return inKeyOrder(ledgers, (ledger) => ledger);
}

export async function* bookingsIn(
  tables: MemoryTables,
  query: BookingScope,
): AsyncGenerator<readonly Booking[], void> {
  const unsold = [...tables.realisations.values()].filter(({ cause }) => cause !== 'sale');
  const sources = [
    placed(tables.fills.values(), query, (fill) => {
      const realised = tables.realisations.get(fill.id)?.amount ?? ZERO_MONEY;
      return { kind: 'fill', fill, realised };
    }),
    placed(unsold, query, (realisation) => {
      const { cause, fillId } = realisation;
      if (cause === 'payout' || cause === 'merge') return { kind: 'payout', realisation };
      const fill = tables.fills.get(fillId ?? '') ?? null;
      return { kind: 'reversal', fill, realisation };
    }),
    placed(tables.flows.values(), query, (flow) => ({ kind: 'flow', flow })),
  ];
  yield* inPages(sources.map(given), BOOKING_PAGE_ROWS);
}

function placed<Row extends { readonly ledger: LedgerId; readonly atMs: AtMs }>(
  rows: Iterable<Row>,
  { ledger, sinceMs, beforeMs = Number.POSITIVE_INFINITY }: BookingScope,
  bookingOf: (row: Row) => Booking,
): readonly Placed[] {
  const own = [...rows].filter(
    (row) => row.ledger === ledger && row.atMs >= sinceMs && row.atMs < beforeMs,
  );
  return inTimeOrder(own, (row) => row.atMs).map((row) => {
    return { atMs: row.atMs, booking: bookingOf(row) };
  });
}

async function* given(rows: readonly Placed[]): AsyncGenerator<Placed, void> {
  yield* rows;
}
