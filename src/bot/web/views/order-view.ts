import type { OrderLifeView, OrderView } from '../../../engine/contract/views.ts';
import type { Fill as FillOf } from '../../../engine/domain/fill.ts';
import { isTerminal } from '../../../engine/domain/order-state.ts';
import { SETTLEMENT_STATUSES } from '../../../engine/domain/settlement-state.ts';
import { averagePrice } from '../../../engine/domain/values/money.ts';
import { EVENT_WORDS, SETTLEMENT_WORDS } from '../../commands/order-life.ts';
import { STATUS_WORDS } from '../../commands/orders.ts';
import { cents, money, shares } from '../../format/amounts.ts';
import type { Fill, Order, OrderEvent, OrderLife } from '../contract/orders.ts';
import { ledgerRef, outcomeRef, walletRef } from './refs.ts';

/** From what may still be undone to what is final; one that failed comes before all. */
const LEAST_SETTLED = ['failed', ...SETTLEMENT_STATUSES.filter((one) => one !== 'failed')];

export function orderRow({ order, shortId, outcome, wallet, fills }: OrderView): Order {
  const { intent, status, filledQuantity, filledNotional } = order;
  return {
    id: intent.id,
    shortId,
    signalId: intent.signalId,
    ledger: ledgerRef(intent.ledger),
    status,
    words: STATUS_WORDS[status],
    isOpen: !isTerminal(status),
    side: intent.side,
    leg: intent.leg,
    attempt: intent.attempt,
    outcome: outcomeRef(outcome),
    wallet: walletRef(wallet),
    limitPrice: intent.limitPrice,
    quantity: intent.quantity,
    spend: intent.spend,
    filledQuantity,
    filledNotional,
    average: filledQuantity === 0 ? null : averagePrice(filledNotional, filledQuantity, 'floor'),
    fees: order.fees,
    reserved: order.reserved,
    settlement: leastSettled(fills),
    reason: order.reason,
    createdAtMs: intent.createdAtMs,
    updatedAtMs: order.updatedAtMs,
  };
}

function leastSettled(fills: readonly FillOf[]): Fill['settlement'] | null {
  const [least] = fills
    .map(({ settlement }) => settlement)
    .sort((a, b) => LEAST_SETTLED.indexOf(a) - LEAST_SETTLED.indexOf(b));
  return least ?? null;
}

/** Everything that happened to an order; `attempts` are all orders of its signal in its ledger. */
export function orderLifePage(life: OrderLifeView, attempts: readonly OrderView[]): OrderLife {
  const { order, fills, events } = life;
  const { intent } = order;
  return {
    order: orderRow(life),
    externalId: order.externalId,
    timeInForce: intent.timeInForce,
    expiresAtMs: intent.expiresAtMs,
    restsUntilMs: intent.restsUntilMs,
    settingsVersion: intent.settingsVersion,
    fills: fills.map(fillRow),
    events: [...events.map(eventRow), ...(hasFillEvents(life) ? [] : fills.map(filledRow))].sort(
      (a, b) => a.atMs - b.atMs,
    ),
    attempts: attempts.map(orderRow),
  };
}

function hasFillEvents({ events }: OrderLifeView): boolean {
  return events.some(({ kind }) => kind === 'filled');
}

function fillRow(fill: FillOf): Fill {
  const { id, side, price, quantity, notional, fee, settlement, transaction, atMs } = fill;
  const words = SETTLEMENT_WORDS[settlement];
  return { id, side, price, quantity, notional, fee, settlement, words, transaction, atMs };
}

function eventRow({ kind, detail, atMs }: OrderLifeView['events'][number]): OrderEvent {
  return { kind, words: EVENT_WORDS[kind], detail, atMs };
}

function filledRow({ quantity, price, notional, fee, atMs }: FillOf): OrderEvent {
  const paid = `${shares(quantity)} at ${cents(price)} · ${money(notional)} · fee ${money(fee)}`;
  return { kind: 'filled', words: EVENT_WORDS.filled, detail: paid, atMs };
}
