import type { LedgerId, TokenId } from '../../domain/ids.ts';
import { cost, price, quantity } from '../../domain/values/money.ts';
import type { AccountReading } from '../../domain/venue-answer.ts';
import { diffAccount } from '../../reconcile/diff-account.ts';
import type { Finding } from '../../reconcile/finding.ts';
import type { Turn } from '../turn.ts';
import { claimKey, endClaim } from './claim-work.ts';
import { recordBooking, sharesOnTheWay } from './external-trade.ts';
import type { LiveAccount } from './live-account.ts';
import { openDay } from './losses.ts';
import { bookMerge } from './merge-booking.ts';
import { heldPairs, mergeKey } from './merge-work.ts';
import { intentOfHash, ourAccount } from './our-account.ts';
import { bookPayout } from './payouts.ts';
import { ledgerOf, payoutOf, type TradeState } from './state.ts';

/**
 * Compares the venue's picture of an account with ours and works every difference. Tells whether
 * they agree now: what may be a list that lags is read again before it means anything.
 */
export function adoptReading(
  state: TradeState,
  { account, reading }: { readonly account: LiveAccount; readonly reading: AccountReading },
  turn: Turn,
): boolean {
  const { ledger, askedAtMs, findings: before } = account;
  const isNew = isUntouched(state, ledger);
  const found = diffAccount(ourAccount(state, ledger), { reading, askedAtMs, before });
  account.findings = found;
  for (const finding of found) work(state, { ledger, finding, isNew }, turn);
  return found.every((one) => isSettledBy(one, isNew));
}

/** An account that was connected just now: what it holds is where it begins. */
export function isUntouched(state: TradeState, id: LedgerId): boolean {
  const ledger = ledgerOf(state, id);
  return ledger.lastFlowAtMs === 0 && ledger.positions.size === 0;
}

function isSettledBy({ kind, means }: Finding, isNew: boolean): boolean {
  if (kind === 'cashDiffers' && isNew) return true;
  return means !== 'readAgain' && means !== 'fault';
}

function work(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly finding: Finding; readonly isNew: boolean },
  turn: Turn,
): void {
  const { ledger, finding, isNew } = of;
  switch (finding.kind) {
    case 'fillMissing':
    case 'fillMoved':
    case 'externalTrade':
    case 'externalFailed': // One way for all of them: they are booked in the order of the findings.
      if (finding.means === 'adopt') turn.tell({ kind: 'accountFill', fill: finding.fill });
      return;
    case 'orderMissing':
    case 'orderListed':
    case 'orderRevived':
      workOrder(state, finding, turn);
      return;
    case 'orderUnknownToUs':
      return; // A person's own.
    case 'redeemed':
      adoptRedeemed(state, { ledger, finding }, turn);
      return;
    case 'redeemedUnpaid':
      if (finding.means === 'adopt') adoptUnpaid(state, { ledger, finding }, turn);
      return;
    case 'merged':
      adoptMerged(state, { ledger, finding }, turn);
      return;
    case 'sharesShort':
      if (finding.means === 'fault') tellShort(finding, turn);
      return;
    case 'sharesOver':
      if (finding.means === 'adopt') adoptShares(state, { ledger, finding }, turn);
      return;
    case 'cashDiffers':
      if (finding.means === 'adopt' || isNew) {
        openDay(state, ledger, turn);
        const flow = ledgerOf(state, ledger).adjustCash(finding.by, turn.atMs);
        turn.record({ kind: 'flow', flow });
      }
  }
}

function workOrder(
  state: TradeState,
  { kind, hash }: Finding & { readonly hash: string },
  turn: Turn,
): void {
  const intentId = intentOfHash(state, hash);
  if (intentId === null) return;
  if (kind === 'orderRevived') turn.emit({ kind: 'cancel', intentId, hash });
  else turn.tell({ kind: 'lookAt', intentIds: [intentId] });
}

function tellShort({ tokenId, by }: Finding & { kind: 'sharesShort' }, turn: Turn): void {
  const detail = `${-by / 1_000_000} shares of ${tokenId} are missing at the venue`;
  turn.tell({ kind: 'fault', fault: 'reconciliation', detail });
}

/** Whoever redeemed them, we or the owner or a contract of the venue: they are dollars. */
function adoptRedeemed(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly finding: Finding & { kind: 'redeemed' } },
  turn: Turn,
): void {
  const { ledger, finding } = of;
  const { tokenId, quantity, proceeds } = finding;
  const held = ledgerOf(state, ledger).openPositions.find((one) => one.tokenId === tokenId);
  if (held === undefined) return;
  const { marketId } = held;
  const transaction = state.claims.get(claimKey({ ledger, marketId }))?.transaction ?? null;
  bookPayout(state, { ledger, marketId, tokenId, quantity, proceeds, transaction }, turn);
  endClaim(state, { ledger, marketId }, turn);
}

/** Whoever merged them, we or the owner: they are dollars. */
function adoptMerged(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly finding: Finding & { kind: 'merged' } },
  turn: Turn,
): void {
  const { ledger, finding } = of;
  const sets = heldPairs(state, ledger).find(({ tokens }) => tokens[0] === finding.tokens[0]);
  if (sets === undefined) return;
  const { quantity } = finding;
  const work = state.merges.get(mergeKey({ ledger, marketId: sets.market.id }));
  const transaction = work?.transaction ?? null;
  bookMerge(state, { ...sets, quantity, ledger, transaction }, turn);
}

/** They left, and paid somebody else or nobody: nothing is earned, and a person has to look. */
function adoptUnpaid(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly finding: Finding & { kind: 'redeemedUnpaid' } },
  turn: Turn,
): void {
  const { ledger: id, finding } = of;
  const ledger = ledgerOf(state, id);
  const { tokenId, by: change } = finding;
  const held = ledger.openPositions.find((one) => one.tokenId === tokenId);
  if (held === undefined) return;
  const { marketId } = held;
  const payout = payoutOf(state, held) ?? price(0);
  const found = { marketId, tokenId, change, price: payout, atMs: turn.atMs };
  const booking = ledger.adjustShares(found, sharesOnTheWay(state));
  if (booking === null) return;
  recordBooking(booking, turn);
  const claim = cost(payout, quantity(-change), 'floor');
  const data = {
    market: marketId,
    token: tokenId,
    wallet: null,
    claim,
    attempts: 0,
    why: 'unpaid',
  };
  turn.notice('claimNeedsYou', { ledger: id, subject: marketId }, data);
  endClaim(state, { ledger: id, marketId }, turn);
}

function adoptShares(
  state: TradeState,
  of: { readonly ledger: LedgerId; readonly finding: Finding & { kind: 'sharesOver' } },
  turn: Turn,
): void {
  const { ledger: id, finding } = of;
  const ledger = ledgerOf(state, id);
  const held = ledger.openPositions.find((one) => one.tokenId === finding.tokenId);
  if (held === undefined) return; // Shares of what we never traded are not ours to count.
  const found = {
    marketId: held.marketId,
    tokenId: finding.tokenId,
    change: finding.by,
    price: worthOf(state, finding.tokenId),
    atMs: turn.atMs,
  };
  const booking = ledger.adjustShares(found, sharesOnTheWay(state));
  if (booking !== null) recordBooking(booking, turn);
}

/** What a share would bring now. */
function worthOf(state: TradeState, tokenId: TokenId) {
  return state.quotes.get(tokenId)?.bid ?? price(0);
}
