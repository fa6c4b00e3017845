import type { EffectResult } from '../../domain/input.ts';
import type { Position } from '../../domain/position.ts';
import type { Claimed, RedemptionAnswer } from '../../domain/redemption.ts';
import { type AtMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import {
  addMoney,
  addQuantity,
  cost,
  type Money,
  type Price,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { readSoon } from './account.ts';
import {
  CLAIM_TIMER,
  type ClaimScope,
  type ClaimWork,
  claimable,
  claimed,
  claimKey,
  claimTimer,
  endClaim,
} from './claim-work.ts';
import { isMerging } from './merge-work.ts';
import { bookPayout } from './payouts.ts';
import { payoutOf, type TradeState } from './state.ts';

/** Each may cost gas, or one of the few transactions that a relayer takes. */
export const CLAIM_ATTEMPTS_MAX = 5;
/** After the first that failed; then twice as long each time. */
const AGAIN_MS = MINUTE_MS;
/** Until an order or a trade of the market has ended, or somebody armed again. */
const LOOK_AGAIN_MS = 10 * SECOND_MS;
/** A trade that the venue never calls settled does not keep money for ever. */
const SETTLED_WITHIN_MS = HOUR_MS;
/** How long the balance may lag behind what was mined. */
const PAID_WITHIN_MS = 2 * MINUTE_MS;
/** The chain learns a payout after the venue told it. */
const NOT_FINAL_AGAIN_MS = 10 * MINUTE_MS;

/** Takes up whatever is held in markets that are resolved; what is taken up already goes on. */
export function takeUpClaims(state: TradeState, turn: Turn): void {
  for (const ledger of state.accounts.keys()) {
    for (const { marketId } of claimable(state, ledger)) {
      const key = claimKey({ ledger, marketId });
      if (state.claims.has(key)) continue;
      const work: ClaimWork = {
        ...{ ledger, marketId, sinceMs: turn.atMs },
        ...{ attempts: 0, transaction: null, status: 'waiting' },
      };
      state.claims.set(key, work);
      workClaim(state, work, turn);
    }
  }
}

/** Whether the timer was a claim's. */
export function onClaimTimer(state: TradeState, timerId: string, turn: Turn): boolean {
  if (!timerId.startsWith(CLAIM_TIMER)) return false;
  const work = state.claims.get(timerId.slice(CLAIM_TIMER.length));
  if (work !== undefined) workClaim(state, work, turn);
  return true;
}

/** A person wants it tried again. `false`: nothing of the market is waiting for dollars. */
export function claimAgain(state: TradeState, of: ClaimScope, turn: Turn): boolean {
  const work = state.claims.get(claimKey(of));
  if (work === undefined) return false;
  if (work.status === 'asked') return true;
  work.attempts = 0;
  work.status = 'waiting';
  workClaim(state, work, turn);
  return true;
}

/** What the chain answered. Only the account tells whether it paid. */
export function onRedeemed(
  state: TradeState,
  result: EffectResult & { kind: 'redeemed' },
  turn: Turn,
): void {
  const { ledger, marketId } = result;
  const answer: RedemptionAnswer = result.answer;
  const work = state.claims.get(claimKey({ ledger, marketId }));
  if (work?.status !== 'asked') return;
  work.status = 'waiting';
  switch (answer.kind) {
    case 'done':
    case 'unknown':
      work.transaction = answer.transaction;
      readSoon(state, ledger, turn);
      wait(work, PAID_WITHIN_MS, turn);
      return;
    case 'failed':
      if (work.attempts >= CLAIM_ATTEMPTS_MAX) askPerson(state, work, { why: answer.why, turn });
      else wait(work, AGAIN_MS * 2 ** (work.attempts - 1), turn);
      return;
    case 'notFinal':
      work.attempts -= 1;
      wait(work, NOT_FINAL_AGAIN_MS, turn);
      return;
    case 'byHand':
      askPerson(state, work, { why: answer.why, turn });
      return;
  }
}

function workClaim(state: TradeState, work: ClaimWork, turn: Turn): void {
  const held = claimed(state, work);
  if (held.length > 0 && isMoving(state, work, turn.atMs)) {
    wait(work, LOOK_AGAIN_MS, turn);
    return;
  }
  const claims = claimsOf(held, (position) => payoutOf(state, position) as Price);
  for (const { tokenId, payout, quantity } of claims) {
    if (payout > 0) continue;
    const nothing = { proceeds: ZERO_MONEY, transaction: null };
    bookPayout(state, { ...work, tokenId, quantity, ...nothing }, turn);
  }
  const won = claims.filter(({ payout }) => payout > 0);
  if (won.length === 0) endClaim(state, work, turn);
  else if (work.status === 'waiting') {
    askChain(state, { work, claims: won }, turn);
  }
}

function askChain(
  state: TradeState,
  { work, claims }: { readonly work: ClaimWork; readonly claims: readonly Claimed[] },
  turn: Turn,
): void {
  const market = state.markets.get(work.marketId);
  if (state.control.killed !== null) {
    wait(work, LOOK_AGAIN_MS, turn); // Nothing is sent that nobody asked for.
  } else if (market === undefined) {
    askPerson(state, work, { why: 'the rules of the market are not known any more', turn });
  } else if (work.attempts >= CLAIM_ATTEMPTS_MAX) {
    const why = 'it was sent several times, and the shares are still there';
    askPerson(state, work, { why, turn });
  } else {
    work.attempts += 1;
    work.status = 'asked';
    const redemption = { kind: 'redeem', market, claims } as const;
    turn.emit({ kind: 'redeem', ledger: work.ledger, redemption });
  }
}

function askPerson(
  state: TradeState,
  work: ClaimWork,
  { why, turn }: { readonly why: string; readonly turn: Turn },
): void {
  const { ledger, marketId, attempts } = work;
  work.status = 'stuck';
  const claims = claimsOf(claimed(state, work), (position) => payoutOf(state, position) as Price);
  const worth = claims.reduce(
    (sum, { payout, quantity }) => addMoney(sum, cost(payout, quantity, 'floor')),
    ZERO_MONEY as Money,
  );
  const token = claims[0]?.tokenId ?? null;
  const data = { market: marketId, token, wallet: null, claim: worth, attempts, why };
  turn.notice('claimNeedsYou', { ledger, subject: marketId }, data);
}

/** Orders or trades of the market whose end may still change what is held. */
function isMoving(state: TradeState, { ledger, marketId, sinceMs }: ClaimWork, nowMs: AtMs) {
  if (isMerging(state, { ledger, marketId })) return true;
  for (const id of state.open) {
    const intent = state.orders.get(id)?.intent;
    if (intent?.ledger === ledger && intent.marketId === marketId) return true;
  }
  if (nowMs - sinceMs >= SETTLED_WITHIN_MS) return false;
  for (const fill of state.unsettled.values()) {
    if (fill.ledger === ledger && fill.marketId === marketId) return true;
  }
  return false;
}

function claimsOf(
  held: readonly Position[],
  payout: (position: Position) => Price,
): readonly Claimed[] {
  const claims = new Map<string, Claimed>();
  for (const position of held) {
    const { tokenId } = position;
    const before = claims.get(tokenId)?.quantity ?? ZERO_QUANTITY;
    const quantity = addQuantity(before, position.quantity);
    claims.set(tokenId, { tokenId, quantity, payout: payout(position) });
  }
  return [...claims.values()];
}

function wait(work: ClaimWork, delayMs: number, turn: Turn): void {
  turn.timers.arm(claimTimer(work), turn.atMs + delayMs);
}
