import type { AccountEvent } from '../../domain/account-event.ts';
import { isLive, type LedgerId, type TokenId } from '../../domain/ids.ts';
import type { EffectResult } from '../../domain/input.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { VenueFill } from '../../domain/venue-answer.ts';
import type { Turn } from '../turn.ts';
import { adoptReading, isUntouched } from './adopt-reading.ts';
import { adoptTrade } from './external-trade.ts';
import { type LiveAccount, newLiveAccount } from './live-account.ts';
import { ledgerOf, type TradeState } from './state.ts';

const READ_TIMER = 'account:read:';
/** Between two comparisons with the venue while nothing asks for one. */
export const READ_EVERY_MS = 5 * MINUTE_MS;
/** After a reading that failed. */
const READ_AGAIN_MS = 5 * SECOND_MS;
/** Trades are read from this long before the newest that is known: they may show up late. */
const READ_OVERLAP_MS = 10 * MINUTE_MS;

/** An account of this run: it is compared with the venue before anything else. */
export function beginAccount(state: TradeState, ledger: LedgerId, turn: Turn): void {
  const account = newLiveAccount(ledger);
  state.accounts.set(ledger, account);
  ledgerOf(state, ledger);
  readNow(state, account, turn);
  if (state.control.killed !== null) turn.tell({ kind: 'sweep', ledger });
}

/** What the surroundings of live trading tell, and trades that no order of ours made. */
export function onAccountEvent(state: TradeState, event: AccountEvent, turn: Turn): void {
  switch (event.kind) {
    case 'readiness': {
      const account = state.accounts.get(event.ledger);
      if (account !== undefined) account.missing = event.missing;
      return;
    }
    case 'connected': {
      const account = state.accounts.get(event.ledger);
      if (account === undefined) return;
      account.agreedAtMs = null; // What happened while it was closed is not told again.
      readNow(state, account, turn);
      return;
    }
    case 'fault':
      turn.tell(event);
      return;
    case 'fill':
      for (const account of state.accounts.values()) {
        onForeignFill(state, { account, fill: event.fill }, turn);
      }
      return;
    case 'order':
      return; // Somebody else's order of the account: its trades count, it does not.
  }
}

/** The owner traded. Before the first reading it is part of what that will find. */
function onForeignFill(
  state: TradeState,
  { account, fill }: { readonly account: LiveAccount; readonly fill: VenueFill },
  turn: Turn,
): void {
  const { ledger } = account;
  if (isUntouched(state, ledger) || adoptTrade(state, { ledger, fill }, turn)) return;
  if (account.reading === 'no') {
    turn.timers.arm(`${READ_TIMER}${ledger}`, turn.atMs + READ_AGAIN_MS);
  }
}

/** The venue's picture of the account, or why there is none. */
export function onAccountRead(
  state: TradeState,
  { ledger, reading, problem }: EffectResult & { kind: 'accountRead' },
  turn: Turn,
): void {
  const account = state.accounts.get(ledger);
  if (account === undefined) return;
  const wasAskedAgain = account.reading === 'askedAgain';
  account.reading = 'no';
  if (reading === null) {
    account.problem = problem;
    turn.timers.arm(`${READ_TIMER}${ledger}`, turn.atMs + READ_AGAIN_MS);
    return;
  }
  const agrees = adoptReading(state, { account, reading }, turn);
  account.problem = agrees ? null : 'they differ';
  account.agreedAtMs = agrees && !wasAskedAgain ? turn.atMs : null;
  if (wasAskedAgain) readNow(state, account, turn);
  else
    turn.timers.arm(`${READ_TIMER}${ledger}`, turn.atMs + (agrees ? READ_EVERY_MS : READ_AGAIN_MS));
}

/** Whether the timer was an account's. */
export function onAccountTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(READ_TIMER)) return false;
  const account = state.accounts.get(timerId.slice(READ_TIMER.length) as LedgerId);
  if (account !== undefined) readNow(state, account, turn);
  return true;
}

/** Something moved money: the account is read again. */
export function readSoon(state: TradeState, ledger: LedgerId, turn: Turn): void {
  const account = state.accounts.get(ledger);
  if (account !== undefined) readNow(state, account, turn);
}

function readNow(state: TradeState, account: LiveAccount, turn: Turn): void {
  const { ledger } = account;
  if (account.reading !== 'no') {
    account.reading = 'askedAgain';
    return;
  }
  account.reading = 'asked';
  account.askedAtMs = turn.atMs;
  const sinceMs = newestKnownMs(state, ledger, turn.atMs) - READ_OVERLAP_MS;
  turn.emit({ kind: 'readAccount', ledger, sinceMs, tokens: tokensOf(state, ledger) });
}

/** When money of the ledger last moved; before the first time, now: older trades are not ours. */
function newestKnownMs(state: TradeState, ledger: LedgerId, nowMs: AtMs): AtMs {
  let newestMs = 0;
  for (const position of ledgerOf(state, ledger).positions.values()) {
    newestMs = Math.max(newestMs, position.updatedAtMs);
  }
  for (const { intent } of state.orders.values()) {
    if (intent.ledger === ledger) newestMs = Math.max(newestMs, intent.createdAtMs);
  }
  newestMs = Math.max(newestMs, ledgerOf(state, ledger).lastFlowAtMs);
  return newestMs === 0 ? nowMs + READ_OVERLAP_MS : Math.min(newestMs, nowMs);
}

function tokensOf(state: TradeState, ledger: LedgerId): readonly TokenId[] {
  if (!isLive(ledger)) return [];
  return [...new Set(ledgerOf(state, ledger).openPositions.map(({ tokenId }) => tokenId))];
}
