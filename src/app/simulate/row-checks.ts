import type { Change } from '../../engine/domain/change.ts';
import type { Control } from '../../engine/domain/control.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import { SHADOW_NAIVE } from '../../engine/domain/ids.ts';
import type { Order } from '../../engine/domain/order.ts';
import {
  isTerminal,
  nextOrderStatus,
  ORDER_EVENTS,
  type OrderStatus,
} from '../../engine/domain/order-state.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import { budgetOf, type Mirror, NOTHING_FILLED } from './mirror.ts';
import { checkStandings } from './standing-checks.ts';
import type { Report } from './violation.ts';

/** Checks one committed batch against what was committed before it. */
export function checkBatch(mirror: Mirror, changes: readonly Change[], report: Report): void {
  const batch = new Batch(mirror, changes);
  for (const change of changes) {
    if (change.kind === 'order') checkOrder(batch, change.order, report);
    else if (change.kind === 'fill') checkFill(batch, change.fill, report);
    else checkWords(batch, change, report);
  }
  checkStandings(mirror, changes, report);
}

/** An exit is decided with what brought it (a copy may wait for its book), and every notice is enqueued once. */
function checkWords({ mirror, decided }: Batch, change: Change, report: Report): void {
  if (change.kind === 'signal') {
    const { id, kind } = change.signal;
    const known = mirror.signals.has(id) || decided.has(id) || kind === 'copy';
    if (!known) report(`signal ${id} ends with a decision`);
  } else if (change.kind === 'notice') {
    const { id, kind, subject } = change.notice;
    // Two kills of one millisecond are one fact, and one row.
    if (kind !== 'killed' && mirror.notices.has(id))
      report(`notice ${kind} about ${subject} is enqueued once`);
  } else if (change.kind === 'decision') {
    const { signalId, ledger, verdict } = change.decision;
    const filled = mirror.filledOf.has(`${signalId}|${ledger}`);
    if (filled && verdict === 'denied') report(`signal ${signalId} was filled and is not denied`);
  }
}

/** The rows of one transaction beside those before it. */
class Batch {
  readonly mirror: Mirror;
  readonly decided = new Set<string>();
  readonly #orders = new Map<string, Order>();
  readonly #signals = new Map<string, Signal>();
  readonly #decisions = new Map<string, Decision>();
  /** Kill and pause as they are with this batch. */
  readonly control: Control;

  constructor(mirror: Mirror, changes: readonly Change[]) {
    this.mirror = mirror;
    let { control } = mirror;
    for (const change of changes) {
      if (change.kind === 'decision') {
        this.decided.add(change.decision.signalId);
        this.#decisions.set(
          `${change.decision.signalId}|${change.decision.ledger}`,
          change.decision,
        );
      } else if (change.kind === 'order') this.#orders.set(change.order.intent.id, change.order);
      else if (change.kind === 'signal') this.#signals.set(change.signal.id, change.signal);
      else if (change.kind === 'control') control = change.control;
    }
    this.control = control;
  }

  signal(id: string): Signal | undefined {
    return this.#signals.get(id) ?? this.mirror.signals.get(id);
  }

  /** Whether a person asked for it. */
  isManual(signalId: string): boolean {
    const signal = this.signal(signalId);
    return signal?.kind === 'exit' && signal.cause === 'manual';
  }

  order(id: string): Order | undefined {
    return this.#orders.get(id) ?? this.mirror.orders.get(id);
  }

  decision(signalId: string, ledger: string): Decision | undefined {
    return (
      this.#decisions.get(`${signalId}|${ledger}`) ??
      this.mirror.decisionOf.get(`${signalId}|${ledger}`)
    );
  }
}

/** A step may move an order several times; within one batch only its last row is kept. */
const STEPS_PER_BATCH_MAX = 4;

function reachable(before: OrderStatus, after: OrderStatus): boolean {
  let reached = new Set<OrderStatus>([before]);
  for (let step = 0; step < STEPS_PER_BATCH_MAX; step += 1) {
    if (reached.has(after)) return true;
    const next = new Set(reached);
    for (const status of reached) {
      for (const event of ORDER_EVENTS) {
        const moved = nextOrderStatus(status, event);
        if (moved !== null) next.add(moved);
      }
    }
    reached = next;
  }
  return reached.has(after);
}

function checkOrder(batch: Batch, order: Order, report: Report): void {
  const before = batch.mirror.orders.get(order.intent.id);
  if (before === undefined) checkNewOrder(batch, order, report);
  else {
    checkMovedOrder(before, order, report);
    if (before.status === 'initialized') checkSending(batch, order, report);
  }
}

function checkMovedOrder(
  before: Order,
  { intent, status, filledQuantity }: Order,
  report: Report,
): void {
  if (!reachable(before.status, status))
    report(`order ${intent.id} goes ${before.status} → ${status}`);
  if (filledQuantity < before.filledQuantity) report(`order ${intent.id} loses fills`);
}

/** Statuses of an order that no venue has seen. */
const UNSENT: readonly OrderStatus[] = ['initialized', 'denied', 'notPlaced'];

/** Between the commit of an intent and its sending a person may have stopped everything. */
function checkSending(batch: Batch, { intent, status }: Order, report: Report): void {
  const { control } = batch;
  // A restart finds bytes that may have left: that is doubt, not a sending.
  if (UNSENT.includes(status) || status === 'inDoubt') return;
  if (control.killed !== null && !batch.isManual(intent.signalId)) {
    report(`no automatic order is sent after kill: ${intent.id}`);
  }
  if (control.paused !== null && isPausable(intent)) {
    report(`no entry is sent while paused: ${intent.id}`);
  }
}

/** Naive copying asks for no pause: it is what the rules are measured against. */
function isPausable({ leg, ledger }: Order['intent']): boolean {
  return leg === 'entry' && ledger !== SHADOW_NAIVE;
}

function checkNewOrder(batch: Batch, { intent, status }: Order, report: Report): void {
  const { mirror, control } = batch;
  const manual = batch.isManual(intent.signalId);
  if (!UNSENT.includes(status)) {
    report(`order ${intent.id} is not sent before its intent is committed`);
  }
  if (control.killed !== null && !manual && status === 'initialized') {
    report(`no automatic order is made after kill: ${intent.id}`);
  }
  if (control.paused !== null && isPausable(intent) && status === 'initialized') {
    report(`no entry is made while paused: ${intent.id}`);
  }
  for (const other of mirror.ordersOf.get(budgetOf(intent)) ?? []) {
    if (isTerminal(mirror.orders.get(other)?.status ?? 'denied')) continue;
    report(`a further order of ${intent.signalId} waits for the earlier one`);
  }
}

/** Only what the chain says of a fill may change. */
function checkMovedFill(before: Fill, fill: Fill, report: Report): void {
  const { settlement, transaction } = before;
  const same = JSON.stringify({ ...fill, settlement, transaction }) === JSON.stringify(before);
  if (transaction !== null && fill.transaction === null) {
    report(`fill ${fill.id} keeps its transaction`);
  }
  if (!same || fill.settlement === before.settlement) report(`fill ${fill.id} is booked once`);
  if (before.settlement === 'failed') report(`fill ${fill.id} comes back after it failed`);
}

function checkFill(batch: Batch, fill: Fill, report: Report): void {
  const { mirror } = batch;
  const before = mirror.fills.get(fill.id);
  if (before !== undefined) {
    checkMovedFill(before, fill, report);
    return;
  }
  const intent = batch.order(fill.intentId)?.intent;
  if (intent === undefined) {
    report(`fill ${fill.id} has an order`);
    return;
  }
  const { side, limitPrice } = intent;
  const within = side === 'buy' ? fill.price <= limitPrice : fill.price >= limitPrice;
  if (!within) report(`fill ${fill.id} at ${fill.price} keeps the limit ${limitPrice}`);
  const decision = batch.decision(fill.signalId, fill.ledger);
  const filled = mirror.filledOf.get(`${fill.signalId}|${fill.ledger}`) ?? NOTHING_FILLED;
  const used = side === 'buy' ? filled.notional + fill.notional : filled.quantity + fill.quantity;
  const budget = side === 'buy' ? decision?.spend : decision?.quantity;
  if (used > (budget ?? 0)) report(`signal ${fill.signalId} uses ${used} of a budget of ${budget}`);
}
