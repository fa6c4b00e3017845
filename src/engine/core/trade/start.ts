import { contentId, isLive, type LedgerId } from '../../domain/ids.ts';
import type { Start } from '../../domain/input.ts';
import { Ledger } from '../../domain/ledger.ts';
import { filterKey } from '../../domain/market-filter.ts';
import type { Order } from '../../domain/order.ts';
import { isTerminal } from '../../domain/order-state.ts';
import { resolveSettings } from '../../domain/settings.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import { localDay } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Turn } from '../turn.ts';
import { beginAccount } from './account.ts';
import { takeUpClaims } from './claims.ts';
import { judgeEntrySignal } from './entries.ts';
import { resumeExits } from './exits.ts';
import { countEntry, countSpending } from './exposure.ts';
import { MARK_INTERVAL_MS, MARK_TIMER } from './losses.ts';
import { unwindLostRuns } from './lost-runs.ts';
import { setMode } from './mode.ts';
import { spend } from './model/spending.ts';
import { moveOrder } from './orders.ts';
import { restorePairs } from './pairs.ts';
import { restoreScores } from './scores.ts';
import { resumeSilence } from './silence.ts';
import { budgetKey, ledgerOf, type TradeState } from './state.ts';

/** Begins a run: what the store has, then what this run adds. A restart is the same path. */
export function startTrading(state: TradeState, start: Start, turn: Turn): void {
  if (start.snapshot !== null) restoreSettings(state, start.snapshot);
  const texts = { ...state.settingTexts, ...start.settings };
  const resolved = resolveSettings(texts);
  invariant(resolved.ok, 'a run starts with settings that were checked');
  state.settings = resolved.settings;
  state.settingTexts = texts;
  state.version = start.version;
  state.model.terms = start.model ?? null;
  if (start.snapshot !== null) restore(state, start.snapshot, turn);
  for (const ledger of start.accounts ?? []) beginAccount(state, ledger, turn);
  addWallets(state, start.wallets, turn);
  for (const { ledger, amount } of start.deposits) {
    if (state.ledgers.has(ledger)) continue;
    const id = contentId('flow', ['first deposit', ledger]);
    const flow = {
      id,
      ledger,
      kind: 'deposit',
      amount,
      note: 'first deposit',
      atMs: turn.atMs,
    } as const;
    ledgerOf(state, ledger).bookFlow(flow);
    turn.record({ kind: 'flow', flow });
  }
  if (state.control.live !== null && state.accounts.size === 0) {
    setMode(state, { mode: 'paper', by: 'the start: there is no account any more' }, turn);
  }
  adoptJournal(state, start.journalled ?? [], turn);
  if (start.snapshot !== null) {
    endLostOrders(state, turn);
    restorePairs(state, start.snapshot, turn);
    unwindLostRuns(state, turn);
    resumeExits(state, turn);
    takeUpClaims(state, turn);
    // A stop while their books were on the way: each signal ends with a decision (law 4).
    for (const signal of start.snapshot.undecided) judgeEntrySignal(state, signal, turn);
  }
  resumeSilence(state, start.snapshot?.silence ?? null, turn);
  turn.timers.arm(MARK_TIMER, turn.atMs + MARK_INTERVAL_MS);
}

function addWallets(state: TradeState, wallets: Start['wallets'], turn: Turn): void {
  for (const wallet of wallets) {
    if (state.wallets.has(wallet.address)) continue;
    state.wallets.set(wallet.address, wallet);
    turn.record({ kind: 'wallet', wallet });
  }
}

/** Before all else: days are counted in the time zone that is set. */
function restoreSettings(state: TradeState, snapshot: EngineSnapshot): void {
  for (const { key, value, version } of snapshot.settings) {
    state.settingTexts = { ...state.settingTexts, [key]: value };
    state.settingsVersion = Math.max(state.settingsVersion, version);
  }
}

function restore(state: TradeState, snapshot: EngineSnapshot, turn: Turn): void {
  state.control = snapshot.control;
  for (const wallet of snapshot.wallets) state.wallets.set(wallet.address, wallet);
  restoreScores(state, snapshot);
  for (const filter of snapshot.filters) state.filters.set(filterKey(filter), filter);
  for (const market of snapshot.markets) state.markets.set(market.id, market);
  for (const resolution of snapshot.resolutions) {
    state.resolutions.set(resolution.marketId, resolution);
  }
  for (const id of snapshot.signalIds) state.signalIds.add(id);
  for (const id of snapshot.commandIds) state.commandIds.add(id);
  for (const mark of snapshot.ledgerMarks) state.marks.set(mark.ledger, mark);
  for (const realisation of snapshot.realisations ?? []) state.results.add(realisation);
  for (const spending of snapshot.modelSpendings) spend(state, spending, turn.atMs);
  restoreLedgers(state, snapshot);
  restoreOrders(state, snapshot, turn);
}

function restoreLedgers(state: TradeState, { positions, flows }: EngineSnapshot): void {
  const ids = new Set<LedgerId>();
  for (const { ledger } of [...flows, ...positions]) ids.add(ledger);
  for (const id of ids) {
    const own = <Row extends { readonly ledger: LedgerId }>(rows: readonly Row[]): readonly Row[] =>
      rows.filter((row) => row.ledger === id);
    state.ledgers.set(id, new Ledger(id, { positions: own(positions), flows: own(flows) }));
  }
}

function restoreOrders(state: TradeState, snapshot: EngineSnapshot, turn: Turn): void {
  for (const order of snapshot.orders) {
    const { intent } = order;
    countEntry(state, intent, turn.atMs);
    takeIn(state, order);
  }
  const today = localDay(turn.atMs, state.settings.timeZone);
  for (const fill of snapshot.fills) {
    const { id, ledger, wallet, side, notional: amount, atMs, settlement } = fill;
    state.fillIds.add(id);
    if (settlement !== 'confirmed' && settlement !== 'failed') state.unsettled.set(id, fill);
    const counts = side === 'buy' && wallet !== null;
    if (counts && localDay(atMs, state.settings.timeZone) === today) {
      countSpending(state, { ledger, wallet, amount }, turn.atMs);
    }
  }
  for (const work of snapshot.exits) {
    const { signal, ledger } = work;
    state.exits.set(budgetKey({ signalId: signal.id, leg: 'exit', ledger }), work);
  }
}

/** An order of an earlier run, with its share of a budget and what it reserves. */
function takeIn(state: TradeState, order: Order): void {
  const { intent } = order;
  state.orders.set(intent.id, order);
  const key = budgetKey(intent);
  state.intentsOf.set(key, [...(state.intentsOf.get(key) ?? []), intent.id]);
  if (isTerminal(order.status)) return;
  state.open.add(intent.id);
  if (intent.side === 'buy') ledgerOf(state, intent.ledger).reserve(intent.id, order.reserved);
}

/**
 * The paper venue lives in memory: an order it had not matched is gone with it. That is proof, so
 * such an order ends and its reservation is free. So does a live order without bytes: it was never
 * sent. One with bytes may have been, whatever was written down last.
 */
function endLostOrders(state: TradeState, turn: Turn): void {
  for (const id of [...state.open]) {
    const order = state.orders.get(id);
    invariant(order !== undefined, 'an open order is known');
    if (isLive(order.intent.ledger)) {
      restoreLiveOrder(state, order, turn);
      continue;
    }
    const event = order.status === 'initialized' ? 'provenAbsent' : 'canceled';
    moveOrder(state, order, { event, reason: 'the paper venue was restarted', turn });
  }
}

function restoreLiveOrder(state: TradeState, order: Order, turn: Turn): void {
  if (order.body === null) {
    const reason = 'the program ended before it was signed';
    moveOrder(state, order, { event: 'provenAbsent', reason, turn });
  } else if (order.status === 'initialized' || order.status === 'submitted') {
    const reason = 'the program ended while it was being sent';
    moveOrder(state, order, { event: 'timedOut', reason, turn });
  }
}

/**
 * Orders that the journal has: the database may have forgotten its last seconds, or stand on an old
 * replica. The feeds' places in it are as old, so the signals of such orders may be told again: they
 * count as seen, or one signal would be bought twice. People find in the audit that it happened.
 */
function adoptJournal(state: TradeState, journalled: readonly Order[], turn: Turn): void {
  const lost: Order[] = [];
  for (const order of journalled) {
    const { intent } = order;
    const known = state.orders.get(intent.id);
    if (known !== undefined && known.body !== null) continue;
    if (known !== undefined && isTerminal(known.status)) continue;
    lost.push(order);
    state.signalIds.add(intent.signalId);
    state.orders.set(intent.id, order);
    turn.record({ kind: 'order', order });
    if (known !== undefined) continue;
    takeIn(state, order);
  }
  if (lost.length > 0) auditLost(lost, turn);
}

function auditLost(lost: readonly Order[], turn: Turn): void {
  const commandId = contentId('journal', [turn.atMs, ...lost.map(({ intent }) => intent.id)]);
  const detail = { orders: lost.length };
  turn.record({
    kind: 'audit',
    entry: {
      ...{ commandId, actor: 'safety', action: 'journal', outcome: 'done', atMs: turn.atMs },
      detail,
    },
  });
}
