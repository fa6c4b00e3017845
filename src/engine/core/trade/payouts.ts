import type { Booked } from '../../domain/booked.ts';
import { contentId, type LedgerId, type MarketId, type TokenId } from '../../domain/ids.ts';
import type { Money, Quantity } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { checkDayLoss, openDay } from './losses.ts';
import { ledgerOf, type TradeState } from './state.ts';

/** Shares of a live ledger that became dollars, or that are worth nothing for good. */
export interface Payout {
  readonly ledger: LedgerId;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Zero writes them off. */
  readonly proceeds: Money;
  /** Of the chain; `null` when it is not known, or there is none. */
  readonly transaction: string | null;
}

/** Books it, in every row that has a part of it. */
export function bookPayout(state: TradeState, payout: Payout, turn: Turn): void {
  const { ledger, tokenId, quantity, proceeds, transaction } = payout;
  openDay(state, ledger, turn);
  const booked = ledgerOf(state, ledger).redeem(tokenId, { quantity, proceeds }, turn.atMs);
  for (const row of booked) tell(row, transaction, turn);
  checkDayLoss(state, ledger, turn);
}

/** Writes down what left a position for dollars of the chain; returns the row's id. */
export function recordPayout(
  { position, realised, change, cash }: Booked,
  how: { readonly cause: 'payout' | 'merge'; readonly transaction: string | null },
  turn: Turn,
): string {
  const { ledger, wallet, tokenId, marketId } = position;
  turn.record({ kind: 'position', position });
  const { cause, transaction } = how;
  const name = cause === 'payout' ? 'redeemed' : 'merged';
  const id = contentId(name, [ledger, wallet ?? '', tokenId, turn.atMs]);
  const whose = { ledger, wallet, marketId, tokenId };
  const what = { cause, amount: realised, fillId: null, change, cash };
  const realisation = { id, ...whose, ...what, transaction, atMs: turn.atMs };
  turn.record({ kind: 'realisation', realisation });
  return id;
}

function tell(booked: Booked, transaction: string | null, turn: Turn): void {
  const { position, realised, change, cash } = booked;
  const { ledger, wallet, tokenId, marketId } = position;
  const id = recordPayout(booked, { cause: 'payout', transaction }, turn);
  const about = { market: marketId, token: tokenId, wallet };
  if (cash === 0) {
    turn.notice('resolved', { ledger, subject: id }, { ...about, payout: 0, realised });
  } else {
    const data = { ...about, quantity: -change, payout: cash, realised };
    turn.notice('redeemed', { ledger, subject: id }, data);
  }
}
