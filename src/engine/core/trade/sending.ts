import { flag, GateLog } from '../../brain/gates.ts';
import type { DepthView } from '../../domain/book/depth.ts';
import { type IntentId, isLive, SHADOW_NAIVE } from '../../domain/ids.ts';
import type { Order, OrderIntent } from '../../domain/order.ts';
import { signalPrice } from '../../domain/signal.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Price } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { noticeDenied } from './decisions.ts';
import { moveOrder } from './orders.ts';
import { afterOrder } from './reports.ts';
import { budgetKey, type TradeState } from './state.ts';

/** The intent is committed: asks for the book once more, because time has passed. */
export function onIntentCommitted(state: TradeState, intentId: IntentId, turn: Turn): void {
  const order = state.orders.get(intentId);
  if (order?.status !== 'initialized') return;
  const { marketId, tokenId } = order.intent;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'send', intentId } });
}

/** After the wait the gates on time, price, limits and kill run again; then it is sent, once. */
export function onSendDepth(
  state: TradeState,
  of: { readonly intentId: IntentId; readonly depth: DepthView | null },
  turn: Turn,
): void {
  const order = state.orders.get(of.intentId);
  const approved = state.approved.get(of.intentId);
  if (order === undefined || approved === undefined) return;
  if (order.status !== 'initialized' && order.status !== 'submitted') return;
  const log = recheck(state, { order, depth: of.depth }, turn);
  if (order.status === 'submitted') {
    sendAgain({ order, log }, turn);
    return;
  }
  if (log.reason !== null) {
    const denied = moveOrder(state, order, { event: 'denied', reason: log.reason, turn });
    if (order.intent.leg === 'entry') restateDecision(state, { order: denied, log }, turn);
    afterOrder(state, denied, turn);
    return;
  }
  const market = state.markets.get(order.intent.marketId);
  invariant(market !== undefined, 'an order that is sent has a market');
  const submitted = moveOrder(state, order, { event: 'submitted', reason: null, turn });
  if (isLive(order.intent.ledger)) turn.tell({ kind: 'liveOrder', order: submitted });
  else turn.tell({ kind: 'paperOrder', approved, market });
  noticePlaced(order.intent, turn);
}

/** The venue did not take it and may be asked again: the same gates as before the first time. */
export function onResend(state: TradeState, intentId: IntentId, turn: Turn): void {
  const order = state.orders.get(intentId);
  if (order === undefined) return;
  const { marketId, tokenId } = order.intent;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'send', intentId } });
}

function sendAgain(
  { order, log }: { readonly order: Order; readonly log: GateLog },
  turn: Turn,
): void {
  const { id: intentId } = order.intent;
  if (log.reason === null) turn.tell({ kind: 'liveOrder', order });
  else turn.tell({ kind: 'giveUp', intentId, reason: log.reason });
}

/** No order could be made of the intent: it ends before any byte of it exists. */
export function onNotSigned(
  state: TradeState,
  { intentId, reason }: { readonly intentId: IntentId; readonly reason: string },
  turn: Turn,
): void {
  const order = state.orders.get(intentId);
  if (order?.status !== 'initialized') return;
  turn.record({
    kind: 'orderEvent',
    event: { intentId, ordinal: 1, kind: 'notSigned', detail: reason, atMs: turn.atMs },
  });
  const log = new GateLog();
  log.entry('liveNotReady', false, flag(false, true, reason));
  const denied = moveOrder(state, order, { event: 'denied', reason, turn });
  if (order.intent.leg === 'entry') restateDecision(state, { order: denied, log }, turn);
  afterOrder(state, denied, turn);
}

function noticePlaced(intent: OrderIntent, turn: Turn): void {
  const { ledger, id: subject, wallet, marketId, tokenId, side, limitPrice, quantity } = intent;
  turn.notice(
    'placed',
    { ledger, subject },
    { wallet, market: marketId, token: tokenId, side, limit: limitPrice, quantity },
  );
}

function recheck(
  state: TradeState,
  { order, depth }: { readonly order: Order; readonly depth: DepthView | null },
  turn: Turn,
): GateLog {
  const { intent } = order;
  const log = new GateLog();
  const manual = state.exits.get(budgetKey(intent))?.signal.cause === 'manual';
  const { killed, paused } = state.control;
  log.entry('killed', manual || killed === null, flag(killed !== null, false));
  if (intent.side === 'sell') return log;
  if (intent.ledger === SHADOW_NAIVE) return log; // It asks nothing else.
  // What hedges shares that are held is not put off by what keeps new ones from being bought.
  if (intent.leg === 'second') return recheckBook({ log, intent, depth, from: 0 as Price });
  log.entry('paused', paused === null, flag(paused !== null, false));
  const left = state.exitsAfter.has(intent.id);
  log.entry('leaderLeft', !left, flag(left, false));
  const ageMs = turn.atMs - intent.createdAtMs;
  const limitMs = intent.expiresAtMs - intent.createdAtMs;
  log.entry('signalAge', turn.atMs <= intent.expiresAtMs, {
    actual: ageMs,
    limit: limitMs,
    unit: 'ms',
  });
  const signal = state.entries.get(budgetKey(intent))?.signal;
  const from = signal === undefined ? (0 as Price) : signalPrice(signal);
  return recheckBook({ log, intent, depth, from });
}

/** Whether the book still gives what the order wants. */
function recheckBook({
  log,
  intent,
  depth,
  from,
}: {
  readonly log: GateLog;
  readonly intent: OrderIntent;
  readonly depth: DepthView | null;
  readonly from: Price;
}): GateLog {
  const trusted = depth?.trust.trusted === true;
  log.entry('bookUntrusted', trusted, flag(trusted, true, depth?.trust.reason ?? 'no book'));
  const best = depth?.asks[0]?.price ?? null;
  log.entry('priceMoved', best !== null && best <= intent.limitPrice, {
    actual: best === null ? null : best - from,
    limit: intent.limitPrice - from,
    unit: 'price',
    ...(best === null ? { note: 'nobody sells' } : {}),
  });
  return log;
}

/** An accepted entry was stopped before it was sent: the record says so. */
export function restateDecision(
  state: TradeState,
  { order, log }: { readonly order: Order; readonly log: GateLog },
  turn: Turn,
): void {
  const work = state.entries.get(budgetKey(order.intent));
  if (work === undefined || work.attempts > 1) return;
  const decision = {
    ...work.decision,
    verdict: 'denied',
    reason: log.reason,
    gates: [...work.decision.gates, ...log.results],
    atMs: turn.atMs,
  } as const;
  turn.record({ kind: 'decision', decision });
  noticeDenied(decision, turn);
}
