import type { IntentId } from '../../domain/ids.ts';
import type { VenueFill } from '../../domain/venue-answer.ts';
import { fillIdOf, transactionOf } from '../../domain/venue-fill.ts';
import { tradeFee } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { noticeFill, onReport } from './reports.ts';
import { feeScheduleOf, type TradeState } from './state.ts';

/** Ends after which the venue cannot fill anything, if it told the truth. */
const NEVER_THERE: ReadonlySet<string> = new Set(['rejected', 'denied', 'notPlaced']);

/**
 * The venue speaks of a fill of an order that was over. Shares are shares: it is booked. Of an order
 * that was never there it also means that the venue and our books disagree.
 */
export function onLateFill(
  state: TradeState,
  { intentId, fill }: { readonly intentId: IntentId; readonly fill: VenueFill },
  turn: Turn,
): void {
  const order = state.orders.get(intentId);
  const fillId = fillIdOf(fill);
  if (state.fillIds.has(fillId)) {
    if (fill.settlement === 'matched') return;
    const settled = { kind: 'settled', intentId, fillId, event: fill.settlement } as const;
    onReport(state, { ...settled, ...transactionOf(fill) }, turn);
    return;
  }
  if (fill.settlement === 'failed' || order === undefined) return;
  const fee = tradeFee(feeScheduleOf(state, fill.marketId), fill);
  const { price, quantity, notional, tradeId, settlement, atMs } = fill;
  const told = { price, quantity, notional, fee, tradeId, settlement, atMs };
  const filled = { kind: 'filled', intentId, fillId } as const;
  onReport(state, { ...filled, ...told, ...transactionOf(fill) }, turn);
  const booked = state.orders.get(intentId);
  if (booked !== undefined) noticeFill(state, booked, turn);
  if (!NEVER_THERE.has(order.status)) return;
  const detail = `order ${order.externalId} was ${order.status}, and filled`;
  turn.tell({ kind: 'fault', fault: 'reconciliation', detail });
}
