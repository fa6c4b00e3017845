import { isShadow, type LedgerId } from '../../domain/ids.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { LedgerMark } from '../../domain/ledger-mark.ts';
import { localDay, MINUTE_MS } from '../../domain/time.ts';
import {
  addMoney,
  cost,
  type Money,
  money,
  price,
  shareOf,
  subtractMoney,
} from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { cancelResting } from './orders.ts';
import { ledgerOf, payoutOf, type TradeState } from './state.ts';

/** Between two readings of equity; a drawdown needs two in a row. */
export const MARK_INTERVAL_MS = MINUTE_MS;
/** Consecutive readings under the limit that pause. */
export const DRAWDOWN_READINGS = 2;

export const MARK_TIMER = 'mark';

/** Realised profit after fees. */
function netOf(ledger: Ledger): Money {
  const { realised, fees } = ledger.totals();
  return subtractMoney(realised, fees);
}

/**
 * Cash and positions at what the book would pay now, or what the market was resolved to; a position
 * nobody quotes stands at cost.
 */
export function equityAtBid(state: TradeState, ledger: Ledger): Money {
  let equity = ledger.cash;
  for (const position of ledger.openPositions) {
    const quote = state.quotes.get(position.tokenId);
    const each =
      payoutOf(state, position) ?? (quote === undefined ? null : (quote.bid ?? price(0)));
    const worth = each === null ? position.cost : cost(each, position.quantity, 'floor');
    equity = addMoney(equity, worth);
  }
  return equity;
}

/** Equity at the bid less what was put in. */
export function gainOf(state: TradeState, ledger: Ledger): Money {
  return subtractMoney(equityAtBid(state, ledger), ledger.totals().flows);
}

/** The ledger's mark of today, begun anew when the local day changed. */
function markOf(state: TradeState, ledger: Ledger, turn: Turn): LedgerMark {
  const day = localDay(turn.atMs, state.settings.timeZone);
  const known = state.marks.get(ledger.id);
  if (known !== undefined && known.day === day) return known;
  const mark: LedgerMark = {
    ledger: ledger.id,
    day,
    netAtDayStart: netOf(ledger),
    gainAtDayStart: gainOf(state, ledger),
    peakEquity: known?.peakEquity ?? equityAtBid(state, ledger),
    updatedAtMs: turn.atMs,
  };
  saveMark(state, mark, turn);
  return mark;
}

/** Begins the ledger's day before money moves in it, so that its first loss counts too. */
export function openDay(state: TradeState, id: LedgerId, turn: Turn): void {
  markOf(state, ledgerOf(state, id), turn);
}

function saveMark(state: TradeState, mark: LedgerMark, turn: Turn): void {
  state.marks.set(mark.ledger, mark);
  turn.record({ kind: 'ledgerMark', mark });
}

/** Pauses entries until tomorrow when today's realised loss reached its share of bankroll. */
export function checkDayLoss(state: TradeState, id: LedgerId, turn: Turn): void {
  if (state.control.paused !== null || isShadow(id)) return;
  const ledger = ledgerOf(state, id);
  const mark = markOf(state, ledger, turn);
  const today = subtractMoney(netOf(ledger), mark.netAtDayStart);
  const most = shareOf(state.settings.bankroll, state.settings['limits.dayLossPercent'], 'floor');
  if (today > -most) return;
  const paused = {
    cause: 'dayLoss',
    reason: 'daily loss limit',
    atMs: turn.atMs,
    day: mark.day,
  } as const;
  state.control = { ...state.control, paused };
  cancelResting(state, turn);
  turn.record({ kind: 'control', control: state.control });
  turn.notice('paused', { ledger: id, subject: 'dayLoss' }, { loss: today, limit: money(-most) });
}

/** Once a minute: ends yesterday's pause, and reads every ledger's equity against its best. */
export function onMarkTimer(state: TradeState, turn: Turn): void {
  endDayPause(state, turn);
  for (const ledger of state.ledgers.values()) {
    const mark = markOf(state, ledger, turn);
    const equity = equityAtBid(state, ledger);
    if (equity > mark.peakEquity)
      saveMark(state, { ...mark, peakEquity: equity, updatedAtMs: turn.atMs }, turn);
    else if (!isShadow(ledger.id)) checkDrawdown(state, { mark, equity }, turn);
  }
  turn.timers.arm(MARK_TIMER, turn.atMs + MARK_INTERVAL_MS);
}

function checkDrawdown(
  state: TradeState,
  { mark, equity }: { readonly mark: LedgerMark; readonly equity: Money },
  turn: Turn,
): void {
  const most = shareOf(mark.peakEquity, state.settings['limits.drawdownPercent'], 'floor');
  const fall = subtractMoney(mark.peakEquity, equity);
  if (fall < most || most <= 0) {
    state.drawdownReadings.delete(mark.ledger);
    return;
  }
  const readings = (state.drawdownReadings.get(mark.ledger) ?? 0) + 1;
  state.drawdownReadings.set(mark.ledger, readings);
  if (readings < DRAWDOWN_READINGS || state.control.paused?.cause === 'drawdown') return;
  const paused = {
    cause: 'drawdown',
    reason: 'drawdown limit',
    atMs: turn.atMs,
    day: null,
  } as const;
  state.control = { ...state.control, paused };
  cancelResting(state, turn);
  turn.record({ kind: 'control', control: state.control });
  turn.notice(
    'paused',
    { ledger: mark.ledger, subject: 'drawdown' },
    { fall, limit: most, peak: mark.peakEquity },
  );
}

function endDayPause(state: TradeState, turn: Turn): void {
  const { paused } = state.control;
  if (paused?.day == null || localDay(turn.atMs, state.settings.timeZone) <= paused.day) return;
  state.control = { ...state.control, paused: null };
  turn.record({ kind: 'control', control: state.control });
  turn.notice('resumed', { ledger: null, subject: paused.cause }, { day: paused.day });
}

/** A person accepts the loss: the best equity starts from now. */
export function restartPeak(state: TradeState, turn: Turn): void {
  for (const ledger of state.ledgers.values()) {
    const mark = markOf(state, ledger, turn);
    const netAtDayStart = netOf(ledger);
    saveMark(
      state,
      { ...mark, netAtDayStart, peakEquity: equityAtBid(state, ledger), updatedAtMs: turn.atMs },
      turn,
    );
  }
  state.drawdownReadings.clear();
}
