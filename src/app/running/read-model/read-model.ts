import type { Queries } from '../../../engine/contract/queries.ts';
import { UnavailableError } from '../../../engine/contract/queries.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { SettingDefinition } from '../../../engine/domain/setting-kinds.ts';
import { SETTING_KEYS, SETTINGS } from '../../../engine/domain/settings.ts';
import { judgeMarket } from '../../../engine/intelligence/filters/market-filters.ts';
import { exportFiles } from '../../export/export-files.ts';
import { arbitrageView, pairOf, pairViews, pastOpportunities, twinsOf } from './arbitrage.ts';
import { brainsView } from './brains.ts';
import { equityCurve, resultCurve } from './curves.ts';
import { decisionView } from './decisions.ts';
import { findMarkets } from './market-search.ts';
import { marketLook } from './market-views.ts';
import { pnlViews } from './pnl.ts';
import {
  fillViews,
  openOrderViews,
  orderLifeView,
  orderViews,
  positionViews,
} from './portfolio.ts';
import { scoreHistory } from './scores.ts';
import type { Sources } from './sources.ts';
import { type DayCounts, statusView } from './status.ts';
import { topViews } from './top.ts';
import { WalletBoard } from './wallet-board.ts';
import { findWallet, walletView } from './wallets.ts';

/** Answers what people ask: from memory where it can, from the database's reports where it must. */
export function createReadModel(sources: Sources, today: () => DayCounts): Queries {
  const { engine, reports } = sources;
  const { state } = engine.trade;
  const board = new WalletBoard(sources);
  return {
    nowMs: () => sources.nowMs(),
    timeZone: () => state.settings.timeZone,
    settings: () => state.settings,
    status: () => statusView(sources, today),
    positions: (ledger) => positionViews(sources, ledger),
    wallets: () => [...state.wallets.values()],
    wallet: (address) => stored(() => walletView(sources, address)),
    findWallet: (text) => findWallet(sources, text),
    leading: (limit) => sources.leadingWallets(limit),
    filters: () => [...state.filters.values()],
    allowed: (market, filters) => judgeMarket(filters, market).allowed,
    market: (id) => state.markets.get(id) ?? null,
    categories: () => categoriesOf(state.markets.values()),
    findMarkets: (text, limit) => findMarkets(sources, text, limit),
    lookAtMarket: (market, sinceMs) => marketLook(sources, market, sinceMs),
    findKalshi: (text, limit) => sources.searchKalshi(text, limit),
    arbitrage: () => arbitrageView(sources),
    arbitrageHistory: (limit) => stored(() => pastOpportunities(sources, limit)),
    pair: (number) => pairOf(sources, number),
    pairs: (scope) => pairViews(sources, scope),
    twins: (market) => twinsOf(sources, market),
    ruleText: (market) => sources.ruleText(market),
    fills: (limit) => stored(() => fillViews(sources, limit)),
    openOrders: () => openOrderViews(sources),
    orders: (limit, only) =>
      stored(async () => orderViews(sources, await reports.recentOrders({ limit, ...only }))),
    order: (id) =>
      stored(async () => {
        const order = await reports.orderByPrefix(id);
        return order === null ? null : orderLifeView(sources, order);
      }),
    decisions: (query) => stored(() => reports.recentDecisions(query)),
    signals: (ids) => stored(() => reports.signalsById(ids)),
    decision: (id) => stored(() => decisionView(sources, id)),
    skips: (sinceMs, wallet) =>
      stored(() => reports.skipCounts({ sinceMs, ...(wallet === undefined ? {} : { wallet }) })),
    pnl: (sinceMs) => stored(() => pnlViews(sources, sinceMs)),
    brains: (sinceMs, untilMs) => stored(() => brainsView(sources, { sinceMs, untilMs })),
    equityCurve: (ledger, sinceMs) => stored(() => equityCurve(sources, ledger, sinceMs)),
    resultCurve: (query) => stored(() => resultCurve(sources, query)),
    top: () => stored(() => topViews(sources)),
    walletBoard: () => board.view(),
    scoreHistory: (address, sinceMs) => stored(() => scoreHistory(sources, address, sinceMs)),
    settingList: () =>
      SETTING_KEYS.map((key) => {
        const { initial, does, expects }: SettingDefinition<unknown> = SETTINGS[key];
        const value = state.settingTexts[key] ?? initial;
        return { key, value, initial, about: does, expects };
      }),
    audit: (limit) => stored(() => reports.recentAudit(limit)),
    exportFiles: (year) => stored(() => exportFiles(reports, year)),
  };
}

/** Tags of these markets, those of most markets first. */
function categoriesOf(markets: Iterable<Market>): readonly string[] {
  const counts = new Map<string, number>();
  for (const { categories } of markets) {
    for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([category]) => category);
}

/** @throws UnavailableError when the database does not answer. */
async function stored<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError(
      'The database does not answer; /status, /positions and /kill work without it',
      { cause },
    );
  }
}
