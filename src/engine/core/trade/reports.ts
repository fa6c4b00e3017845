import type { Booked } from '../../domain/booked.ts';
import type { ExecutionReport } from '../../domain/execution-report.ts';
import type { Fill } from '../../domain/fill.ts';
import { isLive } from '../../domain/ids.ts';
import { isRunLeg, type Order, type OrderIntent } from '../../domain/order.ts';
import { isTerminal, nextOrderStatus, type OrderEventKind } from '../../domain/order-state.ts';
import type { Position } from '../../domain/position.ts';
import type { Realisation } from '../../domain/realisation.ts';
import { leaderPriceOf } from '../../domain/signal.ts';
import { invariant } from '../../domain/values/invariant.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  money,
  ZERO_MONEY,
} from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { afterRunOrder } from './arbitrage-run.ts';
import { afterEntryOrder } from './entries.ts';
import { afterExitOrder, planDeferredExits } from './exits.ts';
import { countSpending } from './exposure.ts';
import { checkDayLoss, openDay } from './losses.ts';
import { moveOrder } from './orders.ts';
import { onSettlement } from './settlement.ts';
import { endSilence } from './silence.ts';
import { ledgerOf, type TradeState } from './state.ts';
import { countDoubts, countReject } from './trip-counts.ts';

const END_EVENT = {
  complete: 'filledInFull',
  canceled: 'canceled',
  expired: 'expired',
  rejected: 'rejected',
  notPlaced: 'provenAbsent',
} as const satisfies Record<string, OrderEventKind>;

/** An executor spoke of an order of ours. Repeated words change nothing. */
export function onReport(state: TradeState, report: ExecutionReport, turn: Turn): void {
  const order = state.orders.get(report.intentId);
  invariant(order !== undefined, `a report names an order of ours, got ${report.intentId}`);
  switch (report.kind) {
    case 'filled':
      bookFill(state, { order, report }, turn);
      return;
    case 'settled':
      onSettlement(state, report, turn);
      return;
    case 'ended':
      if (!isTerminal(order.status)) endOrder(state, { order, report }, turn);
      return;
    case 'accepted':
    case 'inDoubt':
    case 'cancelAsked':
      moveIfPossible(state, { order, report }, turn);
  }
}

const STEP_EVENT = {
  accepted: 'accepted',
  inDoubt: 'timedOut',
  cancelAsked: 'cancelRequested',
} as const satisfies Record<string, OrderEventKind>;

/** What is on the way between sending and the end; words that come late change nothing. */
function moveIfPossible(
  state: TradeState,
  of: {
    readonly order: Order;
    readonly report: ExecutionReport & { kind: keyof typeof STEP_EVENT };
  },
  turn: Turn,
): void {
  const { order, report } = of;
  const event = STEP_EVENT[report.kind];
  const status = nextOrderStatus(order.status, event);
  if (status === null || status === order.status) return;
  const reason = report.kind === 'inDoubt' ? report.reason : null;
  moveOrder(state, order, { event, reason, turn });
  if (report.kind === 'inDoubt') countDoubts(state, turn);
}

function bookFill(
  state: TradeState,
  of: { readonly order: Order; readonly report: ExecutionReport & { kind: 'filled' } },
  turn: Turn,
): void {
  const { order, report } = of;
  if (!state.fillIds.add(report.fillId)) return;
  const { intent } = order;
  const fill: Fill = {
    id: report.fillId,
    intentId: intent.id,
    signalId: intent.signalId,
    ledger: intent.ledger,
    wallet: intent.wallet,
    marketId: intent.marketId,
    tokenId: intent.tokenId,
    side: intent.side,
    price: report.price,
    quantity: report.quantity,
    notional: report.notional,
    fee: report.fee,
    tradeId: report.tradeId ?? null,
    transaction: report.transaction ?? null,
    settlement: report.settlement,
    atMs: report.atMs,
  };
  openDay(state, intent.ledger, turn);
  const ledger = ledgerOf(state, intent.ledger);
  const reserved = money(Math.max(0, order.reserved - fill.notional - fill.fee));
  if (!isTerminal(order.status) && intent.side === 'buy') ledger.reserve(intent.id, reserved);
  const booked = ledger.bookFill(fill);
  const { position, realised } = booked;
  turn.record({ kind: 'fill', fill });
  if (fill.settlement !== 'confirmed') state.unsettled.set(fill.id, fill);
  if (isLive(fill.ledger)) state.filledAtMs.set(fill.tokenId, turn.atMs);
  turn.record({ kind: 'position', position });
  if (fill.side === 'sell') {
    turn.record({ kind: 'realisation', realisation: saleOf(fill, booked) });
    const before = state.realisedOf.get(intent.id) ?? ZERO_MONEY;
    state.realisedOf.set(intent.id, addMoney(before, realised));
  }
  const filled: Order = {
    ...order,
    filledQuantity: addQuantity(order.filledQuantity, fill.quantity),
    filledNotional: addMoney(order.filledNotional, fill.notional),
    fees: addMoney(order.fees, fill.fee),
    reserved: intent.side === 'buy' ? reserved : order.reserved,
  };
  checkBudget(filled, turn);
  moveOrder(state, filled, { event: 'filledInPart', reason: null, turn });
  if (intent.side === 'buy' && intent.wallet !== null) {
    countSpending(
      state,
      { ledger: intent.ledger, wallet: intent.wallet, amount: fill.notional },
      turn.atMs,
    );
  }
  if (intent.side === 'buy') endSilence(state, intent, turn);
}

function saleOf(fill: Fill, { realised: amount, change, cash }: Booked): Realisation {
  const { id, ledger, wallet, marketId, tokenId, atMs } = fill;
  const what = { cause: 'sale', amount, fillId: id, change, cash, transaction: null } as const;
  return { id, ledger, wallet, marketId, tokenId, ...what, atMs };
}

/** A venue may break its word: with real money that is booked as it is, and kills. */
function checkBudget(order: Order, turn: Turn): void {
  const { intent, filledQuantity, filledNotional } = order;
  const within =
    intent.side === 'buy' ? filledNotional <= intent.spend : filledQuantity <= intent.quantity;
  if (!within && isLive(intent.ledger)) {
    const detail = `order ${order.externalId} filled more than it asked for`;
    turn.tell({ kind: 'fault', fault: 'reconciliation', detail });
    return;
  }
  invariant(within, 'an order never fills more than it asked for');
}

function endOrder(
  state: TradeState,
  of: { readonly order: Order; readonly report: ExecutionReport & { kind: 'ended' } },
  turn: Turn,
): void {
  const { order, report } = of;
  const reason = report.reason === '' ? null : report.reason;
  const ended = moveOrder(state, order, { event: END_EVENT[report.outcome], reason, turn });
  if (ended.status === 'rejected') {
    noticeRejected(ended, turn);
    countReject(state, ended.intent.ledger, turn);
  }
  afterOrder(state, ended, turn);
}

function noticeRejected({ intent, reason }: Order, turn: Turn): void {
  const { ledger, id: subject, wallet, marketId, tokenId, side, limitPrice, quantity } = intent;
  turn.notice(
    'rejected',
    { ledger, subject },
    { wallet, market: marketId, token: tokenId, side, limit: limitPrice, quantity, reason },
  );
}

/** What follows from the end of an order, whatever ended it. */
export function afterOrder(state: TradeState, order: Order, turn: Turn): void {
  if (order.filledQuantity > 0) noticeFill(state, order, turn);
  state.realisedOf.delete(order.intent.id);
  if (isRunLeg(order.intent.leg)) {
    afterRunOrder(state, order, turn);
    if (order.intent.side === 'sell') checkDayLoss(state, order.intent.ledger, turn);
  } else if (order.intent.leg === 'entry') {
    afterEntryOrder(state, order, turn);
    planDeferredExits(state, order, turn);
  } else {
    afterExitOrder(state, order, turn);
    checkDayLoss(state, order.intent.ledger, turn);
  }
}

/** What is held of the token for the same leader; `null` for nothing. */
function heldAfter(state: TradeState, { ledger, wallet, tokenId }: OrderIntent): Position | null {
  const open = ledgerOf(state, ledger).openPositions;
  return open.find((one) => one.tokenId === tokenId && one.wallet === wallet) ?? null;
}

export function noticeFill(state: TradeState, order: Order, turn: Turn): void {
  const { intent, filledQuantity, filledNotional, fees, status } = order;
  const rounding = intent.side === 'buy' ? 'ceil' : 'floor';
  const work = state.entries.get(`${intent.signalId}|entry|${intent.ledger}`);
  const held = heldAfter(state, intent);
  turn.notice(
    'fill',
    { ledger: intent.ledger, subject: intent.id },
    {
      side: intent.side,
      quantity: filledQuantity,
      price: averagePrice(filledNotional, filledQuantity, rounding),
      notional: filledNotional,
      fee: fees,
      asked: intent.side === 'buy' ? intent.spend : intent.quantity,
      remaining: 0,
      held: held?.quantity ?? 0,
      average: held === null ? null : averagePrice(held.cost, held.quantity, 'ceil'),
      whole: status === 'filled' ? 1 : 0,
      wallet: intent.wallet,
      market: intent.marketId,
      token: intent.tokenId,
      realised: intent.side === 'sell' ? (state.realisedOf.get(intent.id) ?? ZERO_MONEY) : null,
      leaderPrice: leaderPriceOf(work?.signal ?? null),
      behindMs: work === undefined ? null : turn.atMs - work.signal.tradedAtMs,
    },
  );
}
