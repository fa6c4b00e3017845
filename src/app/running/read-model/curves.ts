import { CURVE_POINTS_MAX } from '../../../data/store/limits.ts';
import type { Reports } from '../../../engine/contract/reports.ts';
import type { CurvePoint } from '../../../engine/contract/views.ts';
import { equityAtBid } from '../../../engine/core/trade/losses.ts';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Sources } from './sources.ts';

/** The samples since then, and what the ledger is worth now. */
export async function equityCurve(
  sources: Sources,
  ledger: LedgerId,
  sinceMs: AtMs,
): Promise<readonly CurvePoint[]> {
  const points = await sources.reports.equityCurve(ledger, sinceMs);
  const { state } = sources.engine.trade;
  const known = state.ledgers.get(ledger);
  if (known === undefined) return points;
  return untilNow(points, { atMs: sources.nowMs(), value: equityAtBid(state, known) });
}

/** What became final since then, with its last value held until now; nothing for nothing. */
export async function resultCurve(
  sources: Sources,
  query: Parameters<Reports['resultCurve']>[0],
): Promise<readonly CurvePoint[]> {
  const points = await sources.reports.resultCurve(query);
  const last = points.at(-1);
  if (last === undefined) return points;
  return untilNow(points, { atMs: sources.nowMs(), value: last.value });
}

/** With `now` as the last point, in place of the one before it where there are too many. */
function untilNow(points: readonly CurvePoint[], now: CurvePoint): readonly CurvePoint[] {
  const before = points.filter(({ atMs }) => atMs < now.atMs);
  return [...before.slice(0, CURVE_POINTS_MAX - 1), now];
}
