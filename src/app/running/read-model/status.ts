import type { LedgerView, StatusView } from '../../../engine/contract/views.ts';
import { missingOf } from '../../../engine/core/trade/live-account.ts';
import { equityAtBid, gainOf } from '../../../engine/core/trade/losses.ts';
import { isAffordable, usedToday } from '../../../engine/core/trade/model/spending.ts';
import type { Ledger } from '../../../engine/domain/ledger.ts';
import { localDay } from '../../../engine/domain/time.ts';
import {
  type Money,
  money,
  subtractMoney,
  ZERO_MONEY,
} from '../../../engine/domain/values/money.ts';
import { ledgersInOrder } from './ledger-order.ts';
import type { Sources } from './sources.ts';

/** What the counts of one day are made of; kept by the service as decisions pass. */
export type DayCounts = StatusView['today'];

/**
 * Everything about the whole, from memory alone: it answers while the database does not. What takes
 * a look at much is made when it is read: most who ask want to know of kill, pause and mode only,
 * and a command asks several times.
 */
export function statusView(sources: Sources, today: () => DayCounts): StatusView {
  const { state } = sources.engine.trade;
  const wallets = [...state.wallets.values()];
  const feeds = once(() => sources.feeds());
  const ledgers = once(() => ledgersInOrder(state).map((ledger) => ledgerView(sources, ledger)));
  const books = once(() => sources.engine.market.bookCounts());
  const counts = once(today);
  return {
    version: sources.version,
    mode: state.control.live === null ? 'paper' : 'live',
    atMs: sources.nowMs(),
    startedAtMs: sources.startedAtMs,
    control: state.control,
    get ledgers() {
      return ledgers();
    },
    accounts: [...state.accounts.keys()],
    liveMissing: [...state.accounts.values()].flatMap(missingOf),
    liveWarningRead: state.control.warningReadAtMs !== null,
    provingNothingOpen: sources.engine.live.isSweeping,
    get feeds() {
      return feeds();
    },
    get books() {
      return books();
    },
    wallets: {
      followed: wallets.length,
      enabled: wallets.filter((wallet) => wallet.enabled).length,
    },
    ...scoringOf(sources),
    ...modelOf(sources),
    get today() {
      return counts();
    },
    database: sources.database(),
    reach: sources.reach(),
  };
}

function scoringOf({ scoring }: Sources): Pick<StatusView, 'scoring'> {
  const health = scoring.health?.();
  return health === undefined ? {} : { scoring: health };
}

function modelOf({ engine, nowMs }: Sources): Pick<StatusView, 'model'> {
  const { state } = engine.trade;
  const { settings, model } = state;
  if (model.terms === null) return {};
  const { tokens, cost } = usedToday(state, nowMs());
  const isAsked = settings['llm.consult'] || settings['brains.shadow'];
  const view = {
    ...{ name: model.terms.name, isAsked, tokens, cost },
    costMax: settings['llm.dayDollars'],
    tokensMax: settings['llm.dayTokens'],
    isSpent: !isAffordable(state, model.terms, nowMs()),
    restsUntilMs: model.restsUntilMs > nowMs() ? model.restsUntilMs : null,
  };
  return { model: view };
}

/** Makes it at the first call, and gives the same from then on. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
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
