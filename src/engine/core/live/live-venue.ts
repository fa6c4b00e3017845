import type { AccountEvent } from '../../domain/account-event.ts';
import type { Fill } from '../../domain/fill.ts';
import { type IntentId, isLive, type LedgerId, type MarketId } from '../../domain/ids.ts';
import type { EffectResult } from '../../domain/input.ts';
import type { FeeSchedule } from '../../domain/market.ts';
import type { Order } from '../../domain/order.ts';
import { isTerminal } from '../../domain/order-state.ts';
import { SECOND_MS } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { VenueFill } from '../../domain/venue-answer.ts';
import { RecentMap } from '../recent-map.ts';
import type { Turn } from '../turn.ts';
import { askVenue, becomeOpen, cancelAtVenue, lookNow } from './asking.ts';
import { finish, settleUp, tellFill } from './ending.ts';
import { type LiveDesk, type LiveOrder, newLiveOrder, restoredLiveOrder } from './live-order.ts';
import { onLookedUp, takeStatus } from './looking.ts';
import { onPosted, post } from './posting.ts';
import { LOOK_TIMER, SEND_TIMER } from './telling.ts';
import { VenueMode } from './venue-mode.ts';

/** Live orders underway at most; the limits before it let far fewer pass. */
const ORDERS_MAX = 1_000;
/** Hashes of orders of ours that are remembered after they ended. */
const HASHES_MAX = 20_000;
const SWEEP_TIMER = 'live:sweep';
/** Between two attempts to prove that nothing is open. */
const SWEEP_AGAIN_MS = SECOND_MS;

export interface LiveVenueOptions {
  isKilled(): boolean;
  feeOf(marketId: MarketId): FeeSchedule;
}

/** Answers about one order; the trade core takes the rest. */
export type OrderResult = Extract<
  EffectResult,
  { readonly kind: 'posted' | 'lookedUp' | 'cancelAnswered' }
>;

/**
 * The order manager of live ledgers: what the paper venue is to paper. It asks that bytes be sent,
 * never twice unless the venue certainly did not take them, and believes the venue's trades alone.
 */
export class LiveVenue {
  readonly #desk: LiveDesk;
  readonly #mode = new VenueMode();
  readonly #byHash = new RecentMap<string, IntentId>(HASHES_MAX);
  #sweeping: LedgerId | null = null;
  /** Hashes that were canceled since the kill, over all attempts. */
  readonly #swept = new Set<string>();

  constructor(options: LiveVenueOptions) {
    this.#desk = { ...options, orders: new Map() };
  }

  /** Orders that are not over, for tests and invariants. */
  get underway(): ReadonlyMap<IntentId, LiveOrder> {
    return this.#desk.orders;
  }

  /** Whether the venue is being asked to prove that nothing is open. */
  get isSweeping(): boolean {
    return this.#sweeping !== null;
  }

  /** Orders of an earlier run: each may have been sent, and the venue is asked. */
  restore(
    of: { readonly orders: readonly Order[]; readonly fills: readonly Fill[] },
    turn: Turn,
  ): void {
    for (const order of of.orders) {
      if (!isLive(order.intent.ledger) || order.body === null) continue;
      this.#byHash.set(order.externalId, order.intent.id);
      if (isTerminal(order.status)) continue;
      const fills = of.fills.filter((fill) => fill.intentId === order.intent.id);
      const live = restoredLiveOrder(order, { desk: this.#desk, fills, atMs: turn.atMs });
      this.#desk.orders.set(order.intent.id, live);
      turn.timers.arm(`${LOOK_TIMER}${order.intent.id}`, turn.atMs);
    }
  }

  /** Takes an order in whose bytes are committed, or sends a waiting one again. */
  receive(order: Order, turn: Turn): void {
    const known = this.#desk.orders.get(order.intent.id);
    if (known !== undefined) {
      if (known.stage === 'waiting') post(known, this.#mode, turn);
      return;
    }
    invariant(this.#desk.orders.size < ORDERS_MAX, 'live orders underway are bounded');
    invariant(order.body !== null, 'a live order is sent when its bytes are written down');
    this.#byHash.set(order.externalId, order.intent.id);
    const live = newLiveOrder(order, this.#desk);
    this.#desk.orders.set(order.intent.id, live);
    post(live, this.#mode, turn);
  }

  /** Asks about orders that the venue's own lists do not show as we know them. */
  lookAt(intentIds: readonly IntentId[], turn: Turn): void {
    for (const id of intentIds) {
      const live = this.#desk.orders.get(id);
      if (live !== undefined) lookNow(live, turn);
    }
  }

  /** A waiting order is not sent again. */
  giveUp(intentId: IntentId, reason: string, turn: Turn): void {
    const live = this.#desk.orders.get(intentId);
    if (live?.stage === 'waiting') finish(live, { outcome: 'notPlaced', reason }, turn);
  }

  cancel(intentId: IntentId, turn: Turn): void {
    const live = this.#desk.orders.get(intentId);
    if (live === undefined) return;
    if (live.stage === 'waiting') this.giveUp(intentId, 'canceled by us', turn);
    else if (live.stage === 'posting') live.cancelWanted = true;
    else cancelAtVenue(live, turn);
  }

  /** Kill: cancels whatever the account has open until the venue proves that nothing is. */
  sweep(ledger: LedgerId, turn: Turn): void {
    for (const live of [...this.#desk.orders.values()]) {
      if (live.stage === 'waiting') this.giveUp(live.order.intent.id, 'killed', turn);
      else live.cancelWanted = true;
    }
    if (this.#sweeping === null) turn.emit({ kind: 'cancelAll', ledger });
    this.#sweeping = ledger;
  }

  onResult(result: OrderResult, turn: Turn): void {
    const live = this.#desk.orders.get(result.intentId);
    if (live === undefined) return; // It ended while the answer was on its way.
    switch (result.kind) {
      case 'posted':
        onPosted({ live, answer: result.answer, mode: this.#mode }, turn);
        return;
      case 'lookedUp':
        onLookedUp({ live, lookup: result.lookup }, turn);
        return;
      case 'cancelAnswered':
        lookNow(live, turn); // Only a lookup tells what it filled before.
    }
  }

  onAllCanceled({ ledger, answer }: EffectResult & { kind: 'allCanceled' }, turn: Turn): void {
    const inFlight = [...this.#desk.orders.values()].some((live) => live.stage === 'posting');
    for (const hash of answer.canceled) this.#swept.add(hash);
    if (answer.proven && !inFlight) {
      this.#sweeping = null;
      turn.tell({ kind: 'swept', ledger, canceled: this.#swept.size });
      this.#swept.clear();
    } else {
      turn.timers.arm(SWEEP_TIMER, turn.atMs + SWEEP_AGAIN_MS);
    }
    for (const live of this.#desk.orders.values()) lookNow(live, turn);
  }

  /** Whether the event was about an order of ours; a fill of another is the owner's own trade. */
  onAccountEvent(event: AccountEvent & { kind: 'order' | 'fill' }, turn: Turn): boolean {
    const hash = event.kind === 'fill' ? event.fill.orderHash : event.hash;
    const intentId = this.#byHash.get(hash);
    if (intentId === undefined) return false;
    const live = this.#desk.orders.get(intentId);
    if (event.kind === 'fill') this.#onFill(intentId, event.fill, turn);
    else if (live !== undefined) this.#onStatus(live, event, turn);
    return true;
  }

  /** Whether the timer was one of ours. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (timerId === SWEEP_TIMER) {
      if (this.#sweeping !== null) turn.emit({ kind: 'cancelAll', ledger: this.#sweeping });
      return true;
    }
    if (timerId.startsWith(LOOK_TIMER)) {
      const live = this.#desk.orders.get(timerId.slice(LOOK_TIMER.length) as IntentId);
      if (live !== undefined) askVenue(live, turn);
      return true;
    }
    if (!timerId.startsWith(SEND_TIMER)) return false;
    const intentId = timerId.slice(SEND_TIMER.length) as IntentId;
    if (this.#desk.orders.get(intentId)?.stage === 'waiting')
      turn.tell({ kind: 'resend', intentId });
    return true;
  }

  #onFill(intentId: IntentId, fill: VenueFill, turn: Turn): void {
    const live = this.#desk.orders.get(intentId);
    if (live === undefined) {
      turn.tell({ kind: 'lateFill', intentId, fill });
      return;
    }
    // A fill may outrun the answer to its own POST, which still comes.
    tellFill(live, fill, turn);
    if (live.stage === 'doubt') becomeOpen(live, turn);
    if (live.stage === 'open') settleUp(live, turn);
  }

  #onStatus(live: LiveOrder, event: AccountEvent & { kind: 'order' }, turn: Turn): void {
    takeStatus(live, event);
    if (live.stage === 'doubt') becomeOpen(live, turn);
    if (live.stage === 'open') settleUp(live, turn);
  }
}
