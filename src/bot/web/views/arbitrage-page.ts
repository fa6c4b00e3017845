import type { Decision as DecisionOf } from '../../../engine/domain/decision.ts';
import type { Signal } from '../../../engine/domain/signal.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import type {
  ArbitrageHistory,
  Lag,
  Lags,
  Opportunities,
  Pairs,
  PairsQuery,
  PastQuery,
  Strategies,
} from '../contract/arbitrage.ts';
import { decisionRow } from './decision-view.ts';
import type { PageSources } from './sources.ts';

/** How far back price lags are looked for, among so many decisions. */
const LAGS_DAYS = 7;
const SEARCHED_MAX = 1_000;

/** Open now, from memory. */
export function opportunitiesPage({ queries, arbitrage }: PageSources): Opportunities {
  return {
    available: arbitrage !== null,
    atMs: queries.nowMs(),
    opportunities: arbitrage?.opportunities() ?? [],
    best: arbitrage?.best() ?? null,
  };
}

/** @throws UnavailableError */
export async function arbitrageHistoryPage(
  { queries, arbitrage }: PageSources,
  { limit }: PastQuery,
): Promise<ArbitrageHistory> {
  const history = (await arbitrage?.history(limit)) ?? [];
  return { available: arbitrage !== null, atMs: queries.nowMs(), history };
}

/** @throws UnavailableError */
export async function pairsPage(
  { queries, arbitrage }: PageSources,
  query: PairsQuery,
): Promise<Pairs> {
  const pairs = (await arbitrage?.pairs(query)) ?? [];
  return { available: arbitrage !== null, atMs: queries.nowMs(), pairs };
}

/** @throws UnavailableError */
export async function strategiesPage({ queries, arbitrage }: PageSources): Promise<Strategies> {
  const strategies = (await arbitrage?.strategies()) ?? [];
  return { available: arbitrage !== null, atMs: queries.nowMs(), strategies };
}

/** Price lags that were found, newest first. @throws UnavailableError */
export async function lagsPage(sources: PageSources, { limit }: PastQuery): Promise<Lags> {
  const { queries } = sources;
  const nowMs = queries.nowMs();
  const sinceMs = nowMs - LAGS_DAYS * DAY_MS;
  const found = (await queries.decisions({ limit: SEARCHED_MAX, sinceMs }))
    .filter(({ signalKind }) => signalKind === 'price_lag')
    .slice(0, limit);
  const signals = await queries.signals(found.map(({ signalId }) => signalId));
  const evidence = new Map(signals.map((one) => [one.id, one]));
  const lags = found.map((one) => lagRow(sources, one, evidence.get(one.signalId)));
  return { available: true, atMs: nowMs, lags };
}

function lagRow({ names }: PageSources, decision: DecisionOf, signal: Signal | undefined): Lag {
  const evidence = signal?.kind === 'price_lag' ? signal.evidence : null;
  return {
    decision: decisionRow(decision, names),
    symbol: evidence?.symbol ?? null,
    spot: evidence?.spot ?? null,
    feed: evidence?.feed ?? null,
    estimated: evidence?.estimated ?? null,
    fair: evidence?.fair ?? null,
    band: evidence?.band ?? null,
    ask: evidence?.ask ?? null,
    edge: evidence?.edge ?? null,
    movedAtMs: evidence?.movedAtMs ?? null,
  };
}
