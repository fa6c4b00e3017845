import type { ExecutionReport } from '../../domain/execution-report.ts';
import { SECOND_MS } from '../../domain/time.ts';
import type { VenueFill } from '../../domain/venue-answer.ts';
import { fillIdOf, transactionOf } from '../../domain/venue-fill.ts';
import { tradeFee } from '../../domain/venue-rules/polymarket.ts';
import type { Turn } from '../turn.ts';
import { isAccountedFor, isComplete, type LiveOrder } from './live-order.ts';
import { LOOK_TIMER, note, raise, SEND_TIMER, tell } from './telling.ts';

/** Waits between lookups that bring nothing new; the last one stays. */
const LOOK_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
/** A resting order is told by the channel; it is looked at in case the channel lies. */
const RESTING_LOOK_MS = 30 * SECOND_MS;

type Outcome = (ExecutionReport & { readonly kind: 'ended' })['outcome'];

/** A fill of an order underway, told once however often and from wherever it comes. */
export function tellFill(live: LiveOrder, fill: VenueFill, turn: Turn): void {
  const id = fillIdOf(fill);
  const { intent } = live.order;
  if (!live.fillIds.has(id)) {
    live.fillIds.add(id);
    live.filled += fill.quantity;
    live.looks = 0;
    live.stableLooks = 0;
    if (fill.settlement === 'failed') return; // Undone before it was told.
    live.spent += fill.notional;
    const fee = tradeFee(live.desk.feeOf(intent.marketId), fill);
    const { price, quantity, notional, tradeId, settlement, atMs } = fill;
    const told = { price, quantity, notional, fee, tradeId, settlement, atMs };
    const filled = { kind: 'filled', intentId: intent.id, fillId: id } as const;
    tell({ ...filled, ...told, ...transactionOf(fill) }, turn);
    note(live, { name: 'filled', detail: `${quantity} at ${price}, trade ${fill.tradeId}` }, turn);
    if (fill.side !== intent.side || fill.tokenId !== intent.tokenId) {
      raise('reconciliation', `a fill of ${live.order.externalId} is of another side`, turn);
    }
  } else if (fill.settlement !== 'matched') {
    const event = fill.settlement;
    const settled = { kind: 'settled', intentId: intent.id, fillId: id, event } as const;
    tell({ ...settled, ...transactionOf(fill) }, turn);
  }
}

/** Ends the order when the venue is done with it and every fill was told; else looks again later. */
export function settleUp(live: LiveOrder, turn: Turn): void {
  const { over } = live;
  if (over !== null && isAccountedFor(live)) {
    finish(live, { outcome: over.outcome, reason: over.reason }, turn);
    return;
  }
  lookLater(live, turn);
}

/** Arms the next lookup. */
export function lookLater(live: LiveOrder, turn: Turn): void {
  const rests = live.stage === 'open' && live.over === null && !live.cancelWanted;
  const isResting = rests && live.order.intent.timeInForce === 'GTD' && live.looks > 0;
  const at = Math.min(live.looks, LOOK_DELAYS_MS.length - 1);
  const delayMs = isResting ? RESTING_LOOK_MS : (LOOK_DELAYS_MS[at] ?? RESTING_LOOK_MS);
  turn.timers.arm(`${LOOK_TIMER}${live.order.intent.id}`, turn.atMs + delayMs);
}

/** Nothing more of it can happen: it leaves the desk, and its reservation is free. */
export function finish(
  live: LiveOrder,
  { outcome, reason }: { readonly outcome: Outcome; readonly reason: string },
  turn: Turn,
): void {
  const { id } = live.order.intent;
  live.desk.orders.delete(id);
  turn.timers.cancel(`${LOOK_TIMER}${id}`);
  turn.timers.cancel(`${SEND_TIMER}${id}`);
  const complete = outcome !== 'notPlaced' && isComplete(live);
  const ended = complete ? 'complete' : outcome;
  note(live, { name: 'ended', detail: reason === '' ? ended : `${ended}: ${reason}` }, turn);
  tell({ kind: 'ended', intentId: id, outcome: ended, reason: complete ? '' : reason }, turn);
}
