import { contentId, type IntentId, isLive } from '../../domain/ids.ts';
import type { Order, OrderIntent } from '../../domain/order.ts';
import { isTerminal, nextOrderStatus, type OrderEventKind } from '../../domain/order-state.ts';
import { invariant } from '../../domain/values/invariant.ts';
import { type Money, ZERO_MONEY, ZERO_QUANTITY } from '../../domain/values/money.ts';
import { approve } from '../../risk/approve.ts';
import type { Turn } from '../turn.ts';
import { countEntry } from './exposure.ts';
import { budgetKey, ledgerOf, type TradeState } from './state.ts';

/** Finished orders kept in memory for late words about them. */
const FINISHED_ORDERS_MAX = 2_000;

/** What an order of a (signal, leg, ledger) has used of their common budget. */
function usedOf(order: Order): number {
  const { intent } = order;
  if (intent.side === 'buy') {
    return isTerminal(order.status) ? order.filledNotional : intent.spend;
  }
  return isTerminal(order.status) ? order.filledQuantity : intent.quantity;
}

/** Filled, open and in doubt of all intents of this budget. */
export function budgetUsed(state: TradeState, key: string): number {
  let used = 0;
  for (const id of state.intentsOf.get(key) ?? []) {
    const order = state.orders.get(id);
    if (order !== undefined) used += usedOf(order);
  }
  return used;
}

export function intentIdOf(of: {
  readonly signalId: string;
  readonly leg: string;
  readonly ledger: string;
  readonly attempt: number;
}): IntentId {
  return contentId('intent', [of.signalId, of.leg, of.ledger, of.attempt]) as IntentId;
}

/**
 * Takes the reservation and writes the order down; it is sent when that commit is confirmed.
 * A further intent exists only when the earlier ones of its budget are terminal.
 */
export function openOrder(
  state: TradeState,
  {
    intent,
    budget,
    reserve,
  }: {
    readonly intent: OrderIntent;
    readonly budget: number;
    readonly reserve: Money;
  },
  turn: Turn,
): void {
  const key = budgetKey(intent);
  const siblings = state.intentsOf.get(key) ?? [];
  for (const id of siblings) {
    invariant(!state.open.has(id), 'a further intent waits until the earlier ones are terminal');
  }
  const approved = approve(intent, reserve, {
    ledger: ledgerOf(state, intent.ledger),
    budget: { total: budget, used: budgetUsed(state, key) },
  });
  const order: Order = {
    intent,
    status: 'initialized',
    externalId: intent.id,
    body: null,
    filledQuantity: ZERO_QUANTITY,
    filledNotional: ZERO_MONEY,
    fees: ZERO_MONEY,
    reserved: reserve,
    reason: null,
    updatedAtMs: turn.atMs,
  };
  state.intentsOf.set(key, [...siblings, intent.id]);
  state.approved.set(intent.id, approved);
  state.open.add(intent.id);
  countEntry(state, intent, turn.atMs);
  saveOrder(state, order, turn);
  if (isLive(intent.ledger)) askSignature(state, intent, turn);
  else sendWhenCommitted(state, intent.id);
}

/** It is sent when what this turn writes is confirmed. */
function sendWhenCommitted(state: TradeState, id: IntentId): void {
  const waiting = state.awaitingCommit.get(state.nextCommitId) ?? [];
  state.awaitingCommit.set(state.nextCommitId, [...waiting, id]);
}

/** The venue's id of a live order is the hash of its bytes: they come first. */
function askSignature(state: TradeState, intent: OrderIntent, turn: Turn): void {
  const market = state.markets.get(intent.marketId);
  invariant(market !== undefined, 'an order has a market');
  turn.emit({ kind: 'sign', intent, market });
}

/** The bytes are made: they are written down, and only then they may go. */
export function onSigned(
  state: TradeState,
  made: { readonly intentId: IntentId; readonly hash: string; readonly body: string },
  turn: Turn,
): void {
  const order = state.orders.get(made.intentId);
  if (order?.status !== 'initialized' || order.body !== null) return; // Killed meanwhile.
  sendWhenCommitted(state, made.intentId);
  const { hash: externalId, body } = made;
  turn.record({
    kind: 'orderEvent',
    event: { intentId: made.intentId, ordinal: 0, kind: 'signed', detail: '', atMs: turn.atMs },
  });
  saveOrder(state, { ...order, externalId, body, updatedAtMs: turn.atMs }, turn);
}

/** Entries that wait in the book are taken out: from now on none may fill. */
export function cancelResting(state: TradeState, turn: Turn): void {
  for (const id of state.open) {
    const intent = state.orders.get(id)?.intent;
    if (intent?.leg !== 'entry' || intent.restsUntilMs === null) continue;
    turn.tell({ kind: 'cancelOrder', intentId: id });
  }
}

/** Moves an order along its table and frees its reservation at the end. */
export function moveOrder(
  state: TradeState,
  order: Order,
  {
    event,
    reason,
    turn,
  }: {
    readonly event: OrderEventKind;
    readonly reason: string | null;
    readonly turn: Turn;
  },
): Order {
  const status = nextOrderStatus(order.status, event);
  invariant(status !== null, `an order moves along its table: ${order.status} has no ${event}`);
  const ended = isTerminal(status);
  const moved: Order = {
    ...order,
    status,
    reason: reason ?? order.reason,
    reserved: ended ? ZERO_MONEY : order.reserved,
    updatedAtMs: turn.atMs,
  };
  if (ended && state.open.delete(order.intent.id)) {
    ledgerOf(state, order.intent.ledger).release(order.intent.id);
    state.approved.delete(order.intent.id);
  }
  saveOrder(state, moved, turn);
  return moved;
}

function saveOrder(state: TradeState, order: Order, turn: Turn): void {
  state.orders.set(order.intent.id, order);
  turn.record({ kind: 'order', order });
  if (state.orders.size > FINISHED_ORDERS_MAX + state.open.size) forgetOldest(state);
}

function forgetOldest(state: TradeState): void {
  for (const [id, order] of state.orders) {
    if (!isTerminal(order.status)) continue;
    const key = budgetKey(order.intent);
    // A budget is forgotten as a whole, or its use would be undercounted.
    if (state.entries.has(key) || state.exits.has(key)) continue;
    for (const sibling of state.intentsOf.get(key) ?? [id]) state.orders.delete(sibling);
    state.intentsOf.delete(key);
    return;
  }
}
