import { isLive, type LedgerId } from '../../domain/ids.ts';
import type { EffectResult } from '../../domain/input.ts';
import type { RedemptionAnswer } from '../../domain/redemption.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Turn } from '../turn.ts';
import { readSoon } from './account.ts';
import { bookMerge } from './merge-booking.ts';
import {
  type CompleteSets,
  heldPairs,
  MERGE_SETS_MIN,
  MERGE_TIMER,
  type MergeWork,
  mergeKey,
  mergeTimer,
} from './merge-work.ts';
import type { TradeState } from './state.ts';

/** Each may cost gas, or one of the few transactions that a relayer takes. */
export const MERGE_ATTEMPTS_MAX = 3;
/** After an attempt that failed; and how long the account may lag behind what was mined. */
const AGAIN_MS = 2 * MINUTE_MS;

/**
 * Turns complete sets into dollars where a ledger came to hold both sides of a market, because it
 * copies wallets that disagree: a set pays a dollar whatever happens, and until then the money is
 * bound. Paper is booked at once, live money when the account has it.
 */
export function takeUpMerges(state: TradeState, turn: Turn): void {
  forgetEnded(state, turn);
  if (state.control.killed !== null) return; // Nothing is sent that nobody asked for.
  for (const ledger of state.ledgers.keys()) {
    for (const sets of heldPairs(state, ledger)) {
      if (sets.quantity < MERGE_SETS_MIN || isMoving(state, ledger, sets)) continue;
      if (!isLive(ledger)) bookMerge(state, { ledger, ...sets, transaction: null }, turn);
      else if (isAgreed(state, ledger)) askChain(state, { ledger, sets }, turn);
    }
  }
}

/** Whether the answer of the chain was to a merge; a claim of the market waits for its end. */
export function onMerged(
  state: TradeState,
  result: EffectResult & { readonly kind: 'redeemed' },
  turn: Turn,
): boolean {
  const { ledger, marketId } = result;
  const answer: RedemptionAnswer = result.answer;
  const work = state.merges.get(mergeKey({ ledger, marketId }));
  if (work?.status !== 'asked') return false;
  switch (answer.kind) {
    case 'done':
    case 'unknown':
      work.transaction = answer.transaction;
      work.status = 'sent';
      readSoon(state, ledger, turn);
      break;
    case 'failed':
    case 'notFinal':
      giveUpOrWait(state, work, { why: answer.why, turn });
      break;
    case 'byHand':
      work.attempts = MERGE_ATTEMPTS_MAX;
      giveUpOrWait(state, work, { why: answer.why, turn });
      break;
  }
  turn.timers.arm(mergeTimer(work), turn.atMs + AGAIN_MS);
  return true;
}

/** Whether the timer was a merge's: by now the account shows what was sent, or nothing came of it. */
export function onMergeTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(MERGE_TIMER)) return false;
  const work = state.merges.get(timerId.slice(MERGE_TIMER.length));
  if (work === undefined) return true;
  if (work.status === 'sent') {
    giveUpOrWait(state, work, {
      why: 'it was sent several times, and the sets are still there',
      turn,
    });
  }
  takeUpMerges(state, turn);
  return true;
}

/** The sets are safe in any case: the resolution pays them too, only later. */
function giveUpOrWait(
  state: TradeState,
  work: MergeWork,
  { why, turn }: { readonly why: string; readonly turn: Turn },
): void {
  work.status = work.attempts < MERGE_ATTEMPTS_MAX ? 'waiting' : 'stuck';
  if (work.status === 'waiting') return;
  const { ledger, marketId: market, tokens } = work;
  const sets = heldPairs(state, ledger).find((one) => one.market.id === market);
  const data = { market, token: tokens[0], wallet: null, quantity: sets?.quantity ?? null, why };
  turn.notice('merged', { ledger, subject: market }, data);
}

/** Markets that were resolved, or of which only one side is left. */
function forgetEnded(state: TradeState, turn: Turn): void {
  for (const work of state.merges.values()) {
    const { ledger, marketId, status } = work;
    if (status === 'asked' || status === 'sent') continue;
    if (heldPairs(state, ledger).some(({ market }) => market.id === marketId)) continue;
    state.merges.delete(mergeKey(work));
    turn.timers.cancel(mergeTimer(work));
  }
}

function askChain(
  state: TradeState,
  { ledger, sets }: { readonly ledger: LedgerId; readonly sets: CompleteSets },
  turn: Turn,
): void {
  const { market, tokens, quantity } = sets;
  const key = mergeKey({ ledger, marketId: market.id });
  const known = state.merges.get(key);
  if (known !== undefined && known.status !== 'waiting') return;
  const work: MergeWork = {
    ...{ ledger, marketId: market.id, tokens, transaction: null },
    ...{ attempts: (known?.attempts ?? 0) + 1, status: 'asked' },
  };
  invariant(work.attempts <= MERGE_ATTEMPTS_MAX, 'a merge is asked so often and no more');
  state.merges.set(key, work);
  turn.emit({ kind: 'redeem', ledger, redemption: { kind: 'merge', market, quantity } });
}

/** Shares that an order or an exit works with, or that the chain may take back, are left alone. */
function isMoving(state: TradeState, ledger: LedgerId, { market, tokens }: CompleteSets): boolean {
  for (const id of state.open) {
    const intent = state.orders.get(id)?.intent;
    if (intent?.ledger === ledger && intent.marketId === market.id) return true;
  }
  for (const { ledger: of, status, signal } of state.exits.values()) {
    if (of === ledger && status === 'working' && tokens.includes(signal.tokenId)) return true;
  }
  for (const fill of state.unsettled.values()) {
    if (fill.ledger === ledger && fill.marketId === market.id) return true;
  }
  return false;
}

/** Live books are only acted on while the venue agrees with them. */
function isAgreed(state: TradeState, ledger: LedgerId): boolean {
  const account = state.accounts.get(ledger);
  return account !== undefined && account.agreedAtMs !== null;
}
