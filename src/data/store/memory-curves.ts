import type { Reports } from '../../engine/contract/reports.ts';
import type { CurvePoint } from '../../engine/contract/views.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { type Money, subtractMoney, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { addedUp, distinctPoints, partOf, readingMoments, spanOf } from './curves.ts';
import { inTimeOrder } from './key-order.ts';
import { CURVE_POINTS_MAX } from './limits.ts';
import type { MemoryTables } from './memory-snapshot.ts';

export function equityCurveIn(
  tables: MemoryTables,
  ledger: LedgerId,
  sinceMs: AtMs,
): readonly CurvePoint[] {
  const own = [...tables.equity.values()].filter(
    (sample) => sample.ledger === ledger && sample.atMs >= sinceMs,
  );
  const points = inTimeOrder(own, (sample) => sample.atMs).map(({ atMs, equity }) => ({
    atMs,
    value: equity,
  }));
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= CURVE_POINTS_MAX) return points;
  let next = 0;
  const read = readingMoments(first.atMs, last.atMs).map((moment) => {
    while ((points[next + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= moment) next += 1;
    return points[next] ?? last;
  });
  return distinctPoints(read);
}

export function resultCurveIn(
  tables: MemoryTables,
  query: Parameters<Reports['resultCurve']>[0],
): readonly CurvePoint[] {
  const moves: { readonly atMs: AtMs; readonly amount: Money }[] = [];
  for (const row of tables.realisations.values()) if (isOf(query, row)) moves.push(row);
  for (const { fee, ...row } of tables.fills.values()) {
    if (isOf(query, row)) moves.push({ atMs: row.atMs, amount: subtractMoney(ZERO_MONEY, fee) });
  }
  const span = spanOf(moves.map(({ atMs }) => ({ rows: 1, firstMs: atMs, lastMs: atMs })));
  if (span === null) return [];
  return addedUp(moves.map(({ atMs, amount }) => ({ key: partOf(atMs, span), atMs, amount })));
}

function isOf(
  { ledger, sinceMs, wallet }: Parameters<Reports['resultCurve']>[0],
  row: { readonly ledger: string; readonly atMs: AtMs; readonly wallet: string | null },
): boolean {
  const isAsked = wallet === undefined || row.wallet === wallet;
  return row.ledger === ledger && row.atMs >= sinceMs && isAsked;
}
