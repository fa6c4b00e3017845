import { isTerminal } from '../domain/order-state.ts';
import type { Engine } from './engine.ts';
import { hasOpenOrder } from './trade/exit-work.ts';
import { budgetUsed } from './trade/orders.ts';
import type { TradeState } from './trade/state.ts';

/**
 * What must hold after every step, as sentences about what does not. Used by replay, backtest and
 * simulation; live, a broken one stops trading.
 */
export function brokenInvariants(engine: Engine): readonly string[] {
  const { state } = engine.trade;
  return [
    ...brokenLedgers(state),
    ...brokenReservations(state),
    ...brokenBudgets(state),
    ...brokenExits(state),
  ];
}

function brokenLedgers(state: TradeState): string[] {
  const broken: string[] = [];
  for (const ledger of state.ledgers.values()) {
    broken.push(...ledger.checkInvariants());
    if (ledger.available() < 0) broken.push(`${ledger.id}: cash covers every reservation`);
  }
  return broken;
}

/** A ledger holds exactly what its open orders reserve: nothing leaks, nothing is double. */
function brokenReservations(state: TradeState): string[] {
  const byLedger = new Map<string, number>();
  for (const id of state.open) {
    const order = state.orders.get(id);
    if (order === undefined || isTerminal(order.status)) return [`${id}: an open order is open`];
    const { ledger } = order.intent;
    byLedger.set(ledger, (byLedger.get(ledger) ?? 0) + order.reserved);
  }
  const broken: string[] = [];
  for (const ledger of state.ledgers.values()) {
    const { reserved } = ledger.totals();
    const expected = byLedger.get(ledger.id) ?? 0;
    if (reserved !== expected)
      broken.push(`${ledger.id}: reserved ${reserved}, orders hold ${expected}`);
  }
  return broken;
}

function brokenBudgets(state: TradeState): string[] {
  const broken: string[] = [];
  for (const [key, work] of state.entries) {
    const used = budgetUsed(state, key);
    if (used > work.budget) broken.push(`${key}: used ${used} of a budget of ${work.budget}`);
  }
  for (const [key, work] of state.exits) {
    const used = budgetUsed(state, key);
    if (used > work.quantity) broken.push(`${key}: sells ${used} of ${work.quantity}`);
  }
  return broken;
}

/** Every unfinished exit has something on the way, a timer, or a person who was asked. */
function brokenExits(state: TradeState): string[] {
  const broken: string[] = [];
  for (const [key, work] of state.exits) {
    if (work.status !== 'working' || hasOpenOrder(state, key)) continue;
    if (work.tries > state.settings['exit.tries']) {
      broken.push(`${key}: an exit out of tries has asked for a person`);
    }
  }
  return broken;
}
