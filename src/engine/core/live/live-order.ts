import type { Fill } from '../../domain/fill.ts';
import type { FillId, IntentId, MarketId } from '../../domain/ids.ts';
import type { FeeSchedule } from '../../domain/market.ts';
import type { Order } from '../../domain/order.ts';
import type { AtMs } from '../../domain/time.ts';
import { type Money, quantityFor } from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';

/**
 * Where an order of ours stands between us and the venue:
 * - `posting`: its bytes are on their way. `waiting`: certainly not taken, they may go again.
 * - `open`: the venue has it. `doubt`: whether the venue has it is not known.
 */
export type LiveStage = 'posting' | 'waiting' | 'open' | 'doubt';

/** The venue's word that nothing more of an order will fill. */
export interface Over {
  readonly outcome: 'canceled' | 'expired';
  readonly reason: string;
  /** It met others before: without a fill of it something is still missing. */
  readonly metSome: boolean;
}

/** Why an order that takes at once ends without all of what it asked for. */
export const REMAINDER_DROPPED = 'the rest found nobody within the limit';

/** What all orders of a live ledger share. */
export interface LiveDesk {
  readonly orders: Map<IntentId, LiveOrder>;
  /** Whether kill holds. */
  isKilled(): boolean;
  feeOf(marketId: MarketId): FeeSchedule;
}

/** An order of a live ledger that is not over, as the order manager sees it. */
export interface LiveOrder {
  /** Where it lies as long as it is not over. */
  readonly desk: LiveDesk;
  readonly order: Order;
  stage: LiveStage;
  /** Sendings of the same bytes. */
  sends: number;
  /** Lookups without news, one after the other. */
  looks: number;
  /** Complete lookups in a row that brought no fill. */
  stableLooks: number;
  /** A lookup is on its way. */
  asking: boolean;
  /** Shares that the venue says were matched; `null` while it has not said. */
  matched: number | null;
  /** Shares and dollars of the fills that were told. */
  filled: number;
  spent: number;
  readonly fillIds: Set<FillId>;
  over: Over | null;
  /** Complete lookups in a row that found nothing of it. */
  absences: number;
  doubtSinceMs: AtMs | null;
  /** The newest lookup in vain of this doubt, and how long such lookups have covered. */
  absentAtMs: AtMs | null;
  absentForMs: number;
  doubtTold: boolean;
  cancelWanted: boolean;
  /** Of the newest event that was written down. */
  ordinal: number;
}

/** An order that is about to be sent for the first time. */
export function newLiveOrder(order: Order, desk: LiveDesk): LiveOrder {
  return {
    desk,
    order,
    stage: 'posting',
    sends: 0,
    looks: 0,
    stableLooks: 0,
    asking: false,
    matched: null,
    filled: 0,
    spent: 0,
    fillIds: new Set(),
    over: null,
    absences: 0,
    doubtSinceMs: null,
    absentAtMs: null,
    absentForMs: 0,
    doubtTold: false,
    cancelWanted: false,
    ordinal: 0,
  };
}

/** An order of an earlier run: what the venue did with it meanwhile is asked. */
export function restoredLiveOrder(
  order: Order,
  {
    desk,
    fills,
    atMs,
  }: { readonly desk: LiveDesk; readonly fills: readonly Fill[]; readonly atMs: AtMs },
): LiveOrder {
  const known = order.status === 'open' || order.status === 'pendingCancel';
  return {
    ...newLiveOrder(order, desk),
    stage: known ? 'open' : 'doubt',
    doubtSinceMs: known ? null : atMs,
    filled: order.filledQuantity,
    spent: order.filledNotional,
    fillIds: new Set(fills.map((fill) => fill.id)),
    cancelWanted: order.status === 'pendingCancel',
  };
}

/** Whether it takes at once what it can and never rests. */
export function takesAtOnce({ order }: LiveOrder): boolean {
  return order.intent.timeInForce === 'FAK';
}

/**
 * Whether every fill of a finished order was told: then it may end. Venue sums differ from fills by
 * less than a lot (facts, section 4.4).
 */
export function isAccountedFor({ matched, filled }: LiveOrder): boolean {
  return matched !== null && filled > matched - LOT;
}

/** Whether what was asked for was filled, up to what cannot be traded. */
export function isComplete({ order, filled, spent }: LiveOrder): boolean {
  const { side, spend, quantity, limitPrice, timeInForce } = order.intent;
  // A buy that rests asks for shares: cheaper ones leave dollars over.
  if (side === 'sell' || timeInForce === 'GTD') return quantity - filled < LOT;
  return quantityFor(Math.max(0, spend - spent) as Money, limitPrice) < LOT;
}
