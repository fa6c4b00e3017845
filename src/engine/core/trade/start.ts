import { contentId, type LedgerId } from '../../domain/ids.ts';
import type { Start } from '../../domain/input.ts';
import { Ledger } from '../../domain/ledger.ts';
import { filterKey } from '../../domain/market-filter.ts';
import { isTerminal } from '../../domain/order-state.ts';
import { resolveSettings } from '../../domain/settings.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import { localDay, MINUTE_MS } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Turn } from '../turn.ts';
import { judgeCopy } from './entries.ts';
import { resumeExits } from './exits.ts';
import { countSpending } from './exposure.ts';
import { MARK_INTERVAL_MS, MARK_TIMER } from './losses.ts';
import { setMode } from './mode.ts';
import { moveOrder } from './orders.ts';
import { budgetKey, ledgerOf, type TradeState } from './state.ts';

/** Begins a run: what the store has, then what this run adds. A restart is the same path. */
export function startTrading(state: TradeState, start: Start, turn: Turn): void {
  if (start.snapshot !== null) restoreSettings(state, start.snapshot);
  const texts = { ...state.settingTexts, ...start.settings };
  const resolved = resolveSettings(texts);
  invariant(resolved.ok, 'a run starts with settings that were checked');
  state.settings = resolved.settings;
  state.settingTexts = texts;
  if (start.snapshot !== null) restore(state, start.snapshot, turn);
  for (const account of start.accounts ?? []) state.accounts.add(account);
  for (const wallet of start.wallets) {
    if (state.wallets.has(wallet.address)) continue;
    state.wallets.set(wallet.address, wallet);
    turn.record({ kind: 'wallet', wallet });
  }
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
  if (start.snapshot !== null) {
    endLostPaperOrders(state, turn);
    resumeExits(state, turn);
    // A stop while their books were on the way: each signal ends with a decision (law 4).
    for (const signal of start.snapshot.undecided) judgeCopy(state, signal, turn);
  }
  turn.timers.arm(MARK_TIMER, turn.atMs + MARK_INTERVAL_MS);
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
  for (const filter of snapshot.filters) state.filters.set(filterKey(filter), filter);
  for (const market of snapshot.markets) state.markets.set(market.id, market);
  for (const id of snapshot.signalIds) state.signalIds.add(id);
  for (const id of snapshot.commandIds) state.commandIds.add(id);
  for (const mark of snapshot.ledgerMarks) state.marks.set(mark.ledger, mark);
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
    state.orders.set(intent.id, order);
    const key = budgetKey(intent);
    state.intentsOf.set(key, [...(state.intentsOf.get(key) ?? []), intent.id]);
    const recent = intent.createdAtMs > turn.atMs - MINUTE_MS;
    if (intent.leg === 'entry' && recent) state.entryTimes.push(intent.createdAtMs);
    if (isTerminal(order.status)) continue;
    state.open.add(intent.id);
    if (intent.side === 'buy') ledgerOf(state, intent.ledger).reserve(intent.id, order.reserved);
  }
  const today = localDay(turn.atMs, state.settings.timeZone);
  for (const { id, ledger, wallet, side, notional: amount, atMs } of snapshot.fills) {
    state.fillIds.add(id);
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

/**
 * The paper venue lives in memory: an order it had not matched is gone with it. That is proof, so
 * such an order ends and its reservation is free.
 */
function endLostPaperOrders(state: TradeState, turn: Turn): void {
  for (const id of [...state.open]) {
    const order = state.orders.get(id);
    invariant(order !== undefined, 'an open order is known');
    const event = order.status === 'initialized' ? 'provenAbsent' : 'canceled';
    moveOrder(state, order, { event, reason: 'the paper venue was restarted', turn });
  }
}
