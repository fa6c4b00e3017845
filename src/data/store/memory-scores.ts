import type { Reports } from '../../engine/contract/reports.ts';
import type { LeaderTrade } from '../../engine/domain/change.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { Resolved } from './batch.ts';
import { readingMoments } from './curves.ts';
import { inTimeOrder } from './key-order.ts';
import { CURVE_POINTS_MAX, LEADER_TRADE_PAGE_ROWS, QUERY_ROWS_MAX } from './limits.ts';
import type { MemoryTables } from './memory-snapshot.ts';

export async function* leaderTradesIn(
  tables: MemoryTables,
  { sinceMs, wallet }: Parameters<Reports['leaderTrades']>[0],
): AsyncGenerator<readonly LeaderTrade[], void> {
  const own = [...tables.leaderTrades.values()].filter(
    (row) => row.receivedAtMs >= sinceMs && (wallet === undefined || row.event.wallet === wallet),
  );
  const rows = inTimeOrder(own, (row) => row.receivedAtMs);
  for (let from = 0; from < rows.length; from += LEADER_TRADE_PAGE_ROWS) {
    yield rows.slice(from, from + LEADER_TRADE_PAGE_ROWS);
  }
}

export function resolutionsIn(tables: MemoryTables, ids: readonly MarketId[]): readonly Resolved[] {
  const wanted = new Set(ids.slice(0, QUERY_ROWS_MAX));
  return [...wanted].flatMap((id) => {
    const known = tables.resolutions.get(id);
    return known === undefined
      ? []
      : { resolution: known.resolution, atMs: known.endedAtMs ?? known.atMs };
  });
}

export function walletScoresIn(
  tables: MemoryTables,
  { wallet, sinceMs }: Parameters<Reports['walletScores']>[0],
): readonly WalletScore[] {
  const own = [...tables.walletScores.values()].filter(
    (score) => score.wallet === wallet && score.atMs >= sinceMs,
  );
  const scores = inTimeOrder(own, (score) => score.atMs);
  const [first] = scores;
  const last = scores.at(-1);
  if (first === undefined || last === undefined || scores.length <= CURVE_POINTS_MAX) return scores;
  let next = 0;
  const read = readingMoments(first.atMs, last.atMs).map((moment) => {
    while ((scores[next + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= moment) next += 1;
    return scores[next] ?? last;
  });
  return read.filter((score, index) => score.atMs !== read[index - 1]?.atMs);
}
