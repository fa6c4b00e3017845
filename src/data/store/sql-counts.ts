import { and, count, desc, eq, inArray, notLike, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type {
  DecisionCount,
  DecisionScope,
  FillSum,
  LeaderTradeStats,
  RealisedSum,
  SkipCount,
} from '../../engine/contract/reports.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { LedgerId, WalletAddress } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Read } from './read.ts';
import {
  mergedDecisionCounts,
  mergedFillSums,
  mergedRealised,
  mergedSkips,
  TRADE_KINDS,
} from './report-order.ts';
import { decisions } from './schema/decisions.ts';
import { fills } from './schema/fills.ts';
import { realisations } from './schema/realisations.ts';
import { trades } from './schema/trades.ts';
import { inSlices } from './slices.ts';

const SHADOWS = 'shadow:%';

export async function countSkips(read: Read, scope: DecisionScope): Promise<SkipCount[]> {
  const parts = await inSlices(read, countedDecisions(scope), (rows) =>
    read((database) =>
      database
        .select({ gate: decisions.reason, count: count() })
        .from(decisions)
        .where(and(rows, eq(decisions.verdict, 'denied')))
        .groupBy(decisions.reason),
    ),
  );
  return mergedSkips(
    parts.flatMap(({ gate, ...rest }) => (gate === null ? [] : [{ gate, ...rest }])),
  );
}

export async function countDecisions(read: Read, scope: DecisionScope): Promise<DecisionCount[]> {
  const { signalKind, verdict } = decisions;
  const parts = await inSlices(read, countedDecisions(scope), (rows) =>
    read((database) =>
      database
        .select({ signalKind, verdict, count: count() })
        .from(decisions)
        .where(rows)
        .groupBy(signalKind, verdict),
    ),
  );
  return mergedDecisionCounts(parts);
}

/** Of one ledger, or of all that are no shadow. */
export function inLedger(column: PgColumn, ledger: LedgerId | undefined): SQL | undefined {
  return ledger === undefined ? notLike(column, SHADOWS) : eq(column, ledger);
}

/** The part of a scope that is not a time. */
export function decisionsIn({ wallet, ledger }: Partial<DecisionScope>): SQL | undefined {
  return and(
    wallet === undefined ? undefined : eq(decisions.wallet, wallet),
    inLedger(decisions.ledger, ledger),
  );
}

function countedDecisions(scope: DecisionScope) {
  const { sinceMs } = scope;
  return { table: decisions, at: decisions.atMs, sinceMs, scope: decisionsIn(scope) };
}

export async function countLeaderTrades(
  read: Read,
  wallet: WalletAddress,
  sinceMs: AtMs,
): Promise<LeaderTradeStats> {
  const scope = and(eq(trades.wallet, wallet), inArray(trades.kind, TRADE_KINDS));
  const counted = { table: trades, at: trades.tradedAtMs, sinceMs, scope };
  const counts = await inSlices(read, counted, (rows) =>
    read((database) => database.select({ count: count() }).from(trades).where(rows)),
  );
  const [newest] = await read((database) =>
    database
      .select({ atMs: trades.tradedAtMs })
      .from(trades)
      .where(scope)
      .orderBy(desc(trades.tradedAtMs))
      .limit(1),
  );
  const total = counts.reduce((sum, part) => sum + part.count, 0);
  return { count: total, lastAtMs: newest?.atMs ?? null };
}

export async function sumFills(
  read: Read,
  { sinceMs, ledger }: { readonly sinceMs: AtMs; readonly ledger?: LedgerId },
): Promise<FillSum[]> {
  const scope = inLedger(fills.ledger, ledger);
  const counted = { table: fills, at: fills.atMs, sinceMs, scope };
  const parts = await inSlices(read, counted, (rows) =>
    read((database) =>
      database
        .select({
          ledger: fills.ledger,
          wallet: fills.wallet,
          fills: count(),
          bought: notionalOf('buy'),
          sold: notionalOf('sell'),
          fees: sql`sum(${fills.fee})`.mapWith(fills.fee),
        })
        .from(fills)
        .where(rows)
        .groupBy(fills.ledger, fills.wallet),
    ),
  );
  return mergedFillSums(parts);
}

export async function sumRealised(
  read: Read,
  { sinceMs, ledger }: { readonly sinceMs: AtMs; readonly ledger: LedgerId },
): Promise<RealisedSum[]> {
  const { wallet, amount, atMs } = realisations;
  const scope = eq(realisations.ledger, ledger);
  const counted = { table: realisations, at: atMs, sinceMs, scope };
  const parts = await inSlices(read, counted, (rows) =>
    read((database) =>
      database
        .select({ wallet, amount: sql`sum(${amount})`.mapWith(amount) })
        .from(realisations)
        .where(rows)
        .groupBy(wallet),
    ),
  );
  return mergedRealised(parts);
}

function notionalOf(side: Fill['side']) {
  const sum = sql`coalesce(sum(${fills.notional}) filter (where ${eq(fills.side, side)}), 0)`;
  return sum.mapWith(fills.notional);
}
