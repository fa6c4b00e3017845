import type { LedgerView, StatusView } from '../../../engine/contract/views.ts';
import { equityAtBid, gainOf } from '../../../engine/core/trade/losses.ts';
import type { Ledger } from '../../../engine/domain/ledger.ts';
import { localDay } from '../../../engine/domain/time.ts';
import {
  type Money,
  money,
  subtractMoney,
  ZERO_MONEY,
} from '../../../engine/domain/values/money.ts';
import type { Sources } from './sources.ts';

/** What the counts of one day are made of; kept by the service as decisions pass. */
export type DayCounts = StatusView['today'];

/** Everything about the whole, from memory alone: it answers while the database does not. */
export function statusView(sources: Sources, today: DayCounts): StatusView {
  const { state } = sources.engine.trade;
  const wallets = [...state.wallets.values()];
  return {
    version: sources.version,
    mode: state.control.live === null ? 'paper' : 'live',
    atMs: sources.nowMs(),
    startedAtMs: sources.startedAtMs,
    control: state.control,
    ledgers: [...state.ledgers.values()].map((ledger) => ledgerView(sources, ledger)),
    accounts: [...state.accounts],
    feeds: sources.feeds(),
    books: sources.engine.market.bookCounts(),
    wallets: {
      followed: wallets.length,
      enabled: wallets.filter((wallet) => wallet.enabled).length,
    },
    today,
    database: sources.database(),
    reach: sources.reach(),
  };
}

function ledgerView(sources: Sources, ledger: Ledger): LedgerView {
  const { state } = sources.engine.trade;
  const { cash, cost, reserved } = ledger.totals();
  const equity = equityAtBid(state, ledger);
  return {
    ledger: ledger.id,
    cash,
    equity,
    today: gainToday(sources, ledger),
    todayNet: netToday(sources, ledger),
    peakEquity: state.marks.get(ledger.id)?.peakEquity ?? equity,
    openPositions: ledger.openPositions.length,
    atCost: cost,
    reserved,
  };
}

/** What equity gained since local midnight, without what was put in or taken out. */
function gainToday({ engine, nowMs }: Sources, ledger: Ledger): Money {
  const { state } = engine.trade;
  const mark = state.marks.get(ledger.id);
  if (mark?.day !== localDay(nowMs(), state.settings.timeZone)) return ZERO_MONEY;
  return subtractMoney(gainOf(state, ledger), mark.gainAtDayStart);
}

/** Realised less fees since local midnight: what the daily loss limit is measured on. */
function netToday({ engine, nowMs }: Sources, ledger: Ledger): Money {
  const { state } = engine.trade;
  const mark = state.marks.get(ledger.id);
  if (mark?.day !== localDay(nowMs(), state.settings.timeZone)) return ZERO_MONEY;
  const { realised, fees } = ledger.totals();
  return money(realised - fees - mark.netAtDayStart);
}
