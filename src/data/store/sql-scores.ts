import { and, asc, desc, eq, gte, isNotNull, lte, sql } from 'drizzle-orm';
import type { Reports } from '../../engine/contract/reports.ts';
import type { LeaderTrade } from '../../engine/domain/change.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import type { Resolved } from './batch.ts';
import { readingMoments } from './curves.ts';
import {
  CURVE_POINTS_MAX,
  LEADER_TRADE_PAGE_ROWS,
  QUERY_ROWS_MAX,
  RESOLUTION_PAGE_ROWS,
  SCORE_PAGE_ROWS,
} from './limits.ts';
import type { Read } from './read.ts';
import { tradeOf } from './rows.ts';
import { markets } from './schema/markets.ts';
import { trades } from './schema/trades.ts';
import { walletMetrics } from './schema/wallet-metrics.ts';
import { SqlRecords } from './sql-records.ts';

type TradeScope = Parameters<Reports['leaderTrades']>[0];
type ScoreScope = Parameters<Reports['walletScores']>[0];

/** The reports that wallets are scored from, and the scores they had. */
export class SqlScores
  extends SqlRecords
  implements Pick<Reports, 'leaderTrades' | 'resolutionsOf' | 'walletScores'>
{
  leaderTrades(query: TradeScope): AsyncIterable<readonly LeaderTrade[]> {
    return readLeaderTrades(this.read, query);
  }

  resolutionsOf(ids: readonly MarketId[]): Promise<readonly Resolved[]> {
    return readResolutions(this.read, ids);
  }

  walletScores(query: ScoreScope): Promise<readonly WalletScore[]> {
    return readScores(this.read, query);
  }
}

/** Each page begins right behind the last row of the one before, by the index of receipt. */
async function* readLeaderTrades(
  read: Read,
  { sinceMs, wallet }: TradeScope,
): AsyncGenerator<readonly LeaderTrade[], void> {
  const { receivedAtMs, rowOrder } = trades;
  const own = wallet === undefined ? undefined : eq(trades.wallet, wallet);
  const scope = and(own, gte(receivedAtMs, Math.max(0, sinceMs)));
  let rows: (typeof trades.$inferSelect)[] = [];
  do {
    const last = rows.at(-1);
    const behind =
      last === undefined
        ? undefined
        : sql`(${receivedAtMs}, ${rowOrder}) > (${sql.param(last.receivedAtMs, receivedAtMs)}, ${sql.param(last.rowOrder, rowOrder)})`;
    rows = await read((database) =>
      database
        .select()
        .from(trades)
        .where(and(scope, behind))
        .orderBy(asc(receivedAtMs), asc(rowOrder))
        .limit(LEADER_TRADE_PAGE_ROWS),
    );
    if (rows.length > 0) yield rows.map(tradeOf);
  } while (rows.length === LEADER_TRADE_PAGE_ROWS);
}

async function readResolutions(read: Read, ids: readonly MarketId[]): Promise<readonly Resolved[]> {
  const wanted = [...new Set(ids.slice(0, QUERY_ROWS_MAX))];
  const found: Resolved[] = [];
  for (let from = 0; from < wanted.length; from += RESOLUTION_PAGE_ROWS) {
    found.push(...(await readEnds(read, wanted.slice(from, from + RESOLUTION_PAGE_ROWS))));
  }
  return found;
}

async function readEnds(read: Read, wanted: readonly MarketId[]): Promise<readonly Resolved[]> {
  const rows = await read((database) => {
    // A look at the index each: of many at once a planner would rather read the whole table.
    const ended = database
      .select({
        ...{ id: markets.id, payouts: markets.payouts },
        ...{ learnedAtMs: markets.resolvedAtMs, endedAtMs: markets.endedAtMs },
      })
      .from(markets)
      .where(and(eq(markets.id, sql`wanted.id`), isNotNull(markets.payouts)))
      .limit(1)
      .as('ended');
    return database
      .select(ended._.selectedFields)
      .from(sql`unnest(${sql.param(wanted)}::text[]) as wanted(id)`)
      .crossJoinLateral(ended);
  });
  return rows.flatMap(({ id: marketId, payouts, learnedAtMs, endedAtMs }) => {
    const atMs = endedAtMs ?? learnedAtMs;
    return payouts === null || atMs === null ? [] : { resolution: { marketId, payouts }, atMs };
  });
}

async function readScores(
  read: Read,
  { wallet, sinceMs }: ScoreScope,
): Promise<readonly WalletScore[]> {
  const { atMs } = walletMetrics;
  const scope = and(eq(walletMetrics.wallet, wallet), gte(atMs, Math.max(0, sinceMs)));
  const moments = await read((database) =>
    database
      .select({ atMs })
      .from(walletMetrics)
      .where(scope)
      .orderBy(asc(atMs))
      .limit(CURVE_POINTS_MAX + 1),
  );
  const [first] = moments;
  if (first === undefined) return [];
  let asked = moments.map((row) => row.atMs);
  if (asked.length > CURVE_POINTS_MAX) {
    const [last] = await read((database) =>
      database.select({ atMs }).from(walletMetrics).where(scope).orderBy(desc(atMs)).limit(1),
    );
    asked = readingMoments(first.atMs, last?.atMs ?? first.atMs);
  }
  const scores: WalletScore[] = [];
  for (let from = 0; from < asked.length; from += SCORE_PAGE_ROWS) {
    scores.push(...(await readAt(read, scope, asked.slice(from, from + SCORE_PAGE_ROWS))));
  }
  return scores.filter((score, index) => score.atMs !== scores[index - 1]?.atMs);
}

/** The newest score at each of the moments: a look at the index each, however many lie between. */
async function readAt(
  read: Read,
  scope: ReturnType<typeof and>,
  moments: readonly AtMs[],
): Promise<WalletScore[]> {
  const texts = moments.map((moment) => new Date(moment).toISOString());
  const rows = await read((database) => {
    const newest = database
      .select({ score: walletMetrics.score })
      .from(walletMetrics)
      .where(and(scope, lte(walletMetrics.atMs, sql`moment.at`)))
      .orderBy(desc(walletMetrics.atMs))
      .limit(1)
      .as('newest');
    return database
      .select({ score: newest.score })
      .from(sql`unnest(${sql.param(texts)}::timestamptz[]) as moment(at)`)
      .crossJoinLateral(newest)
      .orderBy(asc(sql`moment.at`));
  });
  return rows.map(({ score }) => score);
}
