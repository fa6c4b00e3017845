import {
  and,
  asc,
  desc,
  eq,
  exists,
  getTableColumns,
  gt,
  gte,
  isNotNull,
  isNull,
  ne,
  notExists,
  notLike,
  or,
} from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { filterKey } from '../../engine/domain/market-filter.ts';
import { type MarketPair, pairKey } from '../../engine/domain/market-pair.ts';
import { positionKey } from '../../engine/domain/position.ts';
import {
  type EngineSnapshot,
  SILENCE_CURSOR,
  SNAPSHOT_WINDOW_MS,
} from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { ZERO_QUANTITY } from '../../engine/domain/values/money.ts';
import { leaderHoldingKey } from './batch.ts';
import { inKeyOrder } from './key-order.ts';
import { controlOf, flowOf, marketOf, positionOf, tradeOf } from './rows.ts';
import { audit } from './schema/audit.ts';
import { consultations } from './schema/consultations.ts';
import { control } from './schema/control.ts';
import { cursors } from './schema/cursors.ts';
import { decisions } from './schema/decisions.ts';
import { flows } from './schema/flows.ts';
import { leaderHoldings } from './schema/leader-holdings.ts';
import { ledgerMarks } from './schema/ledger-marks.ts';
import { marketFilters } from './schema/market-filters.ts';
import { marketMappings } from './schema/market-mappings.ts';
import { markets } from './schema/markets.ts';
import { positions } from './schema/positions.ts';
import { settings } from './schema/settings.ts';
import { signals } from './schema/signals.ts';
import { trades } from './schema/trades.ts';
import { walletMetrics } from './schema/wallet-metrics.ts';
import { walletStandings } from './schema/wallet-standings.ts';
import { wallets } from './schema/wallets.ts';
import { copySignalOf } from './signal-rows.ts';
import { readOrders, readRealisations } from './snapshot-orders.ts';
import { LIMIT, whole } from './snapshot-rows.ts';

/** Reads a snapshot within the caller's transaction. @throws StoreError when a list is too long. */
export async function readSnapshot(database: NodePgDatabase, atMs: AtMs): Promise<EngineSnapshot> {
  const sinceMs = Math.max(0, atMs - SNAPSHOT_WINDOW_MS);
  return {
    ...(await readRules(database)),
    ...(await readStandings(database)),
    ...(await readMarkets(database, sinceMs)),
    ...(await readLeaders(database, sinceMs)),
    ...(await readOrders(database, sinceMs)),
    realisations: await readRealisations(database, sinceMs),
    ...(await readLedgers(database)),
    pairs: await readPairs(database),
    modelSpendings: await readSpendings(database, sinceMs),
    silence: await readSilence(database),
    commandIds: await readCommandIds(database, sinceMs),
    takenAtMs: atMs,
  };
}

async function readSpendings(
  database: NodePgDatabase,
  sinceMs: AtMs,
): Promise<EngineSnapshot['modelSpendings']> {
  const { tokens, cost, atMs } = consultations;
  const rows = await database
    .select({ tokens, cost, atMs })
    .from(consultations)
    .where(gte(atMs, sinceMs))
    .orderBy(asc(atMs), asc(consultations.id))
    .limit(LIMIT);
  return whole(rows);
}

async function readSilence(database: NodePgDatabase): Promise<string | null> {
  const ours = eq(cursors.name, SILENCE_CURSOR);
  const [row] = await database.select().from(cursors).where(ours).limit(1);
  return row?.value ?? null;
}

async function readRules(
  database: NodePgDatabase,
): Promise<Pick<EngineSnapshot, 'control' | 'settings' | 'wallets' | 'filters'>> {
  const [controlRow] = await database.select().from(control).limit(1);
  const newest = await database
    .selectDistinctOn([settings.key])
    .from(settings)
    .orderBy(asc(settings.key), desc(settings.version))
    .limit(LIMIT);
  const followed = await database.select().from(wallets).limit(LIMIT);
  const filters = await database.select().from(marketFilters).limit(LIMIT);
  return {
    control: controlOf(controlRow),
    settings: whole(newest).sort((a, b) => a.version - b.version),
    wallets: inKeyOrder(whole(followed), (row) => row.address),
    filters: inKeyOrder(whole(filters), filterKey),
  };
}

/** Of followed wallets: a look at the index each, however long the past of their scores is. */
async function readStandings(
  database: NodePgDatabase,
): Promise<Pick<EngineSnapshot, 'walletScores' | 'walletStandings'>> {
  const newest = database
    .select({ score: walletMetrics.score })
    .from(walletMetrics)
    .where(eq(walletMetrics.wallet, wallets.address))
    .orderBy(desc(walletMetrics.atMs))
    .limit(1)
    .as('newest');
  const scoreRows = await database
    .select({ score: newest.score })
    .from(wallets)
    .crossJoinLateral(newest)
    .limit(LIMIT);
  const standings = await database
    .select(getTableColumns(walletStandings))
    .from(walletStandings)
    .innerJoin(wallets, eq(wallets.address, walletStandings.wallet))
    .limit(LIMIT);
  const scores = whole(scoreRows).map(({ score }) => score);
  return {
    walletScores: inKeyOrder(scores, ({ wallet }) => wallet),
    walletStandings: inKeyOrder(whole(standings), ({ wallet }) => wallet),
  };
}

/** All of them: how many there are has a limit in the core. */
async function readPairs(database: NodePgDatabase): Promise<readonly MarketPair[]> {
  const rows = await database.select().from(marketMappings).limit(LIMIT);
  return inKeyOrder(whole(rows), pairKey);
}

async function readMarkets(
  database: NodePgDatabase,
  sinceMs: AtMs,
): Promise<Pick<EngineSnapshot, 'markets' | 'resolutions'>> {
  const held = exists(
    database
      .select({ marketId: positions.marketId })
      .from(positions)
      .where(and(eq(positions.marketId, markets.id), gt(positions.quantity, ZERO_QUANTITY))),
  );
  const unresolved = and(isNull(markets.payouts), ne(markets.status, 'resolved'));
  const listed = await database
    .select()
    .from(markets)
    .where(and(isNotNull(markets.venue), or(unresolved, held)))
    .limit(LIMIT);
  const resolved = await database
    .select({ marketId: markets.id, payouts: markets.payouts })
    .from(markets)
    .where(and(isNotNull(markets.payouts), or(held, gte(markets.resolvedAtMs, sinceMs))))
    .limit(LIMIT);
  return {
    markets: inKeyOrder(whole(listed), (row) => row.id).flatMap((row) => marketOf(row) ?? []),
    resolutions: inKeyOrder(whole(resolved), (row) => row.marketId).flatMap(
      ({ marketId, payouts }) => (payouts === null ? [] : { marketId, payouts }),
    ),
  };
}

async function readLeaders(
  database: NodePgDatabase,
  sinceMs: AtMs,
): Promise<Pick<EngineSnapshot, 'leaderTrades' | 'leaderHoldings' | 'signalIds' | 'undecided'>> {
  const tradeRows = await database
    .select()
    .from(trades)
    .where(gte(trades.receivedAtMs, sinceMs))
    .orderBy(trades.receivedAtMs, trades.rowOrder)
    .limit(LIMIT);
  const holdings = await database.select().from(leaderHoldings).limit(LIMIT);
  const signalRows = await database
    .select({ id: signals.id })
    .from(signals)
    .where(gte(signals.receivedAtMs, sinceMs))
    .orderBy(signals.receivedAtMs, signals.rowOrder)
    .limit(LIMIT);
  return {
    leaderTrades: whole(tradeRows).map(tradeOf),
    leaderHoldings: inKeyOrder(whole(holdings), leaderHoldingKey),
    signalIds: whole(signalRows).map((row) => row.id),
    undecided: whole(await readUndecided(database, sinceMs)).map(copySignalOf),
  };
}

function readUndecided(database: NodePgDatabase, sinceMs: AtMs) {
  const decided = database
    .select({ signalId: decisions.signalId })
    .from(decisions)
    .where(and(eq(decisions.signalId, signals.id), notLike(decisions.ledger, 'shadow:%')));
  return database
    .select()
    .from(signals)
    .where(and(eq(signals.kind, 'copy'), gte(signals.receivedAtMs, sinceMs), notExists(decided)))
    .orderBy(signals.receivedAtMs, signals.rowOrder)
    .limit(LIMIT);
}

async function readLedgers(
  database: NodePgDatabase,
): Promise<Pick<EngineSnapshot, 'positions' | 'flows' | 'ledgerMarks'>> {
  const positionRows = await database.select().from(positions).limit(LIMIT);
  const flowRows = await database
    .select()
    .from(flows)
    .orderBy(flows.atMs, flows.rowOrder)
    .limit(LIMIT);
  const marks = await database.select().from(ledgerMarks).limit(LIMIT);
  return {
    positions: inKeyOrder(whole(positionRows).map(positionOf), positionKey),
    flows: whole(flowRows).map(flowOf),
    ledgerMarks: inKeyOrder(whole(marks), (row) => row.ledger),
  };
}

async function readCommandIds(database: NodePgDatabase, sinceMs: AtMs): Promise<string[]> {
  const rows = await database
    .select({ commandId: audit.commandId })
    .from(audit)
    .where(gte(audit.atMs, sinceMs))
    .orderBy(audit.atMs, audit.rowOrder)
    .limit(LIMIT);
  return whole(rows).map((row) => row.commandId);
}
