import type { ExternalBooking, ExternalTrade, Kept } from '../../domain/external-booking.ts';
import type { LedgerId } from '../../domain/ids.ts';
import type { Position } from '../../domain/position.ts';
import { quantity } from '../../domain/values/money.ts';
import type { VenueFill } from '../../domain/venue-answer.ts';
import { tradeFee } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { openDay } from './losses.ts';
import { feeScheduleOf, ledgerOf, type TradeState } from './state.ts';

/** A trade of the account that no order of ours made: the owner's own. Booked once, never as profit. `false`: it cannot be booked yet. */
export function adoptTrade(
  state: TradeState,
  { ledger: id, fill }: { readonly ledger: LedgerId; readonly fill: VenueFill },
  turn: Turn,
): boolean {
  if (isAhead(state, { ledger: id, fill })) return false;
  const ledger = ledgerOf(state, id);
  const fee = tradeFee(feeScheduleOf(state, fill.marketId), fill);
  const trade: ExternalTrade = { ...fill, fee };
  const kept = sharesOnTheWay(state);
  openDay(state, id, turn);
  const booking =
    fill.settlement === 'failed'
      ? ledger.reverseExternal(trade, kept)
      : ledger.bookExternal(trade, kept);
  if (booking !== null) recordBooking(booking, turn);
  return true;
}

/**
 * The owner sold more than our books hold while an order of ours buys the token: what it bought was
 * not told yet, and the sale would be booked as of shares that were never ours.
 */
function isAhead(
  state: TradeState,
  { ledger, fill }: { readonly ledger: LedgerId; readonly fill: VenueFill },
): boolean {
  if (fill.side === 'buy' || fill.settlement === 'failed') return false;
  let held = 0;
  for (const { tokenId, quantity: shares } of ledgerOf(state, ledger).openPositions) {
    if (tokenId === fill.tokenId) held += shares;
  }
  if (held >= fill.quantity) return false;
  for (const orderId of state.open) {
    const intent = state.orders.get(orderId)?.intent;
    if (intent?.ledger === ledger && intent.tokenId === fill.tokenId) return true;
  }
  return false;
}

export function recordBooking({ flow, positions }: ExternalBooking, turn: Turn): void {
  turn.record({ kind: 'flow', flow });
  for (const position of positions) turn.record({ kind: 'position', position });
}

/** Shares that sales of ours on their way still need. */
export function sharesOnTheWay(state: TradeState): Kept {
  return ({ ledger, wallet, tokenId }: Position) => {
    let selling = 0;
    for (const orderId of state.open) {
      const order = state.orders.get(orderId);
      if (order === undefined || order.intent.side !== 'sell') continue;
      const { intent } = order;
      const isOf = intent.ledger === ledger && intent.wallet === wallet;
      if (isOf && intent.tokenId === tokenId) selling += intent.quantity - order.filledQuantity;
    }
    return quantity(Math.max(0, selling));
  };
}
